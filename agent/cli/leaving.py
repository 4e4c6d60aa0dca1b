"""`campanello purge`: what an uninstaller calls when nothing is to stay."""

import click

from agent.cli.session import Session, as_json, show, told
from agent.purging import purge
from agent.texts import _


@click.command("purge")
@click.option("--yes", is_flag=True, help="Without being asked.")
@as_json
@click.pass_obj
def purge_command(session: Session, yes: bool, as_json: bool) -> None:
    """Remove configuration, database, logs and credentials from this PC. Nothing brings them back."""
    if not yes:
        click.confirm(
            _("Remove configuration, database, logs and credentials of {folder}?").format(folder=session.home.data),
            abort=True,
        )
    with told():
        purged = purge(session.home, session.vault(session.home))
    if as_json:
        show({"files": purged.files, "secrets": purged.secrets})
    else:
        click.echo(
            _("Removed: {files} files and folders, {secrets} credentials.").format(
                files=purged.files, secrets=purged.secrets
            )
        )
