"""One cause with its remedy and the articles that have it; a long list is folded."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QWidget

from agent.domain.commands import AllowPriceZero
from agent.sentences import word
from agent.texts import _, ngettext
from ui.alignment.face import ICONS, TONES, ArticleFace, GroupFace
from ui.components import Button, ButtonKind, Card, StateBadge, Text
from ui.orders.spot import Spot
from ui.theme import Size, Space, Tone, Weight

FOLDED = 5
"""Articles that are shown at first."""

STEP = 50
"""Articles that every press on “more” adds: each one is a line of widgets."""


class GroupCard(Card):
    """`commanded(AllowPriceZero)`, `unfolded(int)`: so many articles are to be shown from now on."""

    commanded = Signal(object)
    unfolded = Signal(int)

    def __init__(self, group: GroupFace, shown: int, *, named: bool, parent: QWidget | None = None) -> None:
        """`shown`: so many articles; `named`: the link's name stands on it, as there are several."""
        super().__init__(parent, tone=TONES[group.risk])
        self.group = group
        self.body.setSpacing(Space.SNUG)
        self.body.addLayout(self._head(named))
        self.body.addWidget(Text(group.told.title, Size.LIST, Weight.SEMIBOLD, wrap=True))
        for text, tone in ((group.told.message, None), (group.told.remedy, Tone.NEUTRAL)):
            if text:
                self.body.addWidget(Text(text, tone=tone, wrap=True))
        self._articles: Spot = Spot()
        self.body.addWidget(self._articles)
        self.show_articles(shown)

    def show_articles(self, count: int) -> None:
        """The first so many, and a button for more."""
        articles = self.group.articles
        # One line more is shorter than a button that hides it.
        count = len(articles) if len(articles) <= count + 1 else count
        parts: list[QWidget] = [self._table(articles[:count])] if articles else []
        left = len(articles) - count
        if left > 0:
            told = ngettext("Show {count} more", "Show {count} more", min(left, STEP)).format(count=min(left, STEP))
            if left > STEP:
                told = _("{more} of {left}").format(more=told, left=left)
            more = Button(told, ButtonKind.PLAIN, "chevron-down", compact=True)
            more.clicked.connect(lambda: self.unfolded.emit(count + STEP))
            row = QWidget()
            line = QHBoxLayout(row)
            line.setContentsMargins(0, 0, 0, 0)
            line.addWidget(more)
            line.addStretch(1)
            parts.append(row)
        self._articles.fill(parts)

    def _head(self, named: bool) -> QHBoxLayout:
        group = self.group
        row = QHBoxLayout()
        row.setSpacing(Space.CLOSE)
        row.addWidget(StateBadge(TONES[group.risk], word(group.risk), ICONS[group.risk]))
        count = len(group.articles)
        if count > 1:
            told = ngettext("{count} article", "{count} articles", count).format(count=count)
            row.addWidget(Text(told, Size.TEXT, Weight.SEMIBOLD, tabular=True))
        row.addStretch(1)
        since = " · ".join(part for part in (group.link if named else "", group.since) if part)
        row.addWidget(Text(since, Size.TEXT, tone=Tone.NEUTRAL, tabular=True))
        return row

    def _table(self, articles: tuple[ArticleFace, ...]) -> QWidget:
        table = QWidget()
        grid = QGridLayout(table)
        grid.setContentsMargins(0, Space.TIGHT, 0, 0)
        grid.setHorizontalSpacing(Space.WIDE)
        grid.setVerticalSpacing(Space.TIGHT)
        grid.setColumnStretch(1, 1)
        for row, article in enumerate(articles):
            name = Text(article.name, Size.TEXT, Weight.SEMIBOLD, wrap=True)
            name.setMinimumWidth(200)
            name.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
            grid.addWidget(name, row, 0)
            grid.addWidget(Text(article.detail, Size.TEXT, wrap=True), row, 1)
            if self.group.can_be_free:
                free = Button(_("It is really free"), compact=True)
                free.setAccessibleName(_("{dish}: it is really free").format(dish=article.name))
                command = AllowPriceZero(self.group.link, article.ref)
                free.clicked.connect(lambda _on=False, command=command: self.commanded.emit(command))
                grid.addWidget(free, row, 2)
        return table
