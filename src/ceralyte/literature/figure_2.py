"""The article's Fig. 2c to 2e from the table, with a design of one's own among them."""

from collections.abc import Sequence
from typing import Literal

from ruamel.yaml import YAML

from ceralyte.core.errors import UnknownNameError
from ceralyte.core.quantities import Quantity, Record
from ceralyte.literature.membrane import BASES, PROJECTED, SUPPORTS, PublishedMembrane
from ceralyte.literature.statements import Statement, statements
from ceralyte.model import Design

NAMES = ("2c", "2d", "2e")
NOT_STATED = "not stated"
OWN = "this design"

_BOUNDS = {
    "thickness_maximum": "up to",
    "thickness_upper_bound": "below",
    "thickness_minimum": "at least",
    "conductivity_lower_bound": "at least",
    "conductivity_order_of_magnitude": "order of magnitude",
}


class Point(Record):
    """One membrane of a figure, SI; `x` is None in a figure by groups.

    `bound` says in words that a value is a bound, else "".
    """

    identifier: str
    group: str
    x: float | None
    y: float
    bound: str
    label: str
    link: str


class Figure2(Record):
    """A figure of published membranes.

    Attributes
    ----------
    name : {"2c", "2d", "2e"}
    x_name, x_unit, y_name, y_unit : str
        SI units; `x_name` is "" in a figure by groups.
    grouped_by : str
    groups : tuple of str
        In the order in which they are shown.
    points : tuple of Point
    star : Point or None
        The user's design.
    star_missing : str
        Why a design has no star, else "".
    statements : tuple of Statement
        What the article says of it.
    """

    name: Literal["2c", "2d", "2e"]
    x_name: str
    x_unit: str
    y_name: str
    y_unit: str
    grouped_by: str
    groups: tuple[str, ...]
    points: tuple[Point, ...]
    star: Point | None
    star_missing: str
    statements: tuple[Statement, ...]


def figure_2(
    name: str, membranes: Sequence[PublishedMembrane], design: Design | None = None
) -> Figure2:
    """Return Fig. 2c (conductivity against thickness), 2d (thickness) or 2e (specific energy).

    2c and 2d tell kinds of support apart, 2e the basis of the energy.

    Parameters
    ----------
    name : {"2c", "2d", "2e"}
    membranes : sequence of PublishedMembrane
        Rows without the values are left out, and those rich in polymer or with a filler that
        does not conduct: the article's figure is of membranes rich in ceramic.
    design : Design or None

    Raises
    ------
    UnknownNameError
        Another name.

    Examples
    --------
    >>> from ceralyte.literature import published_membranes
    >>> figure = figure_2("2e", published_membranes())
    >>> max(round(p.y / 3600) for p in figure.points)
    394
    """
    rows = [m for m in membranes if not m.poor_in_ceramic]
    if name == "2c":
        points = [
            _point(m, _support(m), m.thickness, m.conductivity)
            for m in rows
            if m.thickness is not None and m.conductivity is not None
        ]
    elif name == "2d":
        points = [
            _point(m, _support(m), None, m.thickness) for m in rows if m.thickness is not None
        ]
    elif name == "2e":
        points = [
            _point(m, _basis(m), m.thickness, m.specific_energy)
            for m in rows
            if m.thickness is not None and m.specific_energy is not None
        ]
    else:
        raise UnknownNameError("--figure", name, NAMES)
    bases = (*BASES, NOT_STATED)
    order = (*SUPPORTS, *bases, *(f"{basis}, {PROJECTED}" for basis in bases))
    found = {p.group for p in points}
    star, missing = (None, "") if design is None else _star(name, design)
    return Figure2.model_validate(
        {
            "name": name,
            "x_name": "" if name == "2d" else "thickness",
            "x_unit": "" if name == "2d" else "m",
            "y_name": {"2c": "conductivity", "2d": "thickness", "2e": "specific energy"}[name],
            "y_unit": {"2c": "S/m", "2d": "m", "2e": "J/kg"}[name],
            "grouped_by": "basis" if name == "2e" else "support",
            "groups": tuple(sorted(found, key=lambda g: order.index(g) if g in order else 99)),
            "points": tuple(points),
            "star": star,
            "star_missing": missing,
            "statements": _said(name),
        }
    )


def _said(name: str) -> tuple[Statement, ...]:
    topics = {
        "2c": ("conductivity with support", "target"),
        "2d": ("thickness without support", "target"),
        "2e": ("highest specific energy",),
    }[name]
    return tuple(s for s in statements() if s.topic in topics)


def _point(row: PublishedMembrane, group: str, x: float | None, y: float | None) -> Point:
    assert y is not None  # rows without it were left out
    bounds = [f"{flag.split('_')[0]} {_BOUNDS[flag]}" for flag in row.flags if flag in _BOUNDS]
    who = f"{row.first_author} {row.year}".strip() or row.identifier
    return Point(
        identifier=row.identifier,
        group=group,
        x=x,
        y=y,
        bound="; ".join(bounds),
        label=f"{who}: {row.ceramic}" + (f", {row.binder}" if row.binder else ""),
        link=f"https://doi.org/{row.source.locator}" if row.source.locator else "",
    )


def _support(row: PublishedMembrane) -> str:
    return row.support or NOT_STATED


def _basis(row: PublishedMembrane) -> str:
    basis = row.basis or NOT_STATED
    return f"{basis}, {PROJECTED}" if row.projected else basis


def _star(name: str, design: Design) -> tuple[Point | None, str]:
    value = {
        "2c": design.effective_conductivity,
        "2d": design.thickness,
        "2e": design.specific_energy,
    }[name]
    if not isinstance(value, Quantity):
        return None, value.reason
    return (
        Point(
            identifier=OWN,
            group=design.energy_basis if name == "2e" else support_of(design),
            x=None if name == "2d" else design.thickness.value,
            y=value.value,
            bound="",
            label=f"{OWN}: {design.name}" + (", nominal: without current" if name == "2e" else ""),
            link="",
        ),
        "",
    )


def support_of(design: Design) -> str:
    """Return the kind of support of a design, in the words of the table."""
    recipe = YAML(typ="safe").load(design.recipe)
    if recipe.get("membrane", {}).get("architecture") == "substrate_deposited":
        return "substrate-deposited"
    kind = (recipe.get("support") or {}).get("kind", "none")
    return kind if kind in SUPPORTS else "scaffold"
