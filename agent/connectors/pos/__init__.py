"""The tills."""
