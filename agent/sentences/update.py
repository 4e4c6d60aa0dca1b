"""Newer versions of the program: why none comes, and what became of one."""

from agent.sentences.sentence import Sentence
from agent.texts import N_

_STAYS = N_("This version goes on working; nothing was changed.")
_RESELLER = N_("Tell whoever looks after this PC.")

TABLE = {
    "update.off": Sentence(
        N_("Nobody looks for newer versions on this PC"),
        N_("[update] is not in the configuration."),
        N_("Whoever set the program up can add it: docs/update.md tells how."),
    ),
    "update.unreachable": Sentence(
        N_("The server of the updates does not answer"), _STAYS, N_("It is asked again by itself in a few hours.")
    ),
    "update.expired": Sentence(
        N_("The list of updates is out of date"),
        N_("It is not believed any more: somebody might keep newer ones from this PC. This version goes on working."),
        N_("Check the date of this PC. If it is right, the reseller has to sign the list anew."),
    ),
    "update.not_trusted": Sentence(
        N_("The list of updates is not signed as it should be"),
        N_("Nothing of it is installed ({error}). This version goes on working."),
        _RESELLER,
    ),
    "update.tampered": Sentence(
        N_("An update is not the file that was signed"),
        N_("It was thrown away. This version goes on working."),
        _RESELLER,
    ),
    "update.no_root": Sentence(N_("The file {file} with the keys of the updates cannot be read"), _STAYS, _RESELLER),
    "update.certificate": Sentence(
        N_("The certificate of the updates' server {host} is not valid"),
        _STAYS,
        N_("Check the date of this PC first. If it is right, call support: {why}"),
    ),
    "update.changed": Sentence(
        N_("A setup on this PC is not as it was fetched any more"),
        N_("It was thrown away and is fetched anew. This version goes on working."),
        N_("If it comes again, look whether an antivirus program or a failing disk changes files on this PC."),
    ),
    "update.not_started": Sentence(
        N_("The setup of version {version} could not be started"),
        _STAYS,
        N_("It is tried again by itself. If it stays so, an antivirus program may forbid it ({error})."),
    ),
    "update.disk": Sentence(
        N_("The update could not be written to the disk"), _STAYS, N_("Free some space on this PC.")
    ),
    "update.going_back": Sentence(
        N_("The version before comes back"),
        N_("The new one did not work on this PC twice. Orders and decisions are kept."),
        N_("Wait a moment: the bell comes back by itself. Then send the diagnostics bundle to support."),
    ),
    "update.stays": Sentence(
        N_("Version {version} does not work on this PC as it should"),
        N_("The version before could not come back: its setup is not on this PC, or could not be started."),
        N_("Send the diagnostics bundle to support, and have the version before installed by hand."),
    ),
    "update.ready": Sentence(
        N_("Version {version} of Campanello is ready"),
        N_("It is installed by itself between {window}, when no order waits."),
    ),
    "update.by_hand": Sentence(
        N_("Version {version} of Campanello is there"),
        N_("On this system an administrator installs it; until then this version goes on working."),
        N_("In a terminal: sudo apt install {file}"),
    ),
    "update.went_back": Sentence(
        N_("Version {version} did not work on this PC and was taken back"),
        N_("The version before works again. Orders and decisions are kept."),
        N_("Send the diagnostics bundle to support. The version is not taken again by itself."),
    ),
}
