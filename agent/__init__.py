"""Campanello's agent: everything but the face. No Qt is imported anywhere below."""

__version__ = "0.1.0"
