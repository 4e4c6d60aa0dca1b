"""Near misses of a name are found, far ones are not."""

import pytest

from agent.connectors.pos.cassa_in_cloud.mapping import WireSalesPoint
from agent.connectors.pos.cassa_in_cloud.prerequisites import near_miss, sales_mode_exists, sales_point_visible
from agent.domain.ports import Prerequisite


@pytest.mark.parametrize(
    "name",
    [
        "Plateform_Delivery",
        "plateform delivery",
        "plateform-delivery ",
        "plateformdelivery",
        "platform_delivery",
        "plateform_deliverry",
        "plateform_delivary",
        "plateform_delviery",
        "plateform_deliver",
        "lateform_delivery",
    ],
)
def test_near(name: str) -> None:
    assert near_miss("plateform_delivery", ["Sala", name]) == name


@pytest.mark.parametrize("name", ["plateform_takeaway", "delivery", "", "plateform_dlivry", "lpateform_delvery"])
def test_far(name: str) -> None:
    assert near_miss("plateform_delivery", [name]) is None


def test_told_of_a_sales_mode() -> None:
    exact = sales_mode_exists({"plateform_takeaway": 1}, "plateform_takeaway")
    assert exact == Prerequisite("prerequisite.sales_mode", True, (("name", "plateform_takeaway"),))
    missing = sales_mode_exists({"Sala": 1}, "plateform_takeaway")
    assert missing == Prerequisite("prerequisite.sales_mode", False, (("name", "plateform_takeaway"),))
    near = sales_mode_exists({"Plateform Takeaway": 1}, "plateform_takeaway")
    told = (("name", "plateform_takeaway"), ("found", "Plateform Takeaway"))
    assert near == Prerequisite("prerequisite.near_miss", False, told)


def test_told_of_the_sales_point() -> None:
    points = [WireSalesPoint.model_validate({"id": 77, "name": "Pizzeria Da Gino"})]
    seen = sales_point_visible(points, 77)
    assert (seen.fulfilled, dict(seen.params)["name"]) == (True, "Pizzeria Da Gino")
    missing = sales_point_visible(points, 78)
    assert (missing.fulfilled, dict(missing.params)["visible"]) == (False, "77")
