"""What the doctor looked at; `.bad` is said when it is not as it should be and no failure has words of its own."""

from agent.sentences.sentence import Sentence
from agent.texts import N_

_START = N_("Start Campanello.")
_UNHEARD = N_("Orders are seen, and nobody hears them.")

TABLE = {
    "doctor.keyring": Sentence(N_("Keyring: a secret was written, read and removed")),
    "doctor.keyring.bad": Sentence(
        N_("Keyring: the probe could not be removed"), "", N_("Restart the PC and run the doctor again.")
    ),
    "doctor.database": Sentence(N_("Database: checked, {megabytes} MB")),
    "doctor.database.bad": Sentence(N_("Database: not usable"), "", N_("Call support.")),
    "doctor.disk": Sentence(N_("Disk: {megabytes} MB free")),
    "doctor.disk.bad": Sentence(
        N_("Disk: only {megabytes} MB free"),
        N_("On a full disk no decision can be kept."),
        N_("Free some space on this PC."),
    ),
    "doctor.log": Sentence(N_("Log: can be written")),
    "doctor.log.bad": Sentence(N_("Log: cannot be written"), "", N_("Check the rights of the program's folder.")),
    "doctor.clock": Sentence(N_("Clock: {seconds} s from the servers' time")),
    "doctor.clock.bad": Sentence(
        N_("Clock: {seconds} s from the servers' time"), "", N_("Switch on automatic time in the system's settings.")
    ),
    "doctor.agent": Sentence(N_("Agent: at work")),
    "doctor.agent.bad": Sentence(N_("Agent: not at work"), N_("Nothing rings while it is not."), _START),
    "doctor.credentials": Sentence(N_("Credentials: {name} answers")),
    "doctor.credentials.bad": Sentence(N_("Credentials: refused"), "", N_("Enter them again.")),
    "doctor.certificate": Sentence(N_("Certificate of {issuer}, good for {days} days")),
    "doctor.certificate.bad": Sentence(
        N_("Certificate of {issuer}: good for {days} days only"),
        N_("When it ends, nothing is exchanged with that address."),
        N_("Ask whoever runs that address to renew it."),
    ),
    "doctor.proxy": Sentence(N_("Reached through the proxy {proxy}")),
    "doctor.crash": Sentence(N_("The program has not ended by itself lately")),
    "doctor.crash.bad": Sentence(
        N_("The program ended by itself and was noticed at {at}"),
        N_("What was decided was kept."),
        N_("Send the diagnostics bundle to support."),
    ),
    "doctor.flow": Sentence(N_("Synchronised")),
    "doctor.flow.bad": Sentence(N_("Never synchronised"), "", N_("Press “Synchronise now”.")),
    "doctor.prerequisite": Sentence(N_("Prerequisite fulfilled")),
    "doctor.prerequisite.bad": Sentence(N_("Prerequisite missing")),
    "doctor.scheduler": Sentence(N_("Timetable: running")),
    "doctor.scheduler.bad": Sentence(
        N_("Timetable: standing still"),
        N_("Both sides are not read by themselves any more; notices and “Synchronise now” still work."),
        N_("End Campanello and start it again."),
    ),
    "doctor.face.bad": Sentence(
        N_("Face: the program's window does not answer"),
        N_("It may hang: then nothing rings."),
        N_("End Campanello in the system's list of programs, start it again, and send the bundle to support."),
    ),
    "doctor.sound": Sentence(N_("Sound: played to its end, volume {volume} %")),
    "doctor.sound.no_program.bad": Sentence(
        N_("Sound: this PC has no program that plays sounds"),
        _UNHEARD,
        N_("Install PipeWire, PulseAudio or ALSA's tools."),
    ),
    "doctor.sound.no_device.bad": Sentence(
        N_("Sound: the device does not answer"), _UNHEARD, N_("Check the loudspeaker and its cable.")
    ),
    "doctor.sound.stuck.bad": Sentence(
        N_("Sound: the device does not take the sound"), _UNHEARD, N_("Restart the PC if it stays so.")
    ),
    "doctor.sound.muted.bad": Sentence(
        N_("Sound: this PC is muted"),
        _UNHEARD,
        N_("Turn its sound on, at the loudspeaker or in the system's settings."),
    ),
    "doctor.volume.bad": Sentence(
        N_("Sound: the volume of the bell is at 0"), _UNHEARD, N_("Turn it up in the settings of Campanello.")
    ),
    "doctor.tray": Sentence(N_("Tray: the bell's mark is shown")),
    "doctor.tray.bad": Sentence(
        N_("Tray: this desktop has none"),
        N_("Orders ring and show themselves all the same; the window stays open instead of hiding."),
        N_("On GNOME, install the extension AppIndicator; or start the program again to bring its window back."),
    ),
    "doctor.autostart": Sentence(N_("Starts by itself when this user logs in")),
    "doctor.no_autostart": Sentence(N_("Does not start by itself: somebody has to start it each day")),
    "doctor.notices_shown": Sentence(N_("Windows shows notices now")),
    "doctor.notices_shown.bad": Sentence(
        N_("Windows holds notices back now"),
        N_("A full-screen program or “Do not disturb” is on. The bell's own window and sound come all the same."),
        N_("Let Campanello through in Settings > System > Notifications, or end the full-screen program."),
    ),
    "doctor.update_current": Sentence(N_("Updates: nothing newer; looked at {at}")),
    "doctor.update_never": Sentence(N_("Updates: looked for by themselves, not yet since this is configured")),
    "doctor.update_given_up.bad": Sentence(
        N_("Updates: the setup of version {version} was run several times and brought nothing"),
        N_("This version goes on working."),
        N_("Look into setup.log in the folder of the updates, then try “campanello update install”."),
    ),
    "doctor.update_ready": Sentence(N_("Updates: version {version} is ready")),
    "doctor.update_silent.bad": Sentence(
        N_("Updates: no word of them for {days} days"),
        N_("This version goes on working."),
        N_("“campanello update check” says what is wrong."),
    ),
    "doctor.webhook": Sentence(N_("Notices: listening at {listen}")),
    "doctor.webhook.bad": Sentence(
        N_("Notices: not listening at {listen}"), N_("The door is open only while the program runs."), _START
    ),
    "doctor.notices": Sentence(
        N_("Last notice on {moment}; since the program started {accepted} accepted, {refused} refused")
    ),
    "doctor.notices.bad": Sentence(
        N_("No notice has come yet; {refused} refused since the program started"),
        N_("Changes are seen by polling, a little later."),
        N_("Register the address with “campanello links webhook {link}”. If notices are refused, check the secret."),
    ),
    "doctor.too_slow": Sentence(
        N_("No answer in time"),
        N_("It may be a slow network, or a keyring that waits for its password."),
        N_("Look whether the system asks for a password, then run the doctor again."),
    ),
}
