"""`campanello sandbox`: the systems of the pairs on loopback, for training, demonstrations and scripts."""

import json
import signal
import threading
from types import FrameType

import click

from agent.cli.words import Json
from agent.texts import _


@click.command()
@click.option("--plateform-port", default=9001, show_default=True, type=click.IntRange(0, 65535))
@click.option("--cassa-port", default=9002, show_default=True, type=click.IntRange(0, 65535))
@click.option("--json", "as_json", is_flag=True, help="Addresses and credentials as one line of JSON.")
def sandbox(plateform_port: int, cassa_port: int, as_json: bool) -> None:
    """Serve the sandbox alone until Ctrl-C; its addresses and credentials are printed."""
    from agent.sandbox import Sandbox  # starlette and uvicorn are of no use to any other command

    stopped = threading.Event()

    def stop(_number: int, _frame: FrameType | None) -> None:
        stopped.set()

    signal.signal(signal.SIGINT, stop)
    signal.signal(signal.SIGTERM, stop)
    with Sandbox(plateform_port=plateform_port, cassa_port=cassa_port) as world:
        plateform, cassa = world.plateform, world.cassa
        told: dict[str, Json] = {
            "portal": {
                "base_url": plateform.base_url,
                "restaurant_id": plateform.restaurant_id,
                "api_key": plateform.api_key,
            },
            "pos": {
                "base_url": cassa.base_url,
                "sales_point": cassa.sales_point,
                "api_key": cassa.api_key,
                "webhook_secret": cassa.webhook_secret,
            },
        }
        if as_json:
            click.echo(json.dumps(told))
        else:
            click.echo(world.configuration())
            click.echo(f"printf %s {plateform.api_key} | campanello secret set banco portal api_key")
            click.echo(f"printf %s {cassa.api_key} | campanello secret set banco pos api_key")
            for address in (plateform.control_url, cassa.control_url):
                click.echo(_("Control: {address} (docs/sandbox.md)").format(address=f"{address}/state"))
            click.echo(_("Ctrl-C stops it."))
        while not stopped.wait(1.0):
            pass
