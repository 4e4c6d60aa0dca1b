"""Which days, and of which link; below, in words, what is counted and with what it is compared."""

from datetime import date

from PySide6.QtCore import QDate, QLocale, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from agent.domain.reservation_ports import Days
from agent.texts import _, language
from ui.components import Button, Calendar, Dropdown, ElidedLabel, Segmented, Text
from ui.statistics.spans import Span, before, days_of
from ui.theme import Size, Space, Token, Weight

ALL = ""


class SpanBar(QWidget):
    """`changed` when other days or another link are chosen."""

    changed = Signal()
    export_wanted = Signal()

    def __init__(self, links: tuple[str, ...], today: date, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._today = today
        self._own = days_of(Span.WEEK, today, Days(today, today))
        self.spans = Segmented([(span.name, _(span.value)) for span in Span], compact=True)
        self.spans.set_current(Span.WEEK.name)
        # Names are as long as whoever set the program up likes.
        self.links = Dropdown([(ALL, _("All links")), *((name, name) for name in links)], _("Which link"))
        self.links.setVisible(len(links) > 1)
        self.export_button = Button(_("Export CSV"), icon_name="download", compact=True)
        self.first_button = Button("", icon_name="calendar", compact=True)
        self.last_button = Button("", icon_name="calendar", compact=True)
        self.calendar = Calendar(self)
        self._choosing_first = True
        self._days = Text("", Size.TITLE, Weight.SEMIBOLD)
        self._compared = ElidedLabel("", Size.TEXT, token=Token.MUTED, tabular=True)
        self._lay_out()
        self._connect()
        self._tell()

    @property
    def span(self) -> Span:
        return Span[self.spans.current]

    @property
    def days(self) -> Days:
        return days_of(self.span, self._today, self._own)

    @property
    def earlier(self) -> Days:
        return before(self.span, self.days)

    @property
    def link(self) -> str | None:
        return self.links.current or None

    def set_today(self, today: date) -> None:
        """Midnight passes; what was chosen by its dates stays."""
        if today != self._today:
            self._today = today
            self._tell()

    def choose(self, days: Days) -> None:
        """These dates."""
        first, last = sorted((min(days.first, self._today), min(days.last, self._today)))
        self._own = Days(first, last)
        self.spans.blockSignals(True)
        self.spans.set_current(Span.OWN.name)
        self.spans.blockSignals(False)
        self._own = self.days
        self._change()

    def _lay_out(self) -> None:
        above = QHBoxLayout()
        above.setSpacing(Space.CLOSE)
        above.addWidget(self.spans)
        above.addWidget(self.links)
        above.addStretch(1)
        above.addWidget(self.export_button)
        told = QVBoxLayout()
        told.setSpacing(0)
        told.addWidget(self._days)
        told.addWidget(self._compared)
        below = QHBoxLayout()
        below.setSpacing(Space.SNUG)
        below.addLayout(told, 1)
        below.addWidget(self.first_button)
        below.addWidget(self.last_button)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(Space.SNUG)
        column.addLayout(above)
        column.addLayout(below)

    def _connect(self) -> None:
        self.spans.chosen.connect(lambda _key: self._change())
        self.links.chosen.connect(lambda _key: self._change())
        self.export_button.clicked.connect(self.export_wanted)
        self.first_button.clicked.connect(lambda: self._come_down(first=True))
        self.last_button.clicked.connect(lambda: self._come_down(first=False))
        self.calendar.chosen.connect(self._choose_day)

    def _come_down(self, *, first: bool) -> None:
        self._choosing_first = first
        button = self.first_button if first else self.last_button
        self.calendar.come_down(button, self._own.first if first else self._own.last, self._today)

    def _choose_day(self, day: date) -> None:
        """The other end gives way when the two would cross."""
        if self._choosing_first:
            self.choose(Days(day, max(day, self._own.last)))
        else:
            self.choose(Days(min(day, self._own.first), day))

    def _change(self) -> None:
        if self.span is not Span.OWN:
            # Own dates begin with what was just looked at.
            self._own = self.days
        self._tell()
        self.changed.emit()

    def _tell(self) -> None:
        days, earlier = self.days, self.earlier
        name = told(days)
        self._days.setText(name[:1].upper() + name[1:])
        text = _("compared with {days}").format(days=told(earlier))
        if days.last >= self._today:
            text = _("{compared}; today counts so far").format(compared=text)
        self._compared.set_text(text)
        for button, name, day in (
            (self.first_button, _("From"), self._own.first),
            (self.last_button, _("To"), self._own.last),
        ):
            shown = _date(day, "d MMM yyyy")
            button.setText(f"{name}: {shown}")
            button.setAccessibleName(f"{name}: {shown}")
            button.updateGeometry()
            button.setVisible(self.span is Span.OWN)


def told(days: Days) -> str:
    """One day, or from the first to the last."""
    if days.first == days.last:
        return _date(days.first, "dddd d MMMM yyyy")
    if days.first.year != days.last.year:
        form = "d MMM yyyy"
    else:
        form = "d MMMM" if days.first.month != days.last.month else "d"
    return f"{_date(days.first, form)} – {_date(days.last, 'd MMM yyyy' if form == 'd MMM yyyy' else 'd MMMM yyyy')}"


def _date(day: date, form: str) -> str:
    return QLocale(language()).toString(QDate(day.year, day.month, day.day), form)
