"""Plateform: orders, reservations and what parties spent. Its wire is this project's assumption (see `mapping`)."""
