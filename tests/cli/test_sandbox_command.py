"""`campanello sandbox`: what it prints is enough to join an agent to it, and it ends when told."""

import json
import os
import signal
import subprocess
import sys
import urllib.request
from pathlib import Path

ROOT = Path(__file__).parents[2]
SYSTEMS = ("plateform", "cassa", "menu", "lasagna", "tilby")
ANY_PORTS = [word for system in SYSTEMS for word in (f"--{system}-port", "0")]


def started(*arguments: str) -> "subprocess.Popen[str]":
    return subprocess.Popen(
        [sys.executable, "-m", "agent.cli", "sandbox", *ANY_PORTS, *arguments],
        cwd=ROOT,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        env={**os.environ, "PYTHONUNBUFFERED": "1"},
    )


def ended(process: "subprocess.Popen[str]") -> str:
    process.send_signal(signal.SIGTERM)
    assert process.stdout is not None
    assert process.stderr is not None
    # Not `communicate`: it knows nothing of the lines that `readline` has taken out of the pipe already.
    with process.stdout as out, process.stderr as err:
        rest, told = out.read(), err.read()
    assert process.wait(timeout=20) == 0, told
    return rest


def test_addresses_and_credentials_as_one_line_of_json() -> None:
    process = started("--json")
    assert process.stdout is not None
    told = json.loads(process.stdout.readline())
    control = told["portal"]["base_url"].removesuffix("/v1") + "/_control/orders"
    request = urllib.request.Request(control, data=b"{}", method="POST")
    with urllib.request.urlopen(request, timeout=10) as answer:
        assert json.load(answer)["status"] == "nuovo"
    assert set(told["pos"]) == {"base_url", "sales_point", "api_key", "webhook_secret", "control_url"}
    assert set(told["links"]) == {"banco", "sala", "crm"}
    assert told["links"]["sala"]["portal"] == told["portal"], "one portal for orders and tables"
    assert told["links"]["sala"]["pos"]["base_url"].endswith("/AdapterWS")
    assert told["links"]["crm"]["pos"]["base_url"].endswith("/v2")
    ended(process)


def test_for_a_person_it_prints_a_configuration_that_works_as_it_stands(tmp_path: Path) -> None:
    process = started()
    assert process.stdout is not None
    text = ""
    while not text.endswith("\n\n\n") and "printf" not in text:
        text += process.stdout.readline()
    text = text.partition("printf")[0]
    assert text.startswith("[[links]]")
    (tmp_path / "campanello.toml").write_text(text, encoding="utf-8")
    listed = subprocess.run(
        [sys.executable, "-m", "agent.cli", "--home", str(tmp_path), "links", "list", "--json"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=60,
    )
    assert [link["name"] for link in json.loads(listed.stdout)] == ["banco", "sala", "crm"], listed.stderr
    told = ended(process)
    assert "secret set sala pos password" in told
    assert "secret set crm pos token" in told
