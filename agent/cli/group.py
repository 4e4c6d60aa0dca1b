"""`campanello`: the group of commands. The face adds its own in `ui.entry`."""

import signal
import sys
import threading
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from types import FrameType

import click

from agent import __version__
from agent.cli import words
from agent.cli.alignment import alignment
from agent.cli.autostart import autostart
from agent.cli.connections import links, secret
from agent.cli.floor import floor
from agent.cli.guests import guests
from agent.cli.leaving import purge_command
from agent.cli.menu import menu
from agent.cli.moving import bundle, export_command, import_command
from agent.cli.orders import orders
from agent.cli.reservations import reservations
from agent.cli.sandbox import sandbox
from agent.cli.session import FAILED, Session, as_json, complain, session_at, show, speak_safely, told, zones_of
from agent.cli.statistics import statistics
from agent.cli.update import update
from agent.diagnostics.log import quiet_log, start_log
from agent.domain.events import QuitWanted
from agent.sentences import check_sentence, sentence, word
from agent.texts import _, format_age, use_language


@click.group(invoke_without_command=True, context_settings={"help_option_names": ["-h", "--help"]})
@click.option(
    "--home",
    type=click.Path(path_type=Path, file_okay=False),
    envvar="CAMPANELLO_HOME",
    help="Everything (configuration, database, logs) lives in this folder.",
)
@click.version_option(__version__, prog_name="campanello")
@click.pass_context
def main(context: click.Context, home: Path | None) -> None:
    """The counter bell on a restaurant's PC: orders from the portals ring here and reach the till."""
    quiet_log()
    speak_safely()
    use_language(None)
    if context.obj is None:
        context.obj = session_at(home)


@main.command()
@click.pass_obj
def run(session: Session) -> None:
    """Run the agent without a screen, until it is told to stop (Ctrl-C, SIGTERM)."""
    with told():
        stop_log = start_log(session.home.logs)
        agent = session.lasting_agent()
        stopped = threading.Event()
        try:
            agent.prove_update()
            agent.open()
            agent.subscribe(lambda event: stopped.set() if isinstance(event, QuitWanted) else None)
            agent.start()
            _stop_on_signals(stopped)
            click.echo(_("Running. Ctrl-C stops it."))
            while not stopped.wait(1.0):
                # A wait without end would not let Windows deliver Ctrl-C.
                pass
        finally:
            agent.stop()
            stop_log()


@main.command()
@click.option("--link", help="Only that link.")
@click.option("--seconds", default=60, show_default=True, type=click.IntRange(1, 3600), help="How long to wait.")
@as_json
@click.pass_obj
def sync(session: Session, link: str | None, seconds: int, as_json: bool) -> None:
    """Synchronise now: here, or by the agent that runs."""
    with session.opened() as agent:
        reports = agent.sync(link, float(seconds))
        failed = any(report.failures for report in reports) or len(reports) < (1 if link else len(agent.links))
        if as_json:
            show({"links": [words.report(report) for report in reports]})
        else:
            for report in reports:
                done = _("{link}: {sent} sent, {parked} to look at").format(
                    link=report.link, sent=report.sent, parked=report.parked
                )
                click.echo(done)
                for failure in report.failures:
                    complain(failure)
        if failed:
            sys.exit(FAILED)


@main.command()
@as_json
@click.pass_obj
def status(session: Session, as_json: bool) -> None:
    """How the links fare."""
    with session.opened() as agent:
        told_status = agent.status()
        if as_json:
            show(words.status(told_status, zones_of(agent)))
            return
        now = agent.clock.now()
        for link in told_status.links:
            counted = _("{waiting} waiting, {parked} to look at").format(
                waiting=link.outbox.waiting + link.outbox.sending, parked=link.outbox.parked
            )
            click.echo(f"{link.name}  {word(link.health)}  {counted}")
            for name, flow in link.flows.items():
                age = format_age(now - flow.last_success) if flow.last_success else _("never")
                click.echo(f"  {name}: {age}")
                if flow.failure is not None:
                    click.echo(f"    {sentence(flow.failure).title}")
        if told_status.webhook is not None and told_status.webhook.failure is not None:
            click.echo(sentence(told_status.webhook.failure).title)


@main.command()
@as_json
@click.pass_obj
def doctor(session: Session, as_json: bool) -> None:
    """Try everything that can be wrong, and say what to do about it."""
    with session.opened() as agent:
        # Both take their time: the sound in this thread, all else beside it.
        with ThreadPoolExecutor(1) as pool:
            examined = pool.submit(agent.doctor)
            checks = (*session.face_checks(agent), *examined.result())
        if as_json:
            show([words.check(check) for check in checks])
        for check in () if as_json else checks:
            said = check_sentence(check)
            sign = {True: "+", False: "-", None: "?"}[check.ok]
            click.echo(f"{sign} {check.subject + ': ' if check.subject else ''}{said.title}")
            for line in () if check.ok else (said.message, said.remedy):
                if line:
                    click.echo(f"    {line}")
        if any(check.ok is False for check in checks):
            sys.exit(FAILED)


def _stop_on_signals(stopped: threading.Event) -> None:
    def stop(_number: int, _frame: FrameType | None) -> None:
        stopped.set()

    signal.signal(signal.SIGINT, stop)
    signal.signal(signal.SIGTERM, stop)


main.add_command(orders)
main.add_command(reservations)
main.add_command(alignment)
main.add_command(autostart)
main.add_command(menu)
main.add_command(floor)
main.add_command(statistics)
main.add_command(links)
main.add_command(secret)
main.add_command(sandbox)
main.add_command(export_command)
main.add_command(import_command)
main.add_command(bundle)
main.add_command(guests)
main.add_command(purge_command)
main.add_command(update)
