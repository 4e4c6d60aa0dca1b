"""The gettext door: every text that a person reads goes through here, the agent's and the face's alike.

Message ids are the English texts. Numbers, instants and money are formed here too, so that they look alike everywhere.
"""

import gettext as catalogues
import locale
import os
from datetime import datetime, timedelta
from decimal import Decimal
from zoneinfo import ZoneInfo

import resources

LANGUAGES = ("it", "en")
DOMAIN = "campanello"

_NO_CATALOGUE = catalogues.NullTranslations()
_current: tuple[str, catalogues.NullTranslations] = ("en", _NO_CATALOGUE)


def use_language(code: str | None) -> str:
    """Takes that language from now on; None: the system's, and English where that is neither. Returns the code."""
    global _current
    chosen = code if code in LANGUAGES else system_language()
    folder = resources.path("translations")
    _current = (chosen, catalogues.translation(DOMAIN, folder, [chosen], fallback=chosen == "en"))
    return chosen


def system_language() -> str:
    """The language of the PC, as far as it is one of ours."""
    told = [os.environ.get(name, "") for name in ("LC_ALL", "LC_MESSAGES", "LANG", "LANGUAGE")]
    if os.name == "nt":
        told = [locale.getlocale()[0] or ""]
    first = next((text for text in told if text), "")
    return "it" if first.lower().startswith("it") else "en"


def language() -> str:
    return _current[0]


def _(message: str) -> str:
    return _current[1].gettext(message)


def ngettext(one: str, many: str, count: int) -> str:
    return _current[1].ngettext(one, many, count)


def pgettext(context: str, message: str) -> str:
    return _current[1].pgettext(context, message)


def N_(message: str) -> str:
    """Marks a text for the catalogue where it is written down, to be translated where it is shown."""
    return message


def format_money(amount: Decimal) -> str:
    """`24,50 €` in Italian, `€24.50` in English."""
    if language() == "it":
        plain = f"{amount:,.2f}".replace(",", "\0").replace(".", ",").replace("\0", ".")
        return f"{plain} €"
    return f"-€{-amount:,.2f}" if amount < 0 else f"€{amount:,.2f}"


def format_count(count: int) -> str:
    """`1.234` in Italian, `1,234` in English."""
    plain = f"{count:,}"
    return plain.replace(",", ".") if language() == "it" else plain


def format_duration(span: timedelta) -> str:
    """How long, to the second below ten minutes: "45 s", "2 min 10 s", "12 min", "1 h 05 min"."""
    seconds = round(span.total_seconds())
    minutes, rest = divmod(seconds, 60)
    if minutes == 0:
        return _("{seconds} s").format(seconds=rest)
    if minutes < 10 and rest:
        return _("{minutes} min {seconds} s").format(minutes=minutes, seconds=rest)
    if minutes < 60:
        return _("{minutes} min").format(minutes=minutes)
    return _("{hours} h {minutes:02} min").format(hours=minutes // 60, minutes=minutes % 60)


def format_time(at: datetime, zone: ZoneInfo) -> str:
    """`20:45`."""
    return f"{at.astimezone(zone):%H:%M}"


def format_instant(at: datetime, zone: ZoneInfo) -> str:
    """`23/11 20:45`."""
    return f"{at.astimezone(zone):%d/%m %H:%M}"


def format_countdown(left: timedelta) -> str:
    """`4:12`, minutes and seconds; `1:02:00` beyond an hour."""
    seconds = max(int(left.total_seconds()), 0)
    minutes, seconds = divmod(seconds, 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours}:{minutes:02}:{seconds:02}" if hours else f"{minutes}:{seconds:02}"


def format_age(age: timedelta) -> str:
    """How long ago, in words: "2 min ago"."""
    seconds = max(int(age.total_seconds()), 0)
    if seconds < 60:
        return _("now")
    if seconds < 3600:
        return _("{count} min ago").format(count=seconds // 60)
    if seconds < 86400:
        return _("{count} h ago").format(count=seconds // 3600)
    days = seconds // 86400
    return ngettext("{count} day ago", "{count} days ago", days).format(count=days)
