"""Passepartout Menu, the till on the restaurant's network: its AdapterWS service, and the host who works at it."""
