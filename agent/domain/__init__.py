"""The things of the trade as frozen values and pure functions. Standard library only: no clock, no file, no network."""
