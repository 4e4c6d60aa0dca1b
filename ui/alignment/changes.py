"""A preview's lines: what a dish or a category was, and what it will be. Pure."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from enum import Enum

from agent.domain.menu import Dish, PriceList
from agent.domain.menu_difference import (
    CategoryChange,
    ChangeKind,
    DishChange,
    DishField,
    FieldChange,
    MenuDifference,
)
from agent.domain.orders import Option
from agent.sentences import word
from agent.texts import N_, _, format_money, ngettext
from ui.orders.face import Mark
from ui.theme import Tone

LONGEST = 240
"""Characters of a description that are shown; the till has the whole of it."""

NOTHING = "–"


class Sort(Enum):
    """What the list can be narrowed to; the value is its name on the screen, with how many there are."""

    ALL = N_("All {count}")
    NEW = N_("New {count}")
    CHANGED = N_("Changed {count}")
    OFF = N_("Off {count}")
    ON = N_("On {count}")
    REMOVED = N_("Removed {count}")
    CATEGORIES = N_("Categories {count}")


SORTS: Mapping[ChangeKind, Sort] = {
    ChangeKind.NEW: Sort.NEW,
    ChangeKind.CHANGED: Sort.CHANGED,
    ChangeKind.SWITCHED_OFF: Sort.OFF,
    ChangeKind.SWITCHED_ON: Sort.ON,
    ChangeKind.REMOVED: Sort.REMOVED,
}

SIGNS: Mapping[ChangeKind, tuple[Tone, str]] = {
    ChangeKind.NEW: (Tone.GOOD, "plus"),
    ChangeKind.CHANGED: (Tone.INFO, "edit"),
    ChangeKind.SWITCHED_OFF: (Tone.BAD, "pause-circle"),
    ChangeKind.SWITCHED_ON: (Tone.GOOD, "play"),
    ChangeKind.REMOVED: (Tone.BAD, "minus"),
}


@dataclass(frozen=True)
class FieldFace:
    """`before` empty: only what comes and goes is told, in `after`."""

    label: str
    before: str
    after: str
    long: bool = False
    """A text that may take several lines."""

    @property
    def spoken(self) -> str:
        return f"{self.label}: {self.before} → {self.after}" if self.before else f"{self.label}: {self.after}"


@dataclass(frozen=True)
class ChangeFace:
    """One line of the preview."""

    key: str
    sort: Sort
    mark: Mark
    name: str
    category: str
    prices: tuple[str, ...]
    """Of a new one: they stand in columns."""
    fields: tuple[FieldFace, ...] = ()
    note: str = ""
    """What a person should know of it besides."""

    @property
    def spoken(self) -> str:
        """For a screen reader."""
        parts = (self.mark.text, self.name, self.category, *self.prices, self.note, *(f.spoken for f in self.fields))
        return ", ".join(part for part in parts if part)

    def has(self, searched: str) -> bool:
        return searched.casefold() in f"{self.name}\n{self.category}".casefold()


def faces_of(difference: MenuDifference, free: Collection[str]) -> tuple[ChangeFace, ...]:
    """Dishes first, then the categories. `free`: references of dishes that cost nothing at the till."""
    dishes = tuple(_dish_face(change, change.ref in free) for change in difference.dishes)
    return (*dishes, *(_category_face(change) for change in difference.categories))


def counts_of(faces: Iterable[ChangeFace]) -> Mapping[Sort, int]:
    """How many of each; those that there are none of are missing."""
    counted: dict[Sort, int] = {}
    for face in faces:
        counted[face.sort] = counted.get(face.sort, 0) + 1
    return {sort: counted[sort] for sort in Sort if sort in counted}


def count_text(sort: Sort, count: int) -> str:
    """`60 new`, `2 removed`."""
    match sort:
        case Sort.NEW:
            told = ngettext("{count} new", "{count} new", count)
        case Sort.CHANGED:
            told = ngettext("{count} changed", "{count} changed", count)
        case Sort.OFF:
            told = ngettext("{count} switched off", "{count} switched off", count)
        case Sort.ON:
            told = ngettext("{count} switched on", "{count} switched on", count)
        case Sort.REMOVED:
            told = ngettext("{count} removed", "{count} removed", count)
        case Sort.CATEGORIES:
            told = ngettext("{count} change of categories", "{count} changes of categories", count)
        case Sort.ALL:
            told = ngettext("{count} change", "{count} changes", count)
    return told.format(count=count)


def _dish_face(change: DishChange, free: bool) -> ChangeFace:
    tone, icon = SIGNS[change.kind]
    note = ""
    if free:
        note = _("Price 0 at the till: it is kept off sale")
    elif change.kind is ChangeKind.NEW and change.dish is not None and not change.dish.active:
        note = _("Comes switched off")
    return ChangeFace(
        change.ref,
        SORTS[change.kind],
        Mark(word(change.kind), tone, icon),
        change.name,
        change.category,
        _prices(change.dish) if change.kind is ChangeKind.NEW and change.dish is not None else (),
        # Whether it is on sale is what its kind says.
        tuple(_field_face(each) for each in change.fields if each.field is not DishField.ACTIVE),
        note,
    )


def _category_face(change: CategoryChange) -> ChangeFace:
    name = change.after or change.before or ""
    if change.before is None:
        mark = Mark(_("New category"), Tone.GOOD, "plus")
    elif change.after is None:
        mark = Mark(_("Category removed"), Tone.BAD, "minus")
    elif change.moved:
        mark = Mark(_("Category moved"), Tone.INFO, "edit")
    else:
        mark = Mark(_("Category renamed"), Tone.INFO, "edit")
    renamed = change.before and change.after and not change.moved
    fields = (FieldFace(word(DishField.NAME), change.before or "", change.after or ""),) if renamed else ()
    return ChangeFace(f"category:{change.ref}", Sort.CATEGORIES, mark, name, "", (), fields)


def _prices(dish: Dish) -> tuple[str, ...]:
    """`7,00 € takeaway`, `7,50 € delivery`; of a portal with one price, that alone."""
    names = {PriceList.TAKEAWAY: _("takeaway"), PriceList.DELIVERY: _("delivery"), PriceList.PLAIN: ""}
    return tuple(
        f"{_money(price.amount)} {names[price.list]}".strip()
        for price in dish.prices
        if price.amount is not None or price.list is not PriceList.PLAIN
    )


def _field_face(change: FieldChange) -> FieldFace:
    label = word(change.field)
    if change.field in (DishField.ADDITIONS, DishField.REMOVALS):
        return FieldFace(label, "", _options(_as_options(change.before), _as_options(change.after)), long=True)
    if change.field is DishField.IMAGE:
        return FieldFace(label, _file(change.before), _file(change.after))
    long = change.field is DishField.DESCRIPTION
    return FieldFace(label, _value(change.before), _value(change.after), long)


def _value(value: object) -> str:
    if isinstance(value, Decimal):
        return format_money(value)
    if isinstance(value, tuple):
        return ", ".join(str(each) for each in value) or NOTHING
    text = " ".join(str(value or "").split())
    if len(text) > LONGEST:
        return f"{text[:LONGEST]}…"
    return text or NOTHING


def _money(amount: Decimal | None) -> str:
    return NOTHING if amount is None else format_money(amount)


def _file(url: object) -> str:
    """The picture's own name: addresses are long, and differ at their end."""
    return str(url).rstrip("/").rpartition("/")[2] if url else NOTHING


def _as_options(value: object) -> tuple[Option, ...]:
    return tuple(each for each in value if isinstance(each, Option)) if isinstance(value, tuple) else ()


def _options(before: tuple[Option, ...], after: tuple[Option, ...]) -> str:
    """`+ Bufala 2,50 €, − Cipolla, Olive 1,00 € → 1,50 €`; the same ones in another order are told as such."""
    was, will = {each.ref: each for each in before}, {each.ref: each for each in after}
    told = [f"+ {_option(each)}" for ref, each in will.items() if ref not in was]
    told += [f"− {each.name}" for ref, each in was.items() if ref not in will]
    told += [f"{_option(was[ref])} → {_option(each)}" for ref, each in will.items() if ref in was and was[ref] != each]
    return ",  ".join(told) or _("in another order")


def _option(option: Option) -> str:
    return f"{option.name} {format_money(option.price)}" if option.price else option.name
