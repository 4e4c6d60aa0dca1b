"""The rules of each pair, as data and small pure functions. A new pair is a module and a line here."""

from collections.abc import Mapping

from agent.links.lasagna_tilby import RECIPE as _LASAGNA_TILBY
from agent.links.plateform_cassa_in_cloud import RECIPE as _PLATEFORM_CASSA_IN_CLOUD
from agent.links.plateform_passepartout import RECIPE as _PLATEFORM_PASSEPARTOUT
from agent.links.recipe import LinkSettings, MenuSettings, OrderSettings, Recipe, ReservationSettings

RECIPES: Mapping[str, Recipe] = {
    recipe.pair: recipe for recipe in (_PLATEFORM_CASSA_IN_CLOUD, _PLATEFORM_PASSEPARTOUT, _LASAGNA_TILBY)
}

__all__ = ["RECIPES", "LinkSettings", "MenuSettings", "OrderSettings", "Recipe", "ReservationSettings"]
