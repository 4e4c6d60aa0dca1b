"""Tilby (Zucchetti): bookings, their customers, rooms and tables of the till."""
