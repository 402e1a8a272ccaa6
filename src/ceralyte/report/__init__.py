"""A design as one HTML page, with its figures and the numbers behind them; computes nothing."""

from ceralyte.report.write import write_report

__all__ = ["write_report"]
