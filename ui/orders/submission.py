"""Hands a person's command to the agent; why it does not count comes back as a sentence."""

from agent.domain.commands import Command
from agent.domain.failures import DecisionRefused, Unavailable
from agent.sentences import Sentence, sentence, sentence_of
from ui.bridge import Bridge


def submit(bridge: Bridge, command: Command) -> Sentence | None:
    """None: it is on disk, and on its way."""
    try:
        bridge.submit(command)
    except DecisionRefused as refused:
        return sentence_of(refused.reason, refused.params)
    except Unavailable as unavailable:
        return sentence(unavailable.failure)
    return None
