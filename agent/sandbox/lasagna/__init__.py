"""Lasagna Marketing, the portal: its API as the assumed profile has it, its guests and its back office."""
