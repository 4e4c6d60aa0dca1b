"""`campanello export`, `import` and `bundle`: a restaurant moves to another PC, or shows itself to support."""

from pathlib import Path

import click

from agent.cli.session import Session, as_json, show, told
from agent.cli.words import Json
from agent.moving import Moved, import_from
from agent.texts import _

NEW_FILE = click.Path(path_type=Path, dir_okay=False)


@click.command("export")
@click.argument("file", type=NEW_FILE)
@as_json
@click.pass_obj
def export_command(session: Session, file: Path, as_json: bool) -> None:
    """Write configuration and database into FILE, for another PC. It holds guests' data, and no credentials."""
    with session.opened() as agent:
        moved = agent.export(file)
        if as_json:
            show(_words(moved))
            return
        click.echo(_("{file} holds {orders} orders and {reservations} reservations.").format(**_counts(moved, file)))
        click.echo(_("It holds guests' data: carry it yourself, and delete it afterwards."))
        click.echo(_("End the program on this PC before you start it on the other: two would both ring."))
        _tell_secrets(moved)


@click.command("import")
@click.argument("file", type=click.Path(path_type=Path, dir_okay=False, exists=True))
@click.option("--replace", is_flag=True, help="Also where a restaurant stands already; what stood there is put aside.")
@as_json
@click.pass_obj
def import_command(session: Session, file: Path, replace: bool, as_json: bool) -> None:
    """Take a restaurant from FILE, which `campanello export` wrote on another PC."""
    with told():
        moved = import_from(file, session.home, replace=replace)
    if as_json:
        show(_words(moved))
        return
    click.echo(_("{orders} orders and {reservations} reservations are here now.").format(**_counts(moved, file)))
    if moved.kept:
        click.echo(_("What stood here before was put aside: {files}").format(files=moved.kept))
    if moved.waiting:
        click.echo(
            _("{count} things wait to be sent: they go as soon as the program starts.").format(count=moved.waiting)
        )
    _tell_secrets(moved)


@click.command()
@click.argument("file", type=NEW_FILE)
@click.pass_obj
def bundle(session: Session, file: Path) -> None:
    """Write what support needs into FILE (a zip), without credentials and without guests' data."""
    with session.opened() as agent:
        agent.save_bundle(file)
        click.echo(_("{file} is ready. It holds no credentials and no guests' data.").format(file=file.name))


def _tell_secrets(moved: Moved) -> None:
    click.echo(_("Credentials to enter on the other PC:"))
    for name in moved.secrets:
        click.echo(f"  campanello secret set {name.replace('/', ' ')}")


def _counts(moved: Moved, file: Path) -> dict[str, object]:
    return {"file": file.name, "orders": moved.orders, "reservations": moved.reservations}


def _words(moved: Moved) -> dict[str, Json]:
    return {
        "orders": moved.orders,
        "reservations": moved.reservations,
        "waiting": moved.waiting,
        "secrets": list(moved.secrets),
        "kept": moved.kept or None,
    }
