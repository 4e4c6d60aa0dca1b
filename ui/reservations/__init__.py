"""The reservations screen: the day's list, what asks for a person, and the sheet of one reservation."""
