"""`python -m ui`: the same as the command `campanello`."""

from ui.entry import main

main()
