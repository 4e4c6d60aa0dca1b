"""The connectors that there are: two explicit lists, no scanning."""

from collections.abc import Mapping
from types import MappingProxyType

from agent.connectors.manifest import Manifest
from agent.connectors.portals.lasagna.manifest import MANIFEST as LASAGNA
from agent.connectors.portals.plateform.manifest import MANIFEST as PLATEFORM
from agent.connectors.pos.cassa_in_cloud.manifest import MANIFEST as CASSA_IN_CLOUD
from agent.connectors.pos.passepartout_menu.manifest import MANIFEST as PASSEPARTOUT_MENU
from agent.connectors.pos.tilby.manifest import MANIFEST as TILBY

PORTALS: Mapping[str, Manifest] = MappingProxyType({manifest.name: manifest for manifest in (PLATEFORM, LASAGNA)})

TILLS: Mapping[str, Manifest] = MappingProxyType(
    {manifest.name: manifest for manifest in (CASSA_IN_CLOUD, TILBY, PASSEPARTOUT_MENU)}
)
