"""The bell: the window that rings for whatever waits for a person. What waits is `agent.domain.bell`'s to say."""
