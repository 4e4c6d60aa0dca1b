"""What a vendor answers when it is asked for its notices."""

from dataclasses import dataclass, field


@dataclass(frozen=True)
class Webhook:
    """One registration. The door asks for its `secret` alone."""

    id: str
    """The vendor's; several, parted by a comma, where it wants one for each kind of notice."""
    secret: str | None = field(default=None, repr=False)
    """With which the vendor will sign; None: it does not."""
