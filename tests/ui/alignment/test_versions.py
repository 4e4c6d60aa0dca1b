"""The menus that were sent, and the way back, whose difference is shown first."""

from pytestqt.qtbot import QtBot

from agent.domain.proposals import ProposalState, WaitReason
from tests.scenes import alignment
from tests.scenes.alignment import BANCO, Aligned
from tests.scenes.restaurant import Restaurant
from tests.ui.alignment.conftest import Opens, press, told
from ui.alignment.screen import AlignmentScreen, View
from ui.components import Button


def test_the_last_ten_with_instant_who_and_how_many(place: Restaurant, screen: AlignmentScreen, opens: Opens) -> None:
    alignment.ten_sent(place)
    opens(View.VERSIONS, BANCO)
    cards = screen.versions.cards.held()
    assert len(cards) == 10
    assert "39 dishes · by itself" in told(cards[0])
    assert "38 dishes · this PC" in told(cards[1])
    assert not cards[0].findChildren(Button)


def test_going_back_shows_the_difference_first(
    place: Restaurant, screen: AlignmentScreen, opens: Opens, qtbot: QtBot
) -> None:
    sent = alignment.ten_sent(place)
    opens(View.VERSIONS, BANCO)
    press(screen.versions.cards.held()[4], "Back to this one …")
    assert screen.view is View.PREVIEW
    qtbot.waitUntil(lambda: "An earlier menu was asked for" in told(screen.preview), timeout=3000)
    assert screen.preview.numbers() == ("4 removed",)
    waiting = screen.preview.proposal
    assert waiting is not None
    assert (waiting.state, waiting.reasons) == (ProposalState.WAITING, (WaitReason.GOING_BACK,))
    assert waiting.goes_back_to == sent[-5].id


def test_the_till_is_followed_again(place: Restaurant, screen: AlignmentScreen, opens: Opens, qtbot: QtBot) -> None:
    sent = alignment.ten_sent(place)
    Aligned(place).compared(held=sent[-1].id)
    opens(View.VERSIONS, BANCO)
    assert "An earlier menu is held on the portal (16/11 11:14)" in told(screen.versions)
    press(screen.versions, "Follow the till again")
    sheet = place.agent.menu_sheet(BANCO)
    assert sheet is not None
    assert sheet.held is None
    qtbot.waitUntil(screen.versions.head.isHidden, timeout=3000)


def test_none_yet(place: Restaurant, screen: AlignmentScreen, opens: Opens) -> None:
    opens(View.VERSIONS, BANCO)
    assert "No menu was sent yet" in told(screen.versions)
