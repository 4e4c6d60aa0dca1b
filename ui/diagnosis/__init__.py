"""What the doctor found: one list, green or red, each red one with its remedy."""
