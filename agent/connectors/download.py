"""A file from an address that is no side: in pieces, by the same proxy and certificates as everything else."""

from collections.abc import Iterator
from urllib.parse import urlsplit

import httpx

from agent import __version__
from agent.connectors.failures import Exchange, of_exception
from agent.connectors.route import SYSTEMS_OWN, Network, Route
from agent.connectors.wire import Wire
from agent.domain.failures import Side, Transient

PATIENCE = 20.0
"""Seconds for a connection, and for the next piece."""


class NotServed(Exception):
    """The server answers with another status than 200."""

    def __init__(self, status: int) -> None:
        super().__init__(str(status))
        self.status = status


def downloaded(url: str, network: Network = SYSTEMS_OWN) -> Iterator[bytes]:
    """Raises `NotServed`, `Transient` (`side.*`) when the way breaks, and `Unavailable` as `trusted` does."""
    host = urlsplit(url).hostname or ""
    client = httpx.Client(
        transport=Route(url, Wire(), network),
        timeout=PATIENCE,
        # As it is: a file is known by its length and its hash, and unpacking could make it any size before they count.
        headers={"User-Agent": f"campanello/{__version__}", "Accept-Encoding": "identity"},
        trust_env=False,
    )
    try:
        with client, client.stream("GET", url) as answer:
            if answer.status_code != httpx.codes.OK:
                raise NotServed(answer.status_code)
            yield from answer.iter_raw()
    except httpx.HTTPError as error:
        raise of_exception(Exchange(host, Side.PORTAL, host, writes=False), error) from None
    except httpx.InvalidURL:
        raise Transient("side.unreachable", side=Side.PORTAL, system=host, host=host, why="network") from None
