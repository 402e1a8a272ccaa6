"""A design as one HTML page; figures of packings, images, solvents and cells; computes nothing."""

from ceralyte.report.blend import write_blend_figures
from ceralyte.report.cell import write_cell_figures
from ceralyte.report.figure_1c import write_figure_1c
from ceralyte.report.figure_2 import write_figure_2
from ceralyte.report.hindcast import write_hindcast_figure
from ceralyte.report.image import write_image_report
from ceralyte.report.impedance import write_impedance_figures
from ceralyte.report.packing import write_packing_figures
from ceralyte.report.pdf import require_typst
from ceralyte.report.slurry import write_confusion_figure, write_screen_figures
from ceralyte.report.stack import write_stack_figures
from ceralyte.report.strength import write_strength_figures
from ceralyte.report.study import write_study_report
from ceralyte.report.study_tables import export_study
from ceralyte.report.write import write_report

__all__ = [
    "export_study",
    "require_typst",
    "write_blend_figures",
    "write_cell_figures",
    "write_confusion_figure",
    "write_figure_1c",
    "write_figure_2",
    "write_hindcast_figure",
    "write_image_report",
    "write_impedance_figures",
    "write_packing_figures",
    "write_report",
    "write_screen_figures",
    "write_stack_figures",
    "write_strength_figures",
    "write_study_report",
]
