"""The open card: makes the content that its kind needs, and makes it anew only when what it tells has changed."""

from collections.abc import Callable, Sequence
from datetime import datetime
from zoneinfo import ZoneInfo

from PySide6.QtCore import Signal

from agent.domain.bell import Card as BellCard
from agent.domain.bell import CardKind
from agent.sentences import Sentence
from agent.texts import language
from ui.bell.alarm import AlarmContent, parked_of
from ui.bell.content import Content
from ui.bell.decide import DecideContent
from ui.bell.faces import face_of
from ui.bell.follow import MissedContent, PrepareContent, TillContent
from ui.bell.wording import STAGE_TONES
from ui.components import Card
from ui.theme import Space, Tone

KIND_TONES = {
    CardKind.ALARM: Tone.BAD,
    CardKind.TILL: Tone.WAITING,
    CardKind.PREPARE: Tone.BRASS,
    CardKind.MISSED: Tone.INFO,
}


class Opened(Card):
    """`content` is None while no card is open."""

    commanded = Signal(object)
    keyboard_wanted = Signal()
    keyboard_done = Signal()
    sync_wanted = Signal(str)
    resized = Signal()
    touched = Signal(int)
    """A person is at the card of that order."""
    leaving = Signal()
    """The card is about to make place for another, or for none."""

    def __init__(self, zone: Callable[[str], ZoneInfo], presets: Callable[[], Sequence[int]]) -> None:
        super().__init__(padding=Space.WIDE - Space.TIGHT)
        self._zone = zone
        self._presets = presets
        self._facts: object = None
        self.content: Content | None = None
        self.key: tuple[CardKind, int] | None = None

    @property
    def held(self) -> bool:
        return self.content is not None and self.content.held

    def show_card(self, card: BellCard | None, missed: Sequence[BellCard], now: datetime) -> None:
        """`missed`: all that one card of that kind lists together."""
        if card is None:
            self._replace(None, None)
            self._facts = None
            return
        facts = self._told(card, missed, now)
        key = (card.kind, 0 if card.kind is CardKind.MISSED else card.order.id)
        if facts != self._facts:
            self._facts = facts
            self._replace(self._made(card, missed, now), key)
        assert self.content is not None
        self.content.tick(card, now)
        self.set_tone(KIND_TONES.get(card.kind) or STAGE_TONES[card.stage])

    def tell(self, refusal: Sentence) -> None:
        if self.content is not None:
            self.content.tell(refusal)

    def forget(self) -> None:
        """The next card is made anew, whatever it tells (other presets, another language)."""
        self._facts = None

    def _touch(self) -> None:
        if self.key is not None:
            self.touched.emit(self.key[1])

    def _told(self, card: BellCard, missed: Sequence[BellCard], now: datetime) -> object:
        """What the content shows, so that nothing else makes it anew under a finger."""
        face = face_of(card.order, self._zone(card.order.link), now)
        more = tuple(other.order.id for other in missed) if card.kind is CardKind.MISSED else ()
        return (
            card.kind, card.demand, card.order.notices, parked_of(card), face, more,
            tuple(self._presets()), language(), card.order.promised_at,
        )  # fmt: skip

    def _made(self, card: BellCard, missed: Sequence[BellCard], now: datetime) -> Content:
        zone = self._zone(card.order.link)
        face = face_of(card.order, zone, now)
        match card.kind:
            case CardKind.DECIDE:
                made = DecideContent(card, face, self._presets(), zone, now)
                before = self.content
                if isinstance(before, DecideContent) and before.order_id == card.order.id:
                    made.go_on_from(before)
                return made
            case CardKind.ALARM:
                return AlarmContent(card, face, now)
            case CardKind.TILL:
                return TillContent(card, face)
            case CardKind.PREPARE:
                return PrepareContent(card, face, zone)
            case _:
                return MissedContent(missed, [self._zone(other.order.link) for other in missed], now)

    def _replace(self, content: Content | None, key: tuple[CardKind, int] | None) -> None:
        if key != self.key and self.content is not None:
            self.leaving.emit()
        before, self.content = self.content, content
        if before is not None:
            window = self.window()
            focus = window.focusWidget()
            if focus is not None and before.isAncestorOf(focus):
                # Else Qt moves it on by itself, perhaps to the next order's ACCEPT.
                window.setFocus()
            before.hide()
            self.body.removeWidget(before)
            before.deleteLater()
        if content is not None:
            content.commanded.connect(self.commanded)
            content.keyboard_wanted.connect(self.keyboard_wanted)
            content.keyboard_done.connect(self.keyboard_done)
            content.sync_wanted.connect(self.sync_wanted)
            content.touched.connect(self._touch)
            content.resized.connect(self.resized)
            self.body.addWidget(content)
        self.setVisible(content is not None)
        self.key = key
        self.resized.emit()
