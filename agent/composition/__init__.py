"""Builds what a link works with out of its configuration: the one place where connectors, store and flows meet."""

from agent.composition.link import Link, pair_shapes
from agent.composition.workshop import SkewHeard, Workshop

__all__ = ["Link", "SkewHeard", "Workshop", "pair_shapes"]
