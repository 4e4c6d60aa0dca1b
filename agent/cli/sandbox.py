"""`campanello sandbox`: the systems of the pairs on loopback, for training, demonstrations and scripts."""

import json
import signal
import threading
from types import FrameType
from typing import TYPE_CHECKING

import click

from agent.texts import _

if TYPE_CHECKING:
    from agent.sandbox import WholeSandbox

PORT = click.IntRange(0, 65535)


@click.command()
@click.option("--plateform-port", default=9001, show_default=True, type=PORT)
@click.option("--cassa-port", default=9002, show_default=True, type=PORT)
@click.option("--menu-port", default=9003, show_default=True, type=PORT)
@click.option("--lasagna-port", default=9004, show_default=True, type=PORT)
@click.option("--tilby-port", default=9005, show_default=True, type=PORT)
@click.option("--json", "as_json", is_flag=True, help="Addresses and credentials as one line of JSON.")
def sandbox(
    plateform_port: int, cassa_port: int, menu_port: int, lasagna_port: int, tilby_port: int, as_json: bool
) -> None:
    """Serve the sandbox alone until Ctrl-C; its addresses and credentials are printed. Port 0: a free one."""
    from agent.sandbox import WholeSandbox  # starlette and uvicorn are of no use to any other command

    stopped = threading.Event()

    def stop(_number: int, _frame: FrameType | None) -> None:
        stopped.set()

    signal.signal(signal.SIGINT, stop)
    signal.signal(signal.SIGTERM, stop)
    world = WholeSandbox(
        plateform_port=plateform_port,
        cassa_port=cassa_port,
        menu_port=menu_port,
        lasagna_port=lasagna_port,
        tilby_port=tilby_port,
    )
    with world:
        if as_json:
            links = world.told()
            # The first pair also stands by itself, as it did when there was no other.
            click.echo(json.dumps({**links["banco"], "links": links}))
        else:
            _tell(world)
        while not stopped.wait(1.0):
            pass


def _tell(world: "WholeSandbox") -> None:
    click.echo(world.configuration())
    for name, secret in world.secrets().items():
        click.echo(f"printf %s {secret} | campanello secret set {' '.join(name.split('/'))}")
    servers = (world.banco.plateform, world.banco.cassa, world.sala.menu, world.crm.lasagna, world.crm.tilby)
    for server in servers:
        click.echo(_("Control: {address} (docs/sandbox.md)").format(address=f"{server.control_url}/state"))
    click.echo(_("Ctrl-C stops it."))
