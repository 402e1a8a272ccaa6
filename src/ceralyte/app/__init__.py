"""The web page: a server that runs the same commands as the command line, and shows what came out.

Imported by the command `ceralyte app` alone, so that no other command waits for it.
"""
