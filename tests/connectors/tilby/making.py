"""Tilby's records as a test wants them."""

from collections.abc import Mapping

from agent.connectors.pos.tilby.settings import StateCodes

STATES = StateCodes().states()


def wire_customer(**changes: object) -> Mapping[str, object]:
    return {
        "id": 55,
        "uuid": "u-55",
        "first_name": "Maria",
        "last_name": "",
        "email": " maria.rossi@example.test ",
        "phone": None,
        "mobile": "333 1234567",
        "external_id": None,
        "notes": "tavolo vicino alla finestra",
        "updated_at": "2026-11-20T18:58:00.000Z",
        "loyalty": {"points": 7},
        **changes,
    }


def wire_booking(**changes: object) -> Mapping[str, object]:
    """A whole booking as the till sends it, with a field that nobody here knows; with the named fields changed."""
    return {
        "id": 901,
        "customer_id": 55,
        "booked_for": "2026-11-24T19:30:00.000Z",
        "duration": 60,
        "status": "to_confirm",
        "people": 4,
        "shift_id": 2,
        "source": "lasagna:L-1",
        "notes": " seggiolone\r\nper favore \n--- Domande ---\nAllergie?: noci",
        "tags": [{"id": 3, "tag": "vip"}],
        "tables": [
            {"id": 71, "booking_id": 901, "table_id": 104},
            {"id": 70, "booking_id": 901, "table_id": 21},
        ],
        "customer": wire_customer(),
        "created_at": "2026-11-23T18:58:00.000Z",
        "updated_at": "2026-11-23T18:58:00.250Z",
        "deleted_at": None,
        "createdby_id": 7,
        "deposit": 12.50,
        **changes,
    }
