"""Tilby, the till: its API as far as it is known, and the host who keeps the book of reservations at it."""
