"""The text of the page: tables of rows, and what the figures show in numbers."""

from cases import Found
from sizes import THICKNESSES, Sizes
from transport_rows import Row

CONTRASTS = {
    "inf": "perfect conductors",
    "100": "100",
    "10": "10",
    "0.1": "0.1",
    "1e-4": "1e-4",
    "0": "insulators, cut grains",
}
Results = list[Found | None]


def page(template: str, rows: list[Row], found: Results, sizes: Sizes) -> str:
    """Return the page."""
    pairs = list(zip(rows, found, strict=True))
    done = [(row, ours) for row, ours in pairs if ours is not None]
    others = [(row, ours) for row, ours in done if row.case != "array"]
    missing = [row for row, ours in pairs if ours is None]
    inside, counted = _coverage([(r, f) for r, f in done if r.case == "array"])
    headings = ("quantity", "case", "reference", "±", "ceralyte", "difference", "source", "remark")
    values = {
        "grain": f"{10 * sizes.grain:.3g}",
        "gain": _gain(sizes),
        "thin": f"{1e6 * max(d for d, _ in sizes.membranes[THICKNESSES[0], 0.0]):.2g}",
        "loss": _loss(sizes),
        "sc": _arrays(done, "SC"),
        "bcc": _arrays(done, "BCC"),
        "inside": str(inside),
        "counted": str(counted),
        "rows": table(headings, [_line(row, ours) for row, ours in others]),
        "missing": table(
            ("quantity", "case", "reference", "source", "why not"),
            [(r.quantity, r.condition, r.value, r.source, r.remark) for r in missing],
        ),
    }
    for name, value in values.items():
        template = template.replace(f"{{{name}}}", value)
    return template


def columns(rows: list[Row], found: Results) -> dict[str, list[object]]:
    """Return all rows as columns, with our values."""
    pairs = list(zip(rows, found, strict=True))
    return {
        "quantity": [row.quantity for row in rows],
        "condition": [row.condition for row in rows],
        "reference": [row.value for row in rows],
        "ceralyte": ["" if ours is None else f"{ours.value:.7g}" for ours in found],
        "stated error": [f"{f.spread:.2g}" if f and f.spread else "" for f in found],
        "difference": [_difference(row, ours) if ours else "" for row, ours in pairs],
        "method": [ours.method if ours else "" for ours in found],
        "source": [row.source for row in rows],
        "confidence": [row.confidence for row in rows],
        "remark": [row.remark for row in rows],
    }


def table(headings: tuple[str, ...], rows: list[tuple[str, ...]]) -> str:
    """Return a Markdown table."""
    lines = [headings, tuple("---" for _ in headings), *rows]
    return "\n".join("| " + " | ".join(line) + " |" for line in lines)


def _line(row: Row, ours: Found) -> tuple[str, ...]:
    value = f"{ours.value:.6g}" + (f" ± {ours.spread:.1g}" if ours.spread else "")
    unsure = f" ({row.confidence})" if "memory" in row.confidence else ""
    remark = "; ".join(text for text in (ours.method, row.remark) if text)
    return (
        row.quantity,
        row.condition,
        row.value,
        row.uncertainty,
        value,
        _difference(row, ours),
        row.source + unsure,
        remark,
    )


def _difference(row: Row, ours: Found) -> str:
    """Relative; of errors in percent, orders and values of nought absolute."""
    exact = float(row.value)
    if exact == 0 or row.case in ("voxel_error", "order"):
        return f"{ours.value - exact:+.2g}"
    return percent(ours.value / exact - 1)


def percent(share: float) -> str:
    """Return a share as text: "+0.12 %"; below 1e-4 % as nought."""
    value = 100 * share
    return "0 %" if abs(value) < 1e-4 else f"{value:+.2g} %"


def _arrays(done: list[tuple[Row, Found]], lattice: str) -> str:
    by_place = {tuple(r.arguments.split()): (r, f) for r, f in done if r.case == "array"}
    fractions = sorted({key[2] for key in by_place if key[0] == lattice}, key=float)
    lines = [
        (
            fraction,
            *(_difference(*by_place[lattice, contrast, fraction]) for contrast in CONTRASTS),
        )
        for fraction in fractions
    ]
    return table(("fraction", *CONTRASTS.values()), lines)


def _coverage(arrays: list[tuple[Row, Found]]) -> tuple[int, int]:
    """How many extrapolated values lie within their stated error of the exact one; of how many."""
    stated = [(abs(f.value - float(r.value)), f.spread) for r, f in arrays if f.spread is not None]
    return sum(error <= spread for error, spread in stated), len(stated)


def _gain(sizes: Sizes) -> str:
    """How much better 10 um conduct than 1 um with 1 ohm cm2."""
    values = [
        min(zip(sizes.diameters, sizes.bulk[1.0], strict=True), key=lambda p: abs(p[0] - d))[1]
        for d in (1e-6, 10e-6)
    ]
    return f"{values[1] / values[0]:.2g}"


def _loss(sizes: Sizes) -> str:
    """Share of the bulk's conductivity that the coarsest membrane has lost, without resistance."""
    coarsest = max(sizes.membranes[THICKNESSES[0], 0.0])[1]
    return f"{100 * (1 - coarsest / sizes.bulk[0.0][0]):.2g}"
