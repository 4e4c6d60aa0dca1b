"""Version 2: indexes for what is asked often, so that years of orders do not slow an evening down."""

STATEMENTS: tuple[str, ...] = (
    "CREATE INDEX orders_link ON orders (link)",
    "CREATE INDEX orders_link_state ON orders (link, state)",
    # All that the search looks at, so that it reads a few megabytes and not every order.
    "CREATE INDEX orders_search ON orders (guest_name, code, guest_phone)",
    "CREATE INDEX outbox_open_state ON outbox (state) WHERE state <> 'done'",
    "CREATE INDEX history_link ON history (link)",
)
