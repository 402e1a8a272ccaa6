"""The command line, a thin skin over pipeline and report."""
