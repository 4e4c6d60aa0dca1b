"""The five systems as small stateful servers on loopback, for the demo, for training and for tests.

An independent witness: nothing here imports from `agent` outside `agent.sandbox`. Described in docs/sandbox.md.
"""

from agent.sandbox.cassa.operator import NotPossible, Operator
from agent.sandbox.cassa.server import CassaServer
from agent.sandbox.demo_guest import BusyTill, RestlessGuest
from agent.sandbox.faults import Fault, Faults
from agent.sandbox.plateform.server import PlateformServer
from agent.sandbox.sandbox import Sandbox

__all__ = [
    "BusyTill",
    "CassaServer",
    "Fault",
    "Faults",
    "NotPossible",
    "Operator",
    "PlateformServer",
    "RestlessGuest",
    "Sandbox",
]
