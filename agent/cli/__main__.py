"""`python -m agent.cli`: the commands without the face."""

from agent.cli import main

main(prog_name="campanello")
