"""Cassa in Cloud, the till: its API as far as it is known, and the operator who stands at it."""
