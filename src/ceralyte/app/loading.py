"""Loading what draws and computes, once a visitor needs it: the server starts in a moment."""


def load_report() -> None:
    """Import the report, and so all below it, as a whole.

    Two threads that begin with different modules of it would each hold one that the other wants;
    Python notices and raises an error in both.
    """
    import ceralyte.report  # noqa: F401
