"""Plateform, the portal: orders, reservations, menu and guests, as its assumed profile describes them."""
