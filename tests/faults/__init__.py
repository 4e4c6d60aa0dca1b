"""The fault matrix: seeded evenings in which everything breaks, judged by what the two servers have (docs/faults.md)."""
