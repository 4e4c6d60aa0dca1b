"""What happened, newest first, and what stopped and needs a person."""
