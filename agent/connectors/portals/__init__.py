"""The portals where guests book and order."""
