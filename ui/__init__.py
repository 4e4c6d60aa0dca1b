"""Campanello's face: the Qt widgets on top of `agent.app`; it knows nothing else of the agent but the domain."""
