"""Plateform: orders. Its wire is this project's assumption (see `mapping`)."""
