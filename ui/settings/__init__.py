"""The choices of the person at this PC: each is kept by the agent and applied at once."""
