"""A sandbox on free ports for each test, and the clients of its systems."""

from collections.abc import Iterator

import httpx
import pytest

from agent.sandbox import CrmSandbox, MenuSandbox, MenuServer, Sandbox
from tests.sandbox.menu_client import MenuClient, menu_client
from tests.sandbox.visitors import HandClock, lasagna_client, portal_client, tilby_client, till_client, visitor


@pytest.fixture
def clock() -> HandClock:
    return HandClock()


@pytest.fixture
def sandbox(clock: HandClock) -> Iterator[Sandbox]:
    with Sandbox(clock=clock) as both:
        yield both


@pytest.fixture
def portal(sandbox: Sandbox) -> Iterator[httpx.Client]:
    with portal_client(sandbox.plateform) as client:
        yield client


@pytest.fixture
def till(sandbox: Sandbox) -> Iterator[httpx.Client]:
    with till_client(sandbox.cassa) as client:
        yield client


@pytest.fixture
def anyone(sandbox: Sandbox) -> Iterator[httpx.Client]:
    """Someone at the portal who has no credentials."""
    with visitor(sandbox.plateform.base_url) as client:
        yield client


@pytest.fixture
def crm(clock: HandClock) -> Iterator[CrmSandbox]:
    with CrmSandbox(clock=clock) as both:
        yield both


@pytest.fixture
def lasagna(crm: CrmSandbox) -> Iterator[httpx.Client]:
    with lasagna_client(crm.lasagna) as client:
        yield client


@pytest.fixture
def tilby(crm: CrmSandbox) -> Iterator[httpx.Client]:
    with tilby_client(crm.tilby) as client:
        yield client


@pytest.fixture
def sala(clock: HandClock) -> Iterator[MenuSandbox]:
    with MenuSandbox(clock=clock) as both:
        yield both


@pytest.fixture
def menu(sala: MenuSandbox) -> MenuServer:
    return sala.menu


@pytest.fixture
def asker(menu: MenuServer) -> Iterator[MenuClient]:
    """Someone who calls the till's service."""
    with menu_client(menu) as client:
        yield client
