"""Lasagna's records as a test wants them."""

from collections.abc import Mapping

REF = "6f1c2f0e-58a5-4a55-9d6b-1f6f6f6f0001"


def wire_reservation(**changes: object) -> Mapping[str, object]:
    """A whole reservation as the portal sends it, with the named fields changed."""
    return {
        "id": REF,
        "external_id": None,
        "starts_at": "2026-11-24T20:30:00+01:00",
        "duration_minutes": 60,
        "covers": 4,
        "table_code": "101",
        "status": "da_confermare",
        "answers": [{"question": "Allergie?", "answer": "noci"}],
        "notes": " seggiolone\r\nper favore ",
        "guest": {
            "first_name": "Maria",
            "last_name": "",
            "email": " maria.rossi@example.test ",
            "phone": "333 1234567",
        },
        "origin": "lasagna",
        "revision": 3,
        "created_at": "2026-11-23T18:58:00Z",
        "updated_at": "2026-11-23T18:58:00.250Z",
        **changes,
    }
