"""The links: how each fares, in the bar above every screen and as cards on a screen of their own."""
