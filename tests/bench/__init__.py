"""How fast and how small: `./dev bench` measures each promise against a floor of the same run (docs/bench.md)."""
