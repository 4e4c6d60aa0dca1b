"""Python's own `import`, kept while Qt for Python is loaded.

Qt for Python puts an `import` of its own in its place, for `from __feature__ import ..` which nobody here writes: it
reads the source of every module that is imported later, and keeps it. Of this program that was 20 MB and, loaded after
the mark, a third of the start.
"""

import builtins
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def own_import() -> Iterator[None]:
    """Around the first import of Qt; later ones change nothing any more."""
    own = builtins.__import__
    try:
        yield
    finally:
        builtins.__import__ = own
