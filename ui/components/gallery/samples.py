"""Sample cards and controls, in the states in which they are met."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QGridLayout,
    QHBoxLayout,
    QPlainTextEdit,
    QRadioButton,
    QSlider,
    QVBoxLayout,
    QWidget,
)

from ui.components import (
    Button,
    ButtonKind,
    Card,
    Chip,
    Countdown,
    ElidedLabel,
    FlowLayout,
    Hairline,
    KeyValues,
    OpeningCard,
    SectionTitle,
    Segmented,
    StateBadge,
    Stepper,
    Switch,
    Text,
    TextInput,
)
from ui.theme import Size, Space, Tone, Weight


def cards() -> QWidget:
    """The bell's card, a waiting row below it, and three cards of the orders screen."""
    page = QWidget()
    column = QVBoxLayout(page)
    column.setContentsMargins(0, 0, 0, 0)
    column.setSpacing(0)
    column.addWidget(_bell_card())
    column.addWidget(_waiting_row())
    row = QHBoxLayout()
    row.setSpacing(0)
    row.addWidget(_order_card("A31", "In preparazione", Tone.INFO, "kitchen"))
    row.addWidget(_order_card("A29", "Pronto", Tone.GOOD, "bag"))
    row.addWidget(_order_card("A27", "Da gestire", Tone.BAD, "warning"))
    column.addLayout(row)
    return page


def _bell_card() -> Card:
    card = Card(tone=Tone.WAITING, padding=Space.WIDE)
    head = QHBoxLayout()
    head.setSpacing(Space.CLOSE)
    head.addWidget(Text("A37", Size.TITLE, Weight.SEMIBOLD, tabular=True))
    head.addWidget(StateBadge(Tone.BRASS, "Asporto", "bag"))
    head.addWidget(Text("per le 20:45", Size.LIST, Weight.SEMIBOLD, tabular=True))
    head.addStretch(1)
    head.addWidget(ElidedLabel("Maria Rossi", Size.LIST, Weight.MEDIUM))
    head.addWidget(Text("333 123 4567", Size.LIST, tone=Tone.NEUTRAL, tabular=True))
    card.body.addLayout(head)
    middle = QHBoxLayout()
    lines = QVBoxLayout()
    lines.setSpacing(Space.TIGHT)
    for told in ("2 ×  Margherita   + bufala   − basilico", "1 ×  Tiramisù", "1 ×  Acqua frizzante 75 cl"):
        lines.addWidget(Text(told, Size.LIST, tabular=True))
    lines.addSpacing(Space.SNUG)
    lines.addWidget(Text("Nota: citofono rotto, telefonare", Size.LIST, tone=Tone.WAITING))
    middle.addLayout(lines, 1)
    dial = Countdown()
    dial.show_left("4:12", 0.42, Tone.WAITING, caption="minuti")
    middle.addWidget(dial)
    card.body.addLayout(middle)
    card.body.addWidget(Hairline())
    pay = QHBoxLayout()
    pay.addWidget(Text("24,50 €", Size.FIGURE, Weight.SEMIBOLD, tabular=True))
    pay.addSpacing(Space.CLOSE)
    pay.addWidget(StateBadge(Tone.GOOD, "Pagato online", "paid"))
    pay.addStretch(1)
    card.body.addLayout(pay)
    foot = QHBoxLayout()
    foot.setSpacing(Space.SNUG)
    foot.addWidget(Button("Rifiuta", ButtonKind.DANGER, "cross"))
    foot.addStretch(1)
    for minutes in ("15", "20", "30", "45", "per le 20:45"):
        chip = Chip(minutes)
        chip.setChecked(minutes == "20")
        foot.addWidget(chip)
    foot.addWidget(Button("Accetta 20:34", ButtonKind.PRIMARY, "check"))
    card.body.addLayout(foot)
    return card


def _waiting_row() -> Card:
    card = OpeningCard(padding=Space.CLOSE)
    card.setAccessibleName("A38, consegna, prima possibile")
    row = QHBoxLayout()
    row.setSpacing(Space.CLOSE)
    row.addWidget(Text("A38", Size.LIST, Weight.SEMIBOLD, tabular=True))
    row.addWidget(StateBadge(Tone.BRASS, "Consegna", "scooter"))
    row.addWidget(Text("prima possibile", Size.LIST))
    row.addWidget(ElidedLabel("Giovanni Battista Castelnuovo della Misericordia", Size.LIST), 1)
    dial = Countdown(compact=True)
    dial.show_left("0:50", 0.12, Tone.BAD)
    row.addWidget(dial)
    card.body.addLayout(row)
    return card


