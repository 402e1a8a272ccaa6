"""What `ceralyte study advise` prints: calibrations and recipes to make next."""

from ceralyte.cli.output import STDOUT, table
from ceralyte.core.display import display_unit, symbol, to_display
from ceralyte.core.format import number
from ceralyte.study import Advice, Expected


def show_advice(found: Advice) -> None:
    """Print an advice as tables."""
    table(
        f"The model beside {found.samples} samples",
        (
            "result",
            "samples",
            "measured / predicted",
            "95 %",
            "scatter",
            "95 %",
            "model's own error",
        ),
        [
            (
                c.number.replace("_", " "),
                str(c.count),
                f"{c.bias:.3g}",
                f"{c.bias_low:.2g} to {c.bias_high:.2g}",
                f"{100 * c.scatter:.0f} %",
                f"{100 * c.scatter_low:.0f} to {100 * c.scatter_high:.0f} %",
                f"{100 * c.model_error:.0f} %",
            )
            for c in found.calibrations
        ],
    )
    table(
        "Make these next",
        ("point", *(f"{n.replace('_', ' ')} ({g})" for n, g in found.objectives.items()), "recipe"),
        [
            (
                str(p.point),
                *(_told(e, found.units[n], n) for n, e in p.expected.items()),
                "; ".join(f"{name} {label}" for name, label in p.labels.items()),
            )
            for p in found.proposals
        ],
    )
    for p in found.proposals:
        STDOUT.print(f"{p.point}: {p.reason}", markup=False)
    for note in found.notes:
        STDOUT.print(f"note: {note}", markup=False)


def _told(expected: Expected, si_unit: str, name: str) -> str:
    unit = display_unit(si_unit, name)
    values = (expected.median, expected.low, expected.high)
    median, low, high = (number(to_display(v, unit)) for v in values)
    return f"{median} {symbol(unit)}".rstrip() + f" ({low} to {high})"
