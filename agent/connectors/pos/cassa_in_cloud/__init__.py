"""Cassa in Cloud (TeamSystem): orders and customers of the till."""
