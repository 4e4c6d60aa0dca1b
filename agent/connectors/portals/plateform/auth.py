"""Plateform's login: the restaurant's id and its API key as HTTP Basic (the help centre's user name and password)."""

import base64


def basic(restaurant_id: str, api_key: str) -> str:
    """The value of the `Authorization` header."""
    return "Basic " + base64.b64encode(f"{restaurant_id}:{api_key}".encode()).decode("ascii")
