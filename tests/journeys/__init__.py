"""The whole road over real sockets, judged by what the two servers hold."""
