"""Joining a portal to a till: the wizard, and what a link's own card can change."""
