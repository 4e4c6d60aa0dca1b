"""Lasagna Marketing: reservations, both ways. Its wire is this project's assumption (see `mapping`)."""
