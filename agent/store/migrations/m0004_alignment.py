"""Version 4: proposals of menus and floor plans, what was last compared, findings, and the sales of all pairs."""

STATEMENTS: tuple[str, ...] = (
    """
    CREATE TABLE proposals (
        id INTEGER PRIMARY KEY AUTOINCREMENT,
        link TEXT NOT NULL,
        kind TEXT NOT NULL,
        state TEXT NOT NULL,
        made_at TEXT NOT NULL,
        before TEXT NOT NULL,
        wanted TEXT NOT NULL,
        reasons TEXT NOT NULL,
        decided_by TEXT,
        decided_at TEXT,
        sent_at TEXT,
        failure TEXT,
        goes_back_to INTEGER,
        zero_allowed TEXT NOT NULL
    )
    """,
    "CREATE INDEX proposals_link ON proposals (link, kind, id)",
    # `agreed`: the till's own values when the last menu was sent; `compared_at`: when both sides were last read.
    # `held`: the earlier menu that a person wanted back, as long as the till's own is not followed.
    """
    CREATE TABLE menu_looks (
        link TEXT PRIMARY KEY,
        agreed TEXT,
        compared_at TEXT,
        changes_since TEXT,
        zero_allowed TEXT NOT NULL,
        held INTEGER
    ) WITHOUT ROWID
    """,
    """
    CREATE TABLE findings (
        link TEXT NOT NULL,
        area TEXT NOT NULL,
        cause TEXT NOT NULL,
        ref TEXT NOT NULL,
        which TEXT NOT NULL,
        risk TEXT NOT NULL,
        article TEXT NOT NULL,
        params TEXT NOT NULL,
        since TEXT NOT NULL,
        PRIMARY KEY (link, area, cause, ref, which)
    ) WITHOUT ROWID
    """,
    # Cents, not text: the database itself sums them, exactly. `day` and `hour` are the restaurant's.
    """
    CREATE TABLE takings (
        link TEXT NOT NULL,
        receipt_id TEXT NOT NULL,
        closed_at TEXT NOT NULL,
        day TEXT NOT NULL,
        hour INTEGER NOT NULL,
        cents INTEGER NOT NULL,
        covers INTEGER NOT NULL,
        source TEXT NOT NULL,
        order_id INTEGER REFERENCES orders (id) ON DELETE SET NULL,
        reservation_id INTEGER REFERENCES reservations (id) ON DELETE SET NULL,
        cancelled INTEGER NOT NULL,
        PRIMARY KEY (link, receipt_id)
    ) WITHOUT ROWID
    """,
    # These three hold all that the statistics look at: a year is counted without reading one order or sale.
    "CREATE INDEX takings_day ON takings (day, link, cancelled, hour, source, cents, covers)",
    "CREATE INDEX orders_placed ON orders (created_at, link, state, arrived_at, promised_at)",
    """
    CREATE INDEX history_hops ON history (order_id, what, params, at)
    WHERE what IN ('history.accepted', 'history.till_state', 'history.portal_state', 'history.closed')
    """,
    "CREATE INDEX takings_order ON takings (order_id) WHERE order_id IS NOT NULL",
    "CREATE INDEX takings_reservation ON takings (reservation_id) WHERE reservation_id IS NOT NULL",
    # When the guest's data were taken out; the figures stay.
    "ALTER TABLE orders ADD COLUMN erased_at TEXT",
    "ALTER TABLE reservations ADD COLUMN erased_at TEXT",
)
