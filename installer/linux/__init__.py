"""The Debian package, and the proof that it works in an empty Debian."""
