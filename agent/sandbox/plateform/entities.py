"""What the portal keeps of orders, reservations and guests, and how each looks on the wire. No rules."""

from dataclasses import dataclass, field
from datetime import datetime

from agent.sandbox.instants import iso
from agent.sandbox.wire import Json


@dataclass(frozen=True)
class Transition:
    at: datetime
    was: str | None
    status: str
    by: str
    """guest, restaurant (the API), back_office (a person on the portal), portal (by itself)."""
    detail: str | None = None

    def wire(self) -> Json:
        return {"at": iso(self.at), "was": self.was, "status": self.status, "by": self.by, "detail": self.detail}


@dataclass(frozen=True)
class Notice:
    """A message that a guest was sent."""

    subject: str
    """order or reservation."""
    id: int
    kind: str
    """The new state, or posticipato."""
    text: str
    at: datetime

    def wire(self) -> Json:
        return {"subject": self.subject, "id": self.id, "kind": self.kind, "text": self.text, "at": iso(self.at)}


@dataclass
class Guest:
    id: int
    first_name: str | None
    last_name: str | None
    email: str | None
    phone: str | None
    updated_at: datetime
    place: int = 0
    """Grows with every change of anything: the order of lists."""

    def wire(self) -> Json:
        return {
            "id": self.id,
            "first_name": self.first_name,
            "last_name": self.last_name,
            "email": self.email,
            "phone": self.phone,
            "updated_at": iso(self.updated_at),
        }


@dataclass
class Changing:
    """What has a state, a version and a history."""

    id: int
    content: Json
    """What does not change after it was placed, as on the wire."""
    status: str
    customer: Guest
    created_at: datetime
    updated_at: datetime
    version: int = 1
    place: int = 0
    history: list[Transition] = field(default_factory=list)

    def wire(self) -> Json:
        return {
            "id": self.id,
            **self.content,
            "status": self.status,
            "customer": self.customer.wire(),
            "created_at": iso(self.created_at),
            "updated_at": iso(self.updated_at),
            "version": self.version,
        }

    def story(self) -> Json:
        """For a judge: the entity and all that happened to it."""
        return {**self.wire(), "history": [transition.wire() for transition in self.history]}


@dataclass
class Order(Changing):
    due_at: datetime = field(kw_only=True)
    accept_by: datetime | None = None
    ready_at: datetime | None = None
    rejection_reason: str | None = None
    received: list[datetime] = field(default_factory=list)
    """When the restaurant's PC said that it has the order."""

    def wire(self) -> Json:
        return {
            **super().wire(),
            "due_at": iso(self.due_at),
            "accept_by": iso(self.accept_by) if self.accept_by else None,
            "ready_at": iso(self.ready_at) if self.ready_at else None,
            "rejection_reason": self.rejection_reason,
        }

    def story(self) -> Json:
        return {**super().story(), "received": len(self.received)}


@dataclass
class Reservation(Changing):
    starts_at: datetime = field(kw_only=True)
    tables: list[str] = field(default_factory=list)

    def wire(self) -> Json:
        return {**super().wire(), "starts_at": iso(self.starts_at), "tables": list(self.tables)}
