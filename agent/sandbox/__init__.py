"""The five systems as small stateful servers on loopback, for the demo, for training and for tests.

An independent witness: nothing here imports from `agent` outside `agent.sandbox`. Described in docs/sandbox.md.
"""

from agent.sandbox.cassa.operator import NotPossible, Operator
from agent.sandbox.cassa.server import CassaServer
from agent.sandbox.crm_sandbox import CrmSandbox
from agent.sandbox.demo_diners import BusyHost, RestlessDiners
from agent.sandbox.demo_guest import BusyTill, RestlessGuest
from agent.sandbox.demo_parties import RestlessParties
from agent.sandbox.faults import Fault, Faults
from agent.sandbox.lasagna.server import LasagnaServer
from agent.sandbox.menu.server import MenuServer
from agent.sandbox.menu_sandbox import MenuSandbox
from agent.sandbox.plateform.server import PlateformServer
from agent.sandbox.sandbox import Sandbox
from agent.sandbox.tilby.server import TilbyServer
from agent.sandbox.town import Town, Towns
from agent.sandbox.whole import WholeSandbox

__all__ = [
    "BusyHost",
    "BusyTill",
    "CassaServer",
    "CrmSandbox",
    "Fault",
    "Faults",
    "LasagnaServer",
    "MenuSandbox",
    "MenuServer",
    "NotPossible",
    "Operator",
    "PlateformServer",
    "RestlessDiners",
    "RestlessGuest",
    "RestlessParties",
    "Sandbox",
    "TilbyServer",
    "Town",
    "Towns",
    "WholeSandbox",
]
