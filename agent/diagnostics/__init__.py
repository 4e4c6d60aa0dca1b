"""The log, what is left out of it, and the doctor."""
