"""Plateform's records as a test wants them."""

from collections.abc import Mapping


def wire_order(**changes: object) -> Mapping[str, object]:
    """A whole order as the portal sends it, with the named fields changed."""
    return {
        "id": 901,
        "code": "A37",
        "type": "takeaway",
        "status": "nuovo",
        "created_at": "2026-11-23T19:58:00.000+01:00",
        "due_at": "2026-11-23T20:45:00.000+01:00",
        "accept_by": "2026-11-23T20:08:00.000+01:00",
        "ready_at": None,
        "rejection_reason": None,
        "customer": {
            "id": 55,
            "first_name": "Maria",
            "last_name": "Rossi",
            "email": "maria.rossi@example.test",
            "phone": "333 1234567",
        },
        "address": None,
        "lines": [
            {
                "id": 1,
                "product_ref": "p-margherita",
                "name": "Margherita",
                "quantity": 2,
                "unit_price": "7.50",
                "additions": [{"ref": "9:91", "name": "bufala", "price": "2.00"}],
                "removals": [{"ref": "8:81", "name": "basilico"}],
                "note": None,
            },
            {"id": 2, "product_ref": "p-tiramisu", "name": "Tiramisù", "quantity": 1, "unit_price": "5.50"},
        ],
        "notes": "citofono rotto",
        "payment": {"method": "online", "paid": True},
        "delivery_fee": "0.00",
        "discount": "0.00",
        "total": "24.50",
        "updated_at": "2026-11-23T19:58:00.000+01:00",
        "version": 1,
        **changes,
    }


def wire_reservation(**changes: object) -> Mapping[str, object]:
    """A whole reservation as the portal sends it, with the named fields changed."""
    return {
        "id": 71,
        "code": "R12",
        "status": "non_confermato",
        "starts_at": "2026-11-24T20:30:00.000+01:00",
        "duration_minutes": 90,
        "covers": 4,
        "zone": "Veranda",
        "tables": ["12", "13"],
        "notes": " seggiolone\r\nper favore ",
        "source": "google",
        "customer": {
            "id": 55,
            "first_name": "Maria",
            "last_name": "",
            "email": " maria.rossi@example.test ",
            "phone": "333 1234567",
        },
        "created_at": "2026-11-23T19:58:00.000+01:00",
        "updated_at": "2026-11-23T19:58:00.250+01:00",
        "version": 3,
        **changes,
    }
