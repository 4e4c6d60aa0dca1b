"""`campanello links webhook`: asks the vendors for their notices, or says what a person has to enter there.

Calls a vendor and waits for the vault: not for the thread of a face.
"""

import secrets
from collections.abc import Callable
from dataclasses import dataclass, field

from agent.composition import Link
from agent.configuration import WebhookConfiguration
from agent.domain.failures import Failed, Failure, Side, Unavailable
from agent.domain.ports import Connector
from agent.domain.webhooks import WebhookSide
from agent.listening import hooks_of
from agent.sync.sides import SideDoor
from agent.vault import Vault, secret_name
from agent.webhooks.schemes import Scheme

SECRET_BYTES = 32
"""Of randomness in a path that is a secret."""


@dataclass(frozen=True)
class Registration:
    """What became of one side's notices."""

    link: str
    side: Side
    system: str
    """The vendor's name on the screen."""
    url: str = field(repr=False)
    """Where notices are expected. Without its secret when the vendor knows it already, whole when a person must enter
    it."""
    registered: bool
    """The vendor was told by its own call; else a person enters it in the back office."""
    secret: str | None
    """The name of the secret that the back office will show, for `campanello secret set`; None: nothing to keep."""
    failure: Failure | None = None


def register(
    link: Link, wanted: WebhookConfiguration | None, vault: Vault, door: Callable[[Link, Side], SideDoor[Connector]]
) -> tuple[Registration, ...]:
    """One for each side that sends notices.

    Raises `Unavailable`: `configuration.no_webhook` when the file does not say that notices are wanted,
    `configuration.no_notices` when no system of the pair sends any, `keyring.*` when the vault can't be used.
    """
    if wanted is None or wanted.public_url is None or not link.webhook:
        raise Unavailable("configuration.no_webhook", link=link.name)
    hooks = tuple(hooks_of([link]))
    if not hooks:
        raise Unavailable("configuration.no_notices", link=link.name)
    return tuple(_registered(link, side, scheme, wanted.public_url, vault, door) for _link, side, scheme in hooks)


def _registered(
    link: Link,
    side: Side,
    scheme: Scheme,
    public_url: str,
    vault: Vault,
    door: Callable[[Link, Side], SideDoor[Connector]],
) -> Registration:
    name = secret_name(link.name, side, scheme.field)
    system = link.manifest(side).title
    plain = f"{public_url}/hooks/{link.name}/{side.value}"
    # Read in any case: a vault that is locked must be told before the vendor is.
    known = vault.read(name)
    url, shown = plain, plain
    if scheme.secret_in_path:
        url, shown = f"{plain}/{known or _new_secret(vault, name)}", f"{plain}/…"
    by_hand = Registration(
        link.name, side, system, url, False, None if scheme.secret_in_path or known else scheme.field
    )
    if not scheme.by_call:
        return by_hand
    opened = door(link, side)
    try:
        connector = opened.connector()
        if not isinstance(connector, WebhookSide):
            return by_hand
        answered = connector.register_webhook(url)
    except Failed as failed:
        return Registration(link.name, side, system, shown, False, None, failed.failure)
    finally:
        opened.close()
    if answered.secret is not None and not scheme.secret_in_path:
        vault.write(name, answered.secret)
    return Registration(link.name, side, system, shown, True, None)


def _new_secret(vault: Vault, name: str) -> str:
    """Kept before the vendor is told, since it sends a first notice at once."""
    made = secrets.token_urlsafe(SECRET_BYTES)
    vault.write(name, made)
    return made
