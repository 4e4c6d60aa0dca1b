"""The door over real sockets: what it lets in, what it refuses, and that nobody can hold it."""
