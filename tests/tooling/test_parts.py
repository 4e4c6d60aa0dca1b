"""The list of parts says what went in, is valid, and is the same when it is made again."""

from pathlib import Path

from cyclonedx.schema import SchemaVersion
from cyclonedx.validation.json import JsonStrictValidator

from installer.parts import Part, collected, parts, strangers, written

WHEN = 1_795_000_000
DIGEST = "ab" * 32


def package(site: Path, name: str, file: str, metadata: str) -> None:
    notes = site / f"{name}-1.2.dist-info"
    notes.mkdir(parents=True)
    (notes / "METADATA").write_text(
        f"Metadata-Version: 2.1\nName: {name}\nVersion: 1.2\n{metadata}\n", encoding="utf-8"
    )
    (notes / "RECORD").write_text(f"{file},,\n{name}-1.2.dist-info/METADATA,,\n", encoding="utf-8")


def built(folder: Path) -> list[Part]:
    site, notes, program = folder / "lib" / "site-packages", folder / "notes", folder / "program"
    package(site, "used", "used/__init__.py", "License-Expression: MIT")
    package(site, "compiled", "compiled.pyd", "Classifier: License :: OSI Approved :: BSD License")
    package(site, "unused", "unused/__init__.py", "License: MIT")
    notes.mkdir()
    (notes / "PYZ-00.toc").write_text(
        f"('x.pyz', [('used', {str(site / 'used' / '__init__.py')!r}, 'PYMODULE')])", encoding="utf-8"
    )
    (notes / "COLLECT-00.toc").write_text(
        "([('compiled.pyd', 'Z:\\\\py\\\\Lib\\\\site-packages\\\\compiled.pyd', 'EXTENSION')],)", encoding="utf-8"
    )
    program.mkdir()
    (program / "libcrypto-3.dll").write_bytes(b"..OpenSSL 3.0.13 30 Jan 2024..")
    (program / "sqlite3.dll").write_bytes(b"@@3.45.1\0")
    (program / "python311.dll").write_bytes(b"\0" + b"3.11.9" + b"\0")
    return parts(collected(notes), site, program)


def test_what_was_collected_is_a_part_and_nothing_else(tmp_path: Path) -> None:
    assert built(tmp_path) == [
        Part("compiled", "1.2", "BSD License", "pypi"),
        Part("openssl", "3.0.13", "", "generic"),
        Part("python", "3.11.9", "", "generic"),
        Part("sqlite", "3.45.1", "", "generic"),
        Part("used", "1.2", "MIT", "pypi"),
    ]


def test_what_only_development_has_is_a_stranger(tmp_path: Path) -> None:
    lock = "Used_==1.2 \\\n    --hash=sha256:aa\nused==1.2\n"
    assert strangers([*built(tmp_path), Part("pyinstaller", "6.1", "", "pypi")], lock) == ["compiled"]


def test_the_list_is_valid_and_made_again_the_same(tmp_path: Path) -> None:
    found = built(tmp_path)
    first = written(found, tmp_path / "campanello.deb", DIGEST, WHEN).read_text("utf-8")
    again = written(found, tmp_path / "campanello.deb", DIGEST, WHEN).read_text("utf-8")
    assert first == again
    assert JsonStrictValidator(SchemaVersion.V1_6).validate_str(first) is None
    assert '"purl": "pkg:pypi/used@1.2"' in first
    assert DIGEST in first
