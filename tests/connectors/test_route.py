"""How a side is reached: proxies and the host that is this PC itself."""

import ssl
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from structlog.testing import capture_logs

from agent.connectors.certificate import certificate_of
from agent.connectors.http import SideClient
from agent.connectors.route import Network, loopback, proxy_of, trusted
from agent.domain.failures import Side, Transient, Unavailable
from tests.connectors.raw_server import RawServer, answer, saying

CERTIFICATES = Path(__file__).parent / "certificates"
PROXY_VARIABLES = ("http_proxy", "https_proxy", "all_proxy", "no_proxy")


@pytest.fixture(autouse=True)
def _no_proxy_of_this_pc(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in PROXY_VARIABLES:
        monkeypatch.delenv(name, raising=False)
        monkeypatch.delenv(name.upper(), raising=False)


@pytest.fixture
def proxy() -> Iterator[RawServer]:
    with RawServer(saying(answer())) as server:
        yield server


@pytest.mark.parametrize("host", ["localhost", "LOCALHOST", "127.0.0.1", "127.8.9.1", "::1"])
def test_this_pc(host: str) -> None:
    assert loopback(host)


@pytest.mark.parametrize(
    "host", ["", "192.168.1.10", "localhost.example.test", "127.0.0.1.example.test", "0.0.0.0", "::"]
)
def test_not_this_pc(host: str) -> None:
    assert not loopback(host)


def test_the_systems_proxy_is_used(proxy: RawServer, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("http_proxy", proxy.url.replace("://", "://anna:p%40ss@"))
    client = SideClient("Plateform", Side.PORTAL, "http://till.test:8080/v1", lambda side, ahead: None)
    assert client.call("GET", "/orders").status == 200
    client.close()
    head = proxy.requests[0].decode()
    assert head.startswith("GET http://till.test:8080/v1/orders HTTP/1.1\r\n")
    assert "Proxy-Authorization: Basic YW5uYTpwQHNz" in head


def test_never_for_this_pc_itself(proxy: RawServer, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("http_proxy", proxy.url)
    with RawServer(saying(answer())) as server:
        client = SideClient("Plateform", Side.PORTAL, server.url, lambda side, ahead: None)
        client.call("GET", "/orders")
        client.close()
        assert len(server.requests) == 1
    assert proxy.requests == []


def test_not_for_hosts_that_the_system_excepts(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("https_proxy", "proxy.test:3128")
    monkeypatch.setenv("no_proxy", "till.test")
    assert proxy_of(urlsplit("https://till.test")) is None
    found = proxy_of(urlsplit("https://portal.test"))
    assert found is not None
    assert (found.url.scheme, found.url.host, found.url.port) == (b"http", b"proxy.test", 3128)


@pytest.mark.parametrize("address", ["socks5://anna:s3cret@proxy.test:1080", "http://proxy.test:porta", "http://"])
def test_a_proxy_that_cannot_be_used_is_told(monkeypatch: pytest.MonkeyPatch, address: str) -> None:
    monkeypatch.setenv("all_proxy", address)
    with capture_logs() as logged:
        assert proxy_of(urlsplit("https://portal.test")) is None
    scheme = address.split(":")[0]
    assert logged == [{"event": "side.proxy_ignored", "log_level": "warning", "scheme": scheme}]


# What a person set


def test_a_proxy_that_was_set_counts_before_the_systems(proxy: RawServer, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("http_proxy", "http://127.0.0.1:9")
    set_one = Network(proxy=proxy.url)
    client = SideClient("Plateform", Side.PORTAL, "http://till.test/v1", lambda side, ahead: None, network=set_one)
    assert client.call("GET", "/orders").status == 200
    client.close()
    assert proxy.requests[0].startswith(b"GET http://till.test/v1/orders")


def test_none_means_none_whatever_the_system_says(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("https_proxy", "http://proxy.test:3128")
    assert proxy_of(urlsplit("https://portal.test"), Network(proxy="none")) is None


def test_a_file_of_authorities_is_believed_besides_the_system() -> None:
    network = Network(ca_file=CERTIFICATES / "stranger.crt")
    tls = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    tls.load_cert_chain(CERTIFICATES / "stranger.crt", CERTIFICATES / "stranger.key")
    with RawServer(saying(answer()), tls) as server:
        client = SideClient("Plateform", Side.PORTAL, server.url, lambda side, ahead: None, network=network)
        assert client.call("GET", "/orders").status == 200
        client.close()
        now = datetime(2026, 11, 23, tzinfo=UTC)
        found = certificate_of(server.url, Side.PORTAL, "Plateform", now, network)
        assert found is not None
        assert found.issuer == "stranger.test"
        assert found.days_left > 30_000
        with pytest.raises(Transient) as wrong:
            certificate_of(server.url, Side.PORTAL, "Plateform", now)
    assert wrong.value.failure.message == "side.certificate"


@pytest.mark.parametrize("content", [None, "no certificate at all"])
def test_a_file_that_cannot_be_used_is_told_by_name(tmp_path: Path, content: str | None) -> None:
    file = tmp_path / "ditta.pem"
    if content is not None:
        file.write_text(content, encoding="utf-8")
    with pytest.raises(Unavailable) as wrong:
        trusted("https", Network(ca_file=file))
    assert wrong.value.failure.message == "network.ca_file"
    assert wrong.value.failure.params["file"] == "ditta.pem"
