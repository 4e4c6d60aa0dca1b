"""The fault matrix: seeded evenings in which everything breaks, judged by the two servers (docs/faults.md)."""
