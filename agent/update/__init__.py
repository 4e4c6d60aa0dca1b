"""Newer versions of the program: looked for, verified, installed at night, and taken back when they do not work.

Nothing of it is loaded where `[update]` is not configured.
"""
