"""What docs/update.md tells a reseller to do is done here, word by word; a PC has to believe what comes of it."""

import re
import shutil
import subprocess
import sys
import time
from datetime import UTC, datetime
from importlib.util import find_spec
from pathlib import Path

import pytest

from agent.update.updates import Standing
from tests.update.conftest import Starts
from tests.update.shop import Shop

DOCUMENT = Path(__file__).parents[2] / "docs" / "update.md"


@pytest.mark.skipif(find_spec("cryptography") is None, reason="resellers install it; the program brings it nowhere")
def test_a_reseller_makes_keys_and_publishes_twice(shop: Shop, program: Starts, tmp_path: Path) -> None:
    scripts = dict(re.findall(r"```python\n# (\w+\.py)\n(.*?)```", DOCUMENT.read_text("utf-8"), re.DOTALL))
    assert set(scripts) == {"keys.py", "publish.py"}
    place = tmp_path / "reseller"
    place.mkdir()

    def run(name: str, *words: str) -> None:
        (place / name).write_text(scripts[name], encoding="utf-8")
        subprocess.run([sys.executable, name, *words], cwd=place, check=True)

    def serve() -> None:
        for folder in ("metadata", "targets"):
            shutil.copytree(place / folder, shop.folder / folder, dirs_exist_ok=True)

    for old in [*shop.metadata.iterdir(), *shop.targets.iterdir()]:
        old.unlink()
    run("keys.py")
    shop.root.write_bytes((place / "metadata" / "1.root.json").read_bytes())
    (place / "campanello-setup-1.2.0.exe").write_bytes(b"setup1.2.0")
    run("publish.py", "1.2.0")
    serve()
    now = datetime.now(UTC)
    look = program().look(now)
    assert (look.version, look.standing) == ("1.2.0", Standing.READY)
    assert program().look(now).standing is Standing.READY, "published once, looked at twice"
    time.sleep(1.1)  # the lists are numbered by the second
    (place / "campanello-setup-1.3.0.exe").write_bytes(b"setup1.3.0")
    run("publish.py", "1.3.0")
    serve()
    assert program().look(now).version == "1.3.0"
