"""What the agent makes of answers that no honest server gives: over real sockets, with a real store."""
