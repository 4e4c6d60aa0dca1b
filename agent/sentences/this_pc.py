"""What goes wrong on this PC itself: database, keyring, configuration, clock, the program."""

from agent.sentences.sentence import Sentence
from agent.texts import N_

_NOT_KEPT = N_("The decision was NOT kept: nothing was changed, nothing was sent.")

_BY_POLLING = N_("Nothing is lost: changes are seen by polling, a little later.")

TABLE = {
    "store.disk_full": Sentence(
        N_("The disk is full"), _NOT_KEPT, N_("Free some space on this PC, then decide again.")
    ),
    "store.read_only": Sentence(
        N_("The database cannot be written"),
        _NOT_KEPT,
        N_("Check that the program's folder is not write-protected, then start the program again."),
    ),
    "autostart.refused": Sentence(
        N_("The start with this PC cannot be changed"),
        N_("The system answers: {error}. Campanello itself works as before."),
        N_("Ask whoever looks after this PC: a group policy may forbid it. Then start Campanello by hand each day."),
    ),
    "purge.refused": Sentence(
        N_("Something of {file} could not be removed"),
        N_("Another program holds it ({error}). What was removed before is gone."),
        N_("Close all windows that show this folder, then try once more."),
    ),
    "store.locked": Sentence(
        N_("Another program holds the database"),
        _NOT_KEPT,
        N_("Wait a moment and try again. If it stays, close backup and antivirus programs that read the folder."),
    ),
    "store.corrupt": Sentence(
        N_("The database {file} is damaged"),
        N_("The program does not work on it, so as not to make it worse. The orders are safe on the portal."),
        N_("Keep the file, call support; a copy from before the last update lies beside it."),
    ),
    "store.newer": Sentence(
        N_("The database was written by a newer version"),
        N_("This version could misread it and stops."),
        N_("Install the newer version again."),
    ),
    "store.disk_failed": Sentence(
        N_("The disk does not answer"), _NOT_KEPT, N_("Restart the PC. If it happens again, have the disk checked.")
    ),
    "store.failed": Sentence(
        N_("The database reports a fault ({error})"),
        _NOT_KEPT,
        N_("Start the program again; if it stays, call support."),
    ),
    "store.closed": Sentence(N_("The program is ending"), _NOT_KEPT, N_("Start the program again.")),
    "decision.no_identity": Sentence(
        N_("That is neither an e-mail nor a telephone number"),
        N_("Nothing was removed."),
        N_("Write it as maria@example.org, or as +39 333 1234567."),
    ),
    "network.ca_file": Sentence(
        N_("The file of certificates {file} cannot be used ({error})"),
        N_("Nothing is exchanged with the portals and the till's cloud: nobody's certificate could be checked."),
        N_("Put a PEM file with the certificate of your firewall there, or take ca_file out of the configuration."),
    ),
    "moving.file_exists": Sentence(
        N_("There is already a file {file}"),
        N_("It was left as it is, and nothing was written."),
        N_("Choose another name, or delete the old file first."),
    ),
    "moving.not_written": Sentence(
        N_("The file {file} could not be written or read ({error})"),
        N_("Nothing of this restaurant was changed."),
        N_("Check that there is space and that the folder can be written, then try again."),
    ),
    "moving.not_ours": Sentence(
        N_("{file} is not a file of Campanello"),
        N_("Nothing was changed here."),
        N_("Choose the file that “campanello export” wrote on the other PC."),
    ),
    "moving.damaged": Sentence(
        N_("{file} is damaged ({part})"),
        N_("It was not taken over, and nothing was changed here."),
        N_("Copy it from the other PC once more, or export it again."),
    ),
    "moving.newer": Sentence(
        N_("{file} was written by a newer version ({version})"),
        N_("This version could misread it; nothing was changed here."),
        N_("Install that version here first."),
    ),
    "moving.occupied": Sentence(
        N_("A restaurant is already set up on this PC"),
        N_("Nothing was changed."),
        N_("Repeat with --replace: what stands here is then put aside, not deleted."),
    ),
    "keyring.locked": Sentence(
        N_("The keyring is locked"),
        N_("The credentials are safe in it, and cannot be read now."),
        N_("Unlock the keyring (on most PCs: log in with your password), then press “Synchronise now”."),
    ),
    "keyring.missing": Sentence(
        N_("This PC has no keyring service"),
        N_("There is no safe place for the credentials, and the program never writes them into a file."),
        N_("On Linux install and start gnome-keyring or KWallet, then enter the credentials."),
    ),
    "keyring.no_backend": Sentence(
        N_("The keyring of this PC is not safe enough"),
        N_("It would keep the credentials as plain text ({backend})."),
        N_("Remove that backend, or set up the system's own keyring."),
    ),
    "keyring.refused": Sentence(
        N_("The keyring refused"),
        N_("Nothing was changed; credentials that are in it stay in it."),
        N_("Allow the program when the system asks, then try again. If it never asks, restart the PC."),
    ),
    "keyring.not_stored": Sentence(
        N_("The keyring did not keep the secret"),
        N_("What was read back is not what was written."),
        N_("Try again; if it stays, restart the PC and check the system's keyring."),
    ),
    "keyring.too_long": Sentence(
        N_("This secret is too long"), N_("At most {most} characters fit."), N_("Check that only the key was pasted.")
    ),
    "configuration.missing": Sentence(
        N_("There is no configuration yet"),
        N_("It was looked for at {file}"),
        N_("Put campanello.toml there; the README shows its form."),
    ),
    "configuration.unreadable": Sentence(
        N_("The configuration cannot be read"),
        N_("{file}"),
        N_("It must be a text file in UTF-8 that this user may read."),
    ),
    "configuration.wrong": Sentence(
        N_("The configuration is wrong"), N_("{problems}"), N_("Correct the file and start the program again.")
    ),
    "configuration.unknown_link": Sentence(
        N_("There is no link “{link}”"), N_("Known: {known}"), N_("Check the name in the configuration.")
    ),
    "configuration.no_webhook": Sentence(
        N_("Notices are not configured for “{link}”"),
        N_("They need [webhook] with listen and public_url, and webhook = true among the settings of the link."),
        N_("Add them to the configuration, start the program again, then repeat the command."),
    ),
    "configuration.no_notices": Sentence(
        N_("No system of “{link}” sends notices"), N_("Its changes are seen by polling."), N_("Nothing to do.")
    ),
    "webhook.port_taken": Sentence(
        N_("Notices cannot come: another program listens at {listen}"),
        _BY_POLLING,
        N_(
            "End that program or choose another port under [webhook] in the configuration; then start Campanello again."
        ),
    ),
    "webhook.no_address": Sentence(
        N_("Notices cannot come: this PC cannot listen at {listen} ({error})"),
        _BY_POLLING,
        N_("Correct listen under [webhook] in the configuration, then start Campanello again."),
    ),
    "webhook.not_configured": Sentence(
        N_("This link wants notices, but the program listens nowhere"),
        _BY_POLLING,
        N_("Add [webhook] with listen and public_url to the configuration, or take webhook = true away."),
    ),
    "agent.already_running": Sentence(
        N_("Campanello is already running on this database"),
        N_("Two of them would send everything twice, so this one stops."),
        N_("Use the one that runs: its bell is beside the clock."),
    ),
    "agent.no_answer": Sentence(
        N_("The running program did not answer within {seconds} s"),
        N_("It may be waiting for a side that is slow."),
        N_("Look at its status; try again in a minute."),
    ),
    "agent.crashed": Sentence(
        N_("The program had ended by itself and was started again at {at}"),
        N_("Nothing that was decided is lost. Orders that came meanwhile are read now."),
        N_("If it happens again, send the diagnostics bundle to support."),
    ),
    "agent.lane_given_up": Sentence(
        N_("An earlier attempt of “{lane}” was given up"),
        N_("It may not write any more; another has taken its place."),
        "",
    ),
    "agent.defect": Sentence(
        N_("The program made a mistake ({error})"),
        N_("It goes on by itself; what was kept stays kept."),
        N_("If it happens again, call support and tell them: {where}"),
    ),
    "clock.skew": Sentence(
        N_("The clock of this PC is wrong by {seconds} s"),
        N_("Times are corrected inside the program, but other programs and receipts show the wrong time."),
        N_("Switch on automatic time in the system's settings."),
    ),
}
