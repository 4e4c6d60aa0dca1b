"""A setup of the same script around two small programs that answer as they are told (answering.c)."""

import os
import shutil
import subprocess
from collections.abc import Mapping
from pathlib import Path

from installer.windows.pc import ROOT, Done, WindowsPc

RUN = r"Software\Microsoft\Windows\CurrentVersion\Run"
LISTED = r"Software\Microsoft\Windows\CurrentVersion\Uninstall\Campanello"


def made(folder: Path, more: Mapping[str, str]) -> Path:
    """Version 1.2.3 in that folder. `more`: variables for signing it (sign.sh)."""
    program = folder / "program"
    program.mkdir()
    compiler = ["x86_64-w64-mingw32-gcc", "-municode", "-O2", "-s", "installer/windows/answering.c", "-o"]
    for name in ("campanello.exe", "campanello-cli.exe"):
        subprocess.run([*compiler, str(program / name)], cwd=ROOT, check=True)
    setup = folder / "campanello-setup-trial.exe"
    defines = {"VERSION": "1.2.3", "FOLDER": program, "SETUP": setup, "SIZE": 1, "KIND": "trial"}
    defines["SIGN"] = ROOT / "installer" / "windows" / "sign.sh"
    told = [f"-D{name}={value}" for name, value in defines.items()]
    script = ["makensis", "-V2", "-NOCD", "-WX", "-INPUTCHARSET", "UTF8", *told, "installer/windows/campanello.nsi"]
    subprocess.run(script, cwd=ROOT, check=True, env={**os.environ, **more})
    subprocess.run([str(defines["SIGN"]), str(setup)], check=True, env={**os.environ, **more})
    return setup


def beside(pc: WindowsPc, ending: str) -> Path:
    return pc.installed.with_name(pc.installed.name + ending)


def swept(pc: WindowsPc) -> None:
    """Nothing of a trial before is left on it."""
    for folder in (pc.installed, beside(pc, ".old"), beside(pc, ".new"), pc.data):
        shutil.rmtree(folder, ignore_errors=True)
    for name in ("asked.txt", "answers.txt"):
        (pc.local / name).unlink(missing_ok=True)
    pc.run("reg", "delete", rf"HKCU\{LISTED}", "/f")


def windows_path(file: Path) -> str:
    """This machine's root is Wine's drive Z."""
    return "Z:" + str(file).replace("/", "\\")


def installs(pc: WindowsPc, setup: Path, *words: str) -> Done:
    return pc.run(str(setup), "/S", f"/LOG={windows_path(log_of(pc))}", *words)


def uninstalls(pc: WindowsPc, *words: str) -> Done:
    """`_?=`: it stays the process that is waited for."""
    place = "C:" + str(pc.installed.relative_to(pc.prefix / "drive_c")).join(("\\", "")).replace("/", "\\")
    log = f"/LOG={windows_path(log_of(pc))}"
    return pc.run(str(pc.installed / "uninstall.exe"), "/S", log, *words, f"_?={place}")


def log_of(pc: WindowsPc) -> Path:
    return pc.prefix / "trial.log"


def asked(pc: WindowsPc) -> list[str]:
    file = pc.local / "asked.txt"
    return file.read_text(encoding="ascii").splitlines() if file.exists() else []


def answers(pc: WindowsPc, *lines: str) -> None:
    (pc.local / "answers.txt").write_text("".join(f"{line}\n" for line in lines), encoding="ascii")
