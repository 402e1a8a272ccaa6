"""``python -m ceralyte``, where the command is not on the path."""

from ceralyte.cli.main import run

run()