def _order_card(code: str, state: str, tone: Tone, icon_name: str) -> Card:
    card = OpeningCard()
    card.setAccessibleName(f"{code}, {state}")
    head = QHBoxLayout()
    head.addWidget(Text(code, Size.LIST, Weight.SEMIBOLD))
    head.addStretch(1)
    head.addWidget(StateBadge(tone, state, icon_name))
    card.body.addLayout(head)
    facts = KeyValues()
    facts.put("Cliente", "Luca Bianchi")
    facts.put("Ora", "20:15")
    facts.put("Totale", "18,00 €", strong=True)
    card.body.addWidget(facts)
    return card


def controls() -> QWidget:
    """Buttons in all their states, choices, fields."""
    page = QWidget()
    column = QVBoxLayout(page)
    column.setSpacing(Space.BASE)
    column.addWidget(SectionTitle("Pulsanti"))
    column.addLayout(_buttons())
    column.addWidget(SectionTitle("Scelte"))
    column.addLayout(_choices())
    column.addWidget(SectionTitle("Campi"))
    column.addLayout(_fields())
    return page


def _buttons() -> QGridLayout:
    grid = QGridLayout()
    grid.setSpacing(Space.SNUG)
    for row, compact in enumerate((False, True)):
        for at, kind in enumerate(ButtonKind):
            grid.addWidget(Button("Invia", kind, "sync", compact=compact), row, at)
        off = Button("Spento", ButtonKind.PRIMARY, compact=compact)
        off.setEnabled(False)
        grid.addWidget(off, row, 4)
        quiet_off = Button("Spento", compact=compact)
        quiet_off.setEnabled(False)
        grid.addWidget(quiet_off, row, 5)
        busy = Button("Invio", ButtonKind.PRIMARY, "send", compact=compact)
        busy.set_busy(True)
        grid.addWidget(busy, row, 6)
    return grid


def _choices() -> QVBoxLayout:
    column = QVBoxLayout()
    flow_host = QWidget()
    flow = FlowLayout(flow_host)
    for n, told in enumerate(("Troppi ordini", "Articolo esaurito", "Fuori zona", "Chiusura", "Altro")):
        chip = Chip(told)
        chip.setChecked(n == 1)
        chip.setEnabled(n != 3)
        flow.addWidget(chip)
    column.addWidget(flow_host)
    row = QHBoxLayout()
    row.addWidget(Segmented([("day", "Giorno"), ("week", "Settimana"), ("month", "Mese")]))
    row.addWidget(Segmented([("light", "Chiaro"), ("dark", "Scuro"), ("system", "Sistema")], compact=True))
    row.addStretch(1)
    column.addLayout(row)
    for on in (True, False):
        switch = Switch("Suona alle nuove prenotazioni" if on else "Avvia con il computer")
        switch.setChecked(on)
        column.addWidget(switch)
    return column


def _fields() -> QGridLayout:
    grid = QGridLayout()
    grid.setSpacing(Space.BASE)
    plain = TextInput("Indirizzo", hint="Come lo mostra il portale", placeholder="https://…")
    wrong = TextInput("Chiave API", secret=True)
    wrong.set_text("abcdefgh")
    wrong.show_wrong("Il portale non riconosce questa chiave")
    combo = QComboBox()
    combo.addItems(["Condivisa", "Prima il campanello"])
    combo.setAccessibleName("Chi decide")
    spin = Stepper("Preparazione", 5, 120, 15, step=5, unit="min")
    note = QPlainTextEdit("Ci dispiace, oggi siamo al completo.")
    note.setFixedHeight(80)
    note.setAccessibleName("Messaggio al cliente")
    slider = QSlider(Qt.Orientation.Horizontal)
    slider.setValue(60)
    slider.setAccessibleName("Volume")
    check, radio = QCheckBox("Ricorda"), QRadioButton("Mezz'ora")
    check.setChecked(True)
    radio.setChecked(True)
    for at, widget in enumerate((plain, wrong, combo, spin, note, slider, check, radio)):
        grid.addWidget(widget, at // 2, at % 2)
    return grid
