"""The wizard for the pictures: what a reseller sees on a new PC."""

from agent.domain.failures import Failure, FailureKind, Side
from agent.domain.health import FlowHealth, LinkHealth, LinkStatus, OutboxCount
from agent.domain.ports import Account, Prerequisite
from agent.setting_up import Trial, offers
from tests.scenes.stage import Stage
from ui.setup.first_sync_page import Brought, FirstSyncPage
from ui.setup.order import begun
from ui.setup.side_page import SidePage
from ui.setup.wizard import Step, Wizard

PAIR = "plateform_cassa_in_cloud"
WRONG_KEY = Failure(FailureKind.AUTH_REFUSED, "side.credentials_refused", {"system": "Plateform"}, Side.PORTAL)


def opened(stage: Stage) -> Wizard:
    wizard = Wizard(stage.place.agent.set_up, stage.bridge, first=True)
    stage.show(wizard)
    wizard.resize(900, 720)
    stage.pause()
    return wizard


def at(stage: Stage, step: Step) -> Wizard:
    wizard = opened(stage)
    wizard._typed = begun(next(each for each in offers() if each.pair == PAIR), frozenset())
    wizard._go(step)
    stage.pause()
    return wizard


def wizard_pairs(stage: Stage) -> None:
    opened(stage)


def wizard_portal(stage: Stage) -> None:
    at(stage, Step.PORTAL)


def wizard_refused(stage: Stage) -> None:
    wizard = at(stage, Step.PORTAL)
    page = wizard.page
    assert isinstance(page, SidePage)
    page.entries["base_url"].set_text("https://api.plateform.example/v1")
    page.entries["restaurant_id"].set_text("4711")
    page.secrets["api_key"].set_text("non e' quella giusta")
    wizard._was_tried(page, Trial(Side.PORTAL, None, WRONG_KEY))
    stage.pause()


def wizard_prerequisite(stage: Stage) -> None:
    wizard = at(stage, Step.POS)
    page = wizard.page
    assert isinstance(page, SidePage)
    page.entries["sales_point"].set_text("77")
    page.secrets["api_key"].set_text("qualcosa che nessuno vede")
    wanted = (
        Prerequisite("prerequisite.sales_point", True, (("id", "77"), ("name", "Trattoria da Gino"))),
        Prerequisite("prerequisite.sales_mode", True, (("name", "plateform_takeaway"),)),
        Prerequisite("prerequisite.near_miss", False, (("name", "plateform_delivery"), ("found", "plateform_delivry"))),
    )
    wizard._was_tried(page, Trial(Side.POS, Account("Trattoria da Gino", "77"), None, wanted))
    stage.pause()


def wizard_sync(stage: Stage) -> None:
    wizard = at(stage, Step.SYNC)
    page = wizard.page
    assert isinstance(page, FirstSyncPage)
    now = stage.place.clock.at
    flows = {
        "orders": FlowHealth(last_success=now),
        "menu": FlowHealth(last_success=now),
        "floor": FlowHealth(last_success=now),
        "guests": FlowHealth(),
        "sales": FlowHealth(),
    }
    status = LinkStatus("asporto", PAIR, False, LinkHealth.ATTENTION, flows, OutboxCount(0, 0, 0), 0, None)
    page.show_status(status, Brought(3, 0, 6))
    stage.pause()


def wizard_ready(stage: Stage) -> None:
    at(stage, Step.READY)
