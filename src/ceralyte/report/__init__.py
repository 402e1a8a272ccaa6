"""A design as one HTML page, figures of packings and blends, their numbers; computes nothing."""

from ceralyte.report.blend import write_blend_figures
from ceralyte.report.figure_1c import write_figure_1c
from ceralyte.report.impedance import write_impedance_figures
from ceralyte.report.packing import write_packing_figures
from ceralyte.report.write import write_report

__all__ = [
    "write_blend_figures",
    "write_figure_1c",
    "write_impedance_figures",
    "write_packing_figures",
    "write_report",
]
