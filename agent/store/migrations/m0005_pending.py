"""Version 5: an index of the reservations that wait for a yes or a no."""

STATEMENTS: tuple[str, ...] = (
    # Asked for at every change, and a handful among ten thousand booked evenings, which must not be walked through.
    "CREATE INDEX reservations_pending ON reservations (starts_at, id) WHERE state = 'pending'",
)
