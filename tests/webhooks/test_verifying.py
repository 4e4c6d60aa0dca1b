"""Only who knows the secret is let in, and nothing of what he sends may have been changed."""

import logging
from datetime import UTC, datetime, timedelta

import pytest

from agent.domain.failures import Side
from agent.webhooks.schemes import SCHEMES, Notice
from tests.webhooks import vendors
from tests.webhooks.conftest import Doorway
from tests.webhooks.vendors import SECRET, body

CASSA = "/hooks/banco/pos"
LASAGNA = "/hooks/crm/portal"
TILBY = "/hooks/crm/pos"


def test_each_vendors_own_proof_wakes_its_link(doorway: Doorway) -> None:
    sent = body(id="7d8f")
    assert doorway.post(CASSA, sent, vendors.cassa(sent)).status_code == 200
    assert doorway.post(LASAGNA, sent, vendors.lasagna(sent)).status_code == 200
    assert doorway.post(f"{TILBY}/{SECRET}", body(type="UPDATED", notification_uuid="u1")).status_code == 200
    assert doorway.wakes(3) == [("banco", Side.POS), ("crm", Side.PORTAL), ("crm", Side.POS)]
    tally = doorway.tally("banco", Side.POS)
    assert (tally.accepted, tally.refused) == (1, 0)
    assert tally.last_accepted_at is not None


def test_the_other_forms_of_the_tills_signature(doorway: Doorway) -> None:
    sent, other = body(id=1), body(id=2)
    assert doorway.post(CASSA, sent, vendors.cassa_base64(sent)).status_code == 200
    prefixed = {"x-cn-signature": f"sha1={vendors.cassa(other)['x-cn-signature']}"}
    assert doorway.post(CASSA, other, prefixed).status_code == 200


@pytest.mark.parametrize(
    ("path", "headers"),
    [
        (CASSA, {}),
        (CASSA, {"x-cn-signature": ""}),
        (CASSA, {"x-cn-signature": "sha1="}),
        (CASSA, {"x-cn-signature": "città"}),
        (CASSA, vendors.cassa(body(), "another")),
        (CASSA, vendors.cassa(body(note="changed"))),
        (LASAGNA, {}),
        (LASAGNA, vendors.lasagna(body(), "another")),
        (LASAGNA, vendors.lasagna(body(note="changed"))),
        (LASAGNA, {"X-Lasagna-Signature": vendors.lasagna(body())["X-Lasagna-Signature"]}),
        (LASAGNA, {**vendors.lasagna(body()), "X-Lasagna-Timestamp": "1700000000"}),
        (LASAGNA, {**vendors.lasagna(body()), "X-Lasagna-Timestamp": "٣"}),
        (TILBY, {}),
        (f"{TILBY}/another", {}),
        (f"{TILBY}/{SECRET[:-1]}", {}),
        (f"{TILBY}/{SECRET}x", {}),
        (f"{TILBY}/{'x' * 5000}", {}),
        (f"{TILBY}/%F0%9F%94%91", {}),
    ],
)
def test_without_proof_it_is_401_counted_and_wakes_nobody(doorway: Doorway, path: str, headers: dict[str, str]) -> None:
    with doorway.client() as client:
        raw = [(name.encode(), value.encode("utf-8")) for name, value in headers.items()]
        answered = client.post(path, content=body(), headers=raw)
    assert (answered.status_code, answered.text) == (401, "Unauthorized")
    assert doorway.woken == []
    assert sum(tally.refused for tally in doorway.door.tallies()) == 1
    assert sum(tally.accepted for tally in doorway.door.tallies()) == 0


@pytest.mark.parametrize("seconds", [-299, 299])
def test_a_timestamp_of_less_than_five_minutes_counts(doorway: Doorway, seconds: int) -> None:
    sent = body(id="a")
    doorway.at = datetime.now(UTC)
    at = doorway.at + timedelta(seconds=seconds)
    assert doorway.post(LASAGNA, sent, vendors.lasagna(sent, at=at)).status_code == 200


@pytest.mark.parametrize("seconds", [-302, 302])
def test_an_old_timestamp_and_one_of_the_future_are_refused(doorway: Doorway, seconds: int) -> None:
    sent = body(id="a")
    doorway.at = datetime.now(UTC)
    at = doorway.at + timedelta(seconds=seconds)
    assert doorway.post(LASAGNA, sent, vendors.lasagna(sent, at=at)).status_code == 401
    assert doorway.woken == []


def test_tilbys_first_notice_is_answered_and_wakes_nobody(doorway: Doorway) -> None:
    assert doorway.post(f"{TILBY}/{SECRET}", body(type="SUBSCRIBED", notification_uuid="u0")).status_code == 200
    assert doorway.tally("crm", Side.POS).accepted == 1
    assert doorway.woken == []


@pytest.mark.parametrize("sent", [b"", b"{", b"[]", b"7", b"\xff\xfe", b'{"id": 3}', b"[" * 100_000])
def test_a_body_that_is_no_record_is_proved_all_the_same(doorway: Doorway, sent: bytes) -> None:
    assert doorway.post(LASAGNA, sent, vendors.lasagna(sent)).status_code == 200
    assert doorway.post(f"{TILBY}/{SECRET}", sent).status_code == 200
    assert len(doorway.wakes(2)) == 2


def test_an_empty_secret_is_none(doorway: Doorway) -> None:
    doorway.vault.write("banco/pos", "")
    doorway.door.stop()
    doorway.door.start()
    sent = body()
    assert doorway.post(CASSA, sent, vendors.cassa(sent, "")).status_code == 401


def test_a_tunnel_may_leave_the_path_of_the_public_address(doorway: Doorway) -> None:
    sent = body()
    assert doorway.post(f"/ristorante{CASSA}", sent, vendors.cassa(sent)).status_code == 200
    assert doorway.post(f"/altro{CASSA}", sent, vendors.cassa(sent)).status_code == 404


def test_nothing_of_a_notice_is_shown_or_logged(doorway: Doorway, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    sent = body(id="7d8f")
    for path, headers in [
        (CASSA, vendors.cassa(sent)),
        (CASSA, vendors.cassa(sent, "another")),
        (f"{TILBY}/{SECRET}", {}),
        (f"{TILBY}/{SECRET}x", {}),
    ]:
        doorway.post(path, sent, headers)
    mine = [record for record in caplog.records if not record.name.startswith(("httpx", "httpcore"))]
    told = " ".join(f"{record.getMessage()} {vars(record)}" for record in mine)
    for hidden in (vendors.PRIVATE, SECRET, vendors.cassa(sent)["x-cn-signature"]):
        assert hidden not in told
    notice = Notice(vendors.cassa(sent), sent, SECRET)
    genuine = SCHEMES["cassa_in_cloud"].verify(SECRET, notice, datetime.now(UTC))
    assert f"{notice} {genuine}" == "Notice() Genuine(wakes=True)"
