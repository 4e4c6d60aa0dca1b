"""The floor of the far window: the same pages, fetched with httpx and parsed with pydantic. Nothing is kept.

JSON goes to pydantic as it came. XML it cannot read: lxml does, and each record becomes a mapping of the members used.
"""

import base64
from datetime import UTC, datetime, timedelta
from typing import Final

import httpx
from lxml import etree
from pydantic import AwareDatetime, BaseModel, Field, TypeAdapter

from agent.connectors.pos.passepartout_menu.api import ACTION
from agent.connectors.pos.passepartout_menu.contracts import BOOKING
from agent.connectors.pos.passepartout_menu.local_time import midnight
from agent.connectors.pos.passepartout_menu.soap import envelope
from agent.links.plateform_passepartout import FAR_DAYS
from tests.bench.far_link import ROME
from tests.bench.prepared import Place

OPERATION: Final = "GetPrenotazioniMenuGiorno"
NIL: Final = "{http://www.w3.org/2001/XMLSchema-instance}nil"
TAGS: Final = {tag: name for name, tag in BOOKING.members}


class Guest(BaseModel):
    id: int
    first_name: str | None
    last_name: str | None
    email: str | None
    phone: str | None


class Booked(BaseModel):
    id: int
    code: str | None
    status: str
    starts_at: AwareDatetime
    duration_minutes: int | None
    covers: int
    zone: str | None
    tables: list[str]
    notes: str | None
    source: str | None
    customer: Guest
    updated_at: AwareDatetime
    version: int


class Listed(BaseModel):
    data: list[Booked]
    next_cursor: str | None


class Row(BaseModel):
    ref: int = Field(alias="IdGestionale")
    starts_at: AwareDatetime = Field(alias="DataOra")
    covers: int = Field(alias="NumeroPersone")
    stay: int | None = Field(None, alias="Durata")
    state: str | None = Field(None, alias="StatoEnum")
    state_number: str | None = Field(None, alias="Stato")
    origin: str | None = Field(None, alias="OrigineEnum")
    tag: str | None = Field(None, alias="Tag")
    name: str | None = Field(None, alias="Intestazione")
    phone: str | None = Field(None, alias="Telefono")
    email: str | None = Field(None, alias="Email")
    notes: str | None = Field(None, alias="Note")
    room: str | None = Field(None, alias="Sala")
    changed_at: str | None = Field(None, alias="UltimaModifica")


ROWS: Final = TypeAdapter(list[Row])


class Plain:
    """One reading of both sides."""

    def __init__(self, place: Place) -> None:
        login = base64.b64encode(f"{place.restaurant_id}:{place.api_key}".encode()).decode()
        self._portal = {"Authorization": f"Basic {login}", "Accept": "application/json"}
        self._place = place
        today = datetime.now(UTC).astimezone(ROME).date()
        self._days = {"from": str(today - timedelta(days=1)), "to": str(today + timedelta(days=FAR_DAYS))}
        told = {"Azienda": place.company, "Password": place.password, "Utente": place.user}
        # The day before is asked too: a night's service may be listed under its evening.
        self._asked = [
            envelope(OPERATION, {"datiLogin": told, "giorno": midnight(today + timedelta(days=number))})
            for number in range(-2, FAR_DAYS + 1)
        ]
        self._till = {"SOAPAction": f'"{ACTION}{OPERATION}"', "Content-Type": "text/xml; charset=utf-8"}

    def read(self) -> int:
        """How many records both sides have."""
        with httpx.Client() as client:
            return self._from_portal(client) + self._from_till(client)

    def _from_portal(self, client: httpx.Client) -> int:
        count, query = 0, {**self._days, "limit": "100"}
        while True:
            answer = client.get(f"{self._place.portal}/reservations", params=query, headers=self._portal)
            page = Listed.model_validate_json(answer.content)
            count += len(page.data)
            if page.next_cursor is None:
                return count
            query["cursor"] = page.next_cursor

    def _from_till(self, client: httpx.Client) -> int:
        count = 0
        for content in self._asked:
            answer = client.post(self._place.till, content=content, headers=self._till)
            count += len(ROWS.validate_python(_members(answer.content)))
        return count


def _members(answer: bytes) -> list[dict[str, str | None]]:
    listed = etree.fromstring(answer).find(f".//{{*}}{OPERATION}Result")
    assert listed is not None
    return [{TAGS[each.tag]: each.text for each in record if each.text and each.tag in TAGS} for record in listed]
