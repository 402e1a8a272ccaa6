"""A design as one HTML page, figures of a packing, the numbers behind them; computes nothing."""

from ceralyte.report.packing import write_packing_figures
from ceralyte.report.write import write_report

__all__ = ["write_packing_figures", "write_report"]
