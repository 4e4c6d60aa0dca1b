"""Version 3: reservations, by which ids their sides know them, the rooms of a till; errands and time lines of both."""

STATEMENTS: tuple[str, ...] = (
    """
    CREATE TABLE reservations (
        id INTEGER PRIMARY KEY AUTOINCREMENT,
        link TEXT NOT NULL,
        version INTEGER NOT NULL,
        state TEXT NOT NULL,
        starts_at TEXT NOT NULL,
        covers INTEGER NOT NULL,
        guest_name TEXT NOT NULL,
        guest_phone TEXT NOT NULL,
        code TEXT NOT NULL,
        heard_at TEXT NOT NULL,
        asking INTEGER NOT NULL,
        checked INTEGER NOT NULL,
        booking TEXT NOT NULL,
        portal TEXT,
        pos TEXT,
        conflicts TEXT NOT NULL,
        closed_pair INTEGER NOT NULL,
        reopened INTEGER NOT NULL,
        former_refs TEXT NOT NULL,
        checks TEXT NOT NULL,
        sold TEXT NOT NULL,
        sale_differs INTEGER NOT NULL
    )
    """,
    "CREATE INDEX reservations_day ON reservations (link, starts_at)",
    "CREATE INDEX reservations_starts ON reservations (starts_at)",
    # What a person should look at: few at a time, asked for at every change.
    "CREATE INDEX reservations_asking ON reservations (link) WHERE asking = 1",
    "CREATE INDEX reservations_checked ON reservations (link, starts_at) WHERE checked = 1",
    # One row for each record on a side. `digest`: of the last statement, so that an unchanged one costs no reading.
    """
    CREATE TABLE reservation_refs (
        link TEXT NOT NULL,
        side TEXT NOT NULL,
        ref TEXT NOT NULL,
        reservation_id INTEGER NOT NULL REFERENCES reservations (id) ON DELETE CASCADE,
        former INTEGER NOT NULL,
        digest TEXT NOT NULL,
        PRIMARY KEY (link, side, ref)
    ) WITHOUT ROWID
    """,
    "CREATE INDEX reservation_refs_of ON reservation_refs (reservation_id)",
    "CREATE TABLE floors (link TEXT PRIMARY KEY, rooms TEXT NOT NULL) WITHOUT ROWID",
    "ALTER TABLE outbox ADD COLUMN reservation_id INTEGER REFERENCES reservations (id) ON DELETE CASCADE",
    "ALTER TABLE history ADD COLUMN reservation_id INTEGER REFERENCES reservations (id) ON DELETE CASCADE",
    "CREATE INDEX outbox_reservation ON outbox (reservation_id) WHERE reservation_id IS NOT NULL",
    "CREATE INDEX history_reservation ON history (reservation_id, id) WHERE reservation_id IS NOT NULL",
)
