"""Who calls on the sandbox: clients that send what each system demands, and a clock that is moved by hand."""

import ssl
from datetime import UTC, datetime, timedelta
from typing import Any

import httpx

from agent.sandbox import CassaServer, LasagnaServer, PlateformServer, TilbyServer

NO_CERTIFICATES = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
"""Everything here is plain http, and to read the certificates of the world takes 30 ms a client."""


class HandClock:
    """Stands still until it is moved."""

    def __init__(self) -> None:
        self.at = datetime(2026, 11, 23, 18, 30, tzinfo=UTC)

    def __call__(self) -> datetime:
        return self.at

    def go(self, **span: float) -> datetime:
        self.at += timedelta(**span)
        return self.at


def visitor(url: str) -> httpx.Client:
    """Without credentials."""
    return httpx.Client(base_url=url, verify=NO_CERTIFICATES, timeout=5)


def portal_client(server: PlateformServer) -> httpx.Client:
    client = visitor(server.base_url)
    client.auth = httpx.BasicAuth(server.restaurant_id, server.api_key)
    return client


def token_of(server: CassaServer) -> str:
    with visitor(server.base_url) as client:
        told = client.post("/apikey/token", json={"apiKey": server.api_key}, headers={"X-Requested-With": "*"})
        return str(told.json()["access_token"])


def till_client(server: CassaServer) -> httpx.Client:
    """With a token and every mandatory header."""
    client = visitor(server.base_url)
    client.headers.update(
        {"Authorization": f"Bearer {token_of(server)}", "X-Version": "1.0.0", "X-Requested-With": "*"}
    )
    return client


def portal_token(server: LasagnaServer) -> dict[str, Any]:
    """The answer of the token address to the client's credentials."""
    form = {"grant_type": "client_credentials", "client_id": server.client_id, "client_secret": server.client_secret}
    with visitor(server.base_url) as client:
        told: dict[str, Any] = client.post("/oauth/token", data=form).raise_for_status().json()
        return told


def lasagna_client(server: LasagnaServer) -> httpx.Client:
    """With an access token; addresses are those after /api/v1."""
    client = visitor(f"{server.base_url}/api/v1")
    client.headers["Authorization"] = f"Bearer {portal_token(server)['access_token']}"
    return client


def tilby_client(server: TilbyServer) -> httpx.Client:
    """With the static token."""
    client = visitor(server.base_url)
    client.headers["Authorization"] = f"Bearer {server.token}"
    return client
