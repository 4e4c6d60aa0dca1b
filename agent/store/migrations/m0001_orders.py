"""Version 1: orders with their lines and history, the outbox, cursors, health, guests, preferences, requests."""

STATEMENTS: tuple[str, ...] = (
    """
    CREATE TABLE orders (
        id INTEGER PRIMARY KEY AUTOINCREMENT,
        link TEXT NOT NULL,
        portal_ref TEXT NOT NULL,
        code TEXT NOT NULL,
        kind TEXT NOT NULL,
        state TEXT NOT NULL,
        version INTEGER NOT NULL,
        standing INTEGER NOT NULL,
        arrived_at TEXT NOT NULL,
        created_at TEXT NOT NULL,
        due_at TEXT NOT NULL,
        promised_at TEXT,
        sent_by TEXT,
        total TEXT NOT NULL,
        guest_name TEXT NOT NULL,
        guest_phone TEXT NOT NULL,
        portal_version INTEGER NOT NULL,
        portal TEXT NOT NULL,
        till_ref TEXT,
        till TEXT,
        decision TEXT,
        notices TEXT NOT NULL,
        unmatched TEXT NOT NULL,
        till_missing_since TEXT,
        preparation_told INTEGER NOT NULL,
        UNIQUE (link, portal_ref)
    )
    """,
    "CREATE INDEX orders_standing ON orders (link) WHERE standing = 1",
    "CREATE INDEX orders_till ON orders (link, till_ref) WHERE till_ref IS NOT NULL",
    "CREATE INDEX orders_state ON orders (state, id)",
    "CREATE INDEX orders_code ON orders (code COLLATE NOCASE)",
    """
    CREATE TABLE order_lines (
        order_id INTEGER NOT NULL REFERENCES orders (id) ON DELETE CASCADE,
        position INTEGER NOT NULL,
        product_ref TEXT NOT NULL,
        name TEXT NOT NULL,
        quantity INTEGER NOT NULL,
        unit_price TEXT NOT NULL,
        total TEXT NOT NULL,
        PRIMARY KEY (order_id, position)
    ) WITHOUT ROWID
    """,
    """
    CREATE TABLE history (
        id INTEGER PRIMARY KEY AUTOINCREMENT,
        link TEXT NOT NULL,
        order_id INTEGER REFERENCES orders (id) ON DELETE CASCADE,
        at TEXT NOT NULL,
        actor TEXT NOT NULL,
        what TEXT NOT NULL,
        params TEXT NOT NULL,
        origin TEXT NOT NULL
    )
    """,
    "CREATE INDEX history_order ON history (order_id, id)",
    """
    CREATE TABLE outbox (
        id INTEGER PRIMARY KEY AUTOINCREMENT,
        link TEXT NOT NULL,
        subject TEXT NOT NULL,
        order_id INTEGER REFERENCES orders (id) ON DELETE CASCADE,
        kind TEXT NOT NULL,
        payload TEXT NOT NULL,
        idempotency_key TEXT NOT NULL UNIQUE,
        state TEXT NOT NULL,
        attempts INTEGER NOT NULL,
        not_before TEXT NOT NULL,
        created_at TEXT NOT NULL,
        failure_kind TEXT,
        failure TEXT
    )
    """,
    "CREATE INDEX outbox_open ON outbox (link, subject, id) WHERE state <> 'done'",
    "CREATE INDEX outbox_open_order ON outbox (order_id) WHERE state <> 'done'",
    "CREATE INDEX outbox_order ON outbox (order_id)",
    """
    CREATE TABLE cursors (
        link TEXT NOT NULL, flow TEXT NOT NULL, upto TEXT NOT NULL, PRIMARY KEY (link, flow)
    ) WITHOUT ROWID
    """,
    """
    CREATE TABLE flow_health (
        link TEXT NOT NULL, flow TEXT NOT NULL, last_success TEXT, last_failure TEXT, failure TEXT,
        PRIMARY KEY (link, flow)
    ) WITHOUT ROWID
    """,
    """
    CREATE TABLE set_aside (
        link TEXT NOT NULL, flow TEXT NOT NULL, ref TEXT NOT NULL, reason TEXT NOT NULL, at TEXT NOT NULL,
        PRIMARY KEY (link, flow, ref, reason)
    ) WITHOUT ROWID
    """,
    """
    CREATE TABLE guests (
        link TEXT NOT NULL, portal_ref TEXT NOT NULL, pos_ref TEXT NOT NULL, PRIMARY KEY (link, portal_ref)
    ) WITHOUT ROWID
    """,
    "CREATE TABLE paused_links (link TEXT PRIMARY KEY) WITHOUT ROWID",
    "CREATE TABLE preferences (name TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID",
    """
    CREATE TABLE requests (
        id INTEGER PRIMARY KEY AUTOINCREMENT,
        kind TEXT NOT NULL,
        link TEXT,
        asked_at TEXT NOT NULL,
        answered_at TEXT,
        answer TEXT
    )
    """,
)
