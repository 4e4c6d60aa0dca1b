"""Answers that no vendor would give: never a crash, never a stuck lane, one record aside and the others through."""
