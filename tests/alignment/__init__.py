"""The flows of menu and floor over two sides in memory, judged by what the portal holds."""
