"""`python -m ui`: the same as the command `campanello`."""

from ui.begin import main

main()
