"""The bell's window: one for all that waits, on top of everything, the first card open, the others below it.

It shows what it is given and says what was pressed; it submits nothing and plays nothing.
"""

from collections.abc import Callable, Sequence
from datetime import datetime
from zoneinfo import ZoneInfo

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QCloseEvent, QKeyEvent, QMouseEvent, QPaintEvent
from PySide6.QtWidgets import QApplication, QVBoxLayout, QWidget

from agent.domain.bell import Card, Stage
from agent.sentences import Sentence
from agent.texts import _, format_time
from ui.bell.arrangement import Arrangement, arrange, shuffled
from ui.bell.attention import Attention
from ui.bell.guard import Guard
from ui.bell.head import Head
from ui.bell.keyboard import Keyboard
from ui.bell.leaving import Leaving
from ui.bell.opened import Opened
from ui.bell.order_lines import Note
from ui.bell.row_model import RowModel
from ui.bell.row_view import RowView
from ui.bell.stand import Stand
from ui.bell.strips import Strips
from ui.bell.wording import STAGE_TONES, count_text
from ui.components import drawing
from ui.theme import Space, Token, Tone

FRAME = 2


class BellWindow(QWidget):
    commanded = Signal(object)
    """A tuple of commands, from the open card."""
    undo_wanted = Signal(int)
    sync_wanted = Signal(str)

    def __init__(self, zone: Callable[[str], ZoneInfo], presets: Callable[[], Sequence[int]]) -> None:
        super().__init__()
        self.setWindowTitle(_("Orders that wait"))
        self.setFocusPolicy(Qt.FocusPolicy.ClickFocus)
        self._zone = zone
        self._arrangement = Arrangement()
        self._frame = Tone.BRASS
        self.keyboard = Keyboard(self)
        self.guard = Guard(self)
        self.attention = Attention()
        self.head = Head()
        self.trouble = Note("", Tone.BAD, "warning")
        self.opened = Opened(zone, presets)
        self.model = RowModel(zone, self)
        self.rows = RowView(self.model)
        self.strips = Strips(zone)
        self._leaving = Leaving(self)
        self._lay_out()
        self.stand = Stand(self)
        self._connect()

    # What is shown

    def show_cards(self, cards: Sequence[Card], now: datetime) -> None:
        """Everything as it is now; appears, changes and leaves by itself."""
        before, rows_before = self.opened.key, self.model.keys
        arranged = self._arrangement = arrange(cards, self.attention.chosen(now, held=self.opened.held))
        self.attention.look(cards, self.isVisible())
        self.opened.show_card(arranged.opened, arranged.missed, now)
        self.model.show(arranged.rows, now)
        # A sheet that is open needs the room; the head still counts them all.
        self.rows.setVisible(bool(arranged.rows) and not self.opened.held)
        self._show_strips(now)
        self._show_head(cards, now)
        if self.opened.key != before or shuffled(rows_before, self.model.keys):
            self.guard.raise_()
        self._appear_or_leave(now)

    def tell_refusal(self, order_id: int, code: str, said: Sentence, now: datetime) -> None:
        """A decision did not count: on its card, or below when the card is gone."""
        self.attention.refused(order_id, code, said, now)
        opened = self._arrangement.opened
        if opened is not None and opened.order.id == order_id:
            self.opened.tell(said)

    def tell_trouble(self, sentence: str) -> None:
        """What keeps the bell from being heard, or read; empty: nothing does."""
        self.trouble.set_text(sentence)
        self.trouble.setVisible(bool(sentence))
        self.stand.settle()

    def tell_quiet(self, until: datetime | None, zone: ZoneInfo) -> None:
        self.head.note.set_text("" if until is None else _("Quiet until {time}").format(time=format_time(until, zone)))

    @property
    def has_body(self) -> bool:
        """There is more to show than the head and what just happened."""
        return self._asks() or not self.trouble.isHidden()

    def looked(self) -> None:
        """The look at the other side that was asked for is over."""
        if self.opened.content is not None:
            self.opened.content.looked()

    def bring_up(self) -> None:
        """A person asked for it: it takes the keyboard."""
        self.fold(folded=False)
        if self._asks():
            self._appear()
            self.keyboard.take()
            self.setFocus()

    def fold(self, *, folded: bool) -> None:
        """Only its head, to make room for the till's program; it unfolds by itself when something new waits."""
        if folded is self.attention.folded:
            return
        self.attention.folded = folded
        self.head.set_folded(folded)
        if not folded:
            self.guard.raise_()
        else:
            self.keyboard.hand_over()
        self.stand.settle()

    def focus_stops(self) -> list[QWidget]:
        """Where the tab key stops, in order: the open card, the others, what just happened, the head."""
        parts: list[QWidget] = [self.opened, self.rows, self.strips, self.head]
        tab = Qt.FocusPolicy.TabFocus
        found = [child for part in parts for child in (part, *part.findChildren(QWidget))]
        return [child for child in found if child.focusPolicy() & tab and child.isVisible() and child.isEnabled()]

    # Inside

    def _lay_out(self) -> None:
        whole = QVBoxLayout(self)
        whole.setContentsMargins(FRAME, FRAME, FRAME, FRAME)
        whole.setSpacing(0)
        self.body = QWidget()
        column = QVBoxLayout(self.body)
        column.setContentsMargins(Space.SNUG, Space.SNUG, Space.SNUG, Space.TIGHT)
        column.setSpacing(Space.TIGHT)
        trouble = QVBoxLayout()
        trouble.setContentsMargins(Space.SNUG, Space.TIGHT, Space.SNUG, 0)
        trouble.addWidget(self.trouble)
        column.addLayout(trouble)
        column.addWidget(self.opened, 1)
        rows = QVBoxLayout()
        rows.setContentsMargins(Space.SNUG, 0, Space.SNUG, 0)
        rows.addWidget(self.rows)
        column.addLayout(rows)
        whole.addWidget(self.head)
        whole.addWidget(self.body, 1)
        whole.addWidget(self.strips)
        self.trouble.hide()
        self.opened.hide()
        self.strips.hide()

    def _connect(self) -> None:
        self.opened.commanded.connect(self.commanded)
        self.opened.sync_wanted.connect(self.sync_wanted)
        self.opened.keyboard_wanted.connect(self.keyboard.lend)
        self.opened.keyboard_done.connect(self.keyboard.return_loan)
        self.opened.resized.connect(self._resized)
        self.opened.leaving.connect(self._animate)
        self.opened.touched.connect(self.attention.touch)
        self.rows.opened.connect(self._open)
        self.rows.left_upwards.connect(lambda: self.setFocus())
        self.strips.undo_wanted.connect(self.undo_wanted)
        self.head.dragged.connect(self.stand.drag)
        self.head.folded.connect(lambda folded: self.fold(folded=folded))

    reshown = Signal()
    """A card was chosen: the owner shows the cards again."""

    def _resized(self) -> None:
        self.rows.setVisible(self.model.rowCount() > 0 and not self.opened.held)
        self.stand.settle()

    def _open(self, order_id: int) -> None:
        self.attention.touch(order_id)
        self.setFocus()
        self.reshown.emit()

    def _show_strips(self, now: datetime) -> None:
        opened = self._arrangement.opened
        refusals = self.attention.refusals(now)
        if opened is not None:
            refusals.pop(opened.order.id, None)
        self.strips.show_cards(self._arrangement.decided, refusals, now)

    def _show_head(self, cards: Sequence[Card], now: datetime) -> None:
        self.head.count.set_text(count_text(cards))
        zone = self._zone(cards[0].order.link if cards else "")
        self.head.clock.set_text(format_time(now, zone))
        expiring = [card.order.portal.code for card in cards if card.stage is Stage.LAST]
        self.head.set_alarmed(alarmed=bool(expiring))
        self.head.alarm.set_text(_("about to expire: {codes}").format(codes=", ".join(expiring)) if expiring else "")
        latest = max((card.stage for card in cards), default=Stage.FRESH)
        self.stand.wide = latest >= Stage.WIDE
        frame = STAGE_TONES[latest] if latest else self.opened.tone or Tone.BRASS
        if frame is not self._frame:
            self._frame = frame
            self.update()

    def _asks(self) -> bool:
        return self._arrangement.opened is not None

    def _appear_or_leave(self, now: datetime) -> None:
        if not self._asks() and not self.strips.shown:
            self._leaving.stop()
            self.hide()
        elif self._asks() and not self.isVisible():
            self._appear()
        if self.attention.unfold:
            self.fold(folded=False)
        if self.isVisible():
            self.stand.settle()

    def _appear(self) -> None:
        if not self.isVisible():
            self.guard.raise_()
            self.stand.settle()
            self.show()
            self.raise_()

    def _animate(self) -> None:
        if self.isVisible() and not self.attention.folded:
            self._leaving.leave(
                self.opened.grab(), self.opened.rect().translated(self.opened.mapTo(self, self.opened.rect().topLeft()))
            )

    # Qt's own

    def focusNextPrevChild(self, forward: bool, /) -> bool:
        stops = self.focus_stops()
        if not stops:
            return False
        here = QApplication.focusWidget()
        at = stops.index(here) if here in stops else -1 if forward else 0
        reason = Qt.FocusReason.TabFocusReason if forward else Qt.FocusReason.BacktabFocusReason
        stops[(at + (1 if forward else -1)) % len(stops)].setFocus(reason)
        return True

    def keyPressEvent(self, event: QKeyEvent, /) -> None:
        content = self.opened.content
        if event.key() == Qt.Key.Key_Escape and content is not None and content.escape():
            self.setFocus()
        elif event.key() == Qt.Key.Key_Down and self.rows.isVisible():
            self.rows.setFocus(Qt.FocusReason.TabFocusReason)
        else:
            event.ignore()

    def mousePressEvent(self, event: QMouseEvent, /) -> None:
        self.keyboard.take()
        super().mousePressEvent(event)

    def closeEvent(self, event: QCloseEvent, /) -> None:
        event.ignore()
        self.fold(folded=True)

    def paintEvent(self, _event: QPaintEvent, /) -> None:
        painter = drawing.begin(self)
        painter.fillRect(self.rect(), drawing.colour(self._frame.ink))
        painter.fillRect(self.rect().adjusted(FRAME, FRAME, -FRAME, -FRAME), drawing.colour(Token.GROUND))
        painter.end()
