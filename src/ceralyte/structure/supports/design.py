"""From what a recipe says of a support to its geometry."""

from dataclasses import dataclass
from typing import Literal, get_args

import numpy as np

from ceralyte.core.errors import InputError, UnknownNameError
from ceralyte.core.units import LENGTH, show
from ceralyte.model import Capsules
from ceralyte.structure.supports.random_fibres import random_fibres
from ceralyte.structure.supports.regular import LATTICES, Regular, regular
from ceralyte.structure.supports.web import Web

SupportKind = Literal["nonwoven", "nanowires", "woven", "octet", "gyroid"]


@dataclass(frozen=True)
class SupportPlan:
    """A support whose numbers agree.

    Attributes
    ----------
    kind : SupportKind
    thickness, fibre_diameter : float, m
    porosity : float
        Of the bare support [-].
    geometry : Regular or None
        Cell of a mesh or lattice; None for random fibres.
    by_pitch : bool
        Whether the fibre diameter was left out, and follows from pitch and porosity.
    """

    kind: SupportKind
    thickness: float
    fibre_diameter: float
    porosity: float
    geometry: Regular | None = None
    by_pitch: bool = False

    @property
    def period(self) -> float | None:
        """Length (m) in the plane after which it repeats; None for random fibres."""
        if self.geometry is None:
            return None
        return LATTICES[self.kind].periods * self.geometry.pitch


def design_support(
    kind: SupportKind,
    thickness: float,
    *,
    porosity: float | None = None,
    fibre_diameter: float | None = None,
    pitch: float | None = None,
) -> SupportPlan:
    """Return a support with what was left out worked out.

    Parameters
    ----------
    kind : SupportKind
        `nonwoven`: fibres at random in the plane; `nanowires`: in all directions; `woven`: a
        plain weave; `octet`, `gyroid`: printed lattices of struts.
    thickness : float, m
    porosity : float, optional
        Of the bare support [-].
    fibre_diameter : float, m, optional
        Of a fibre, yarn or strut.
    pitch : float, m, optional
        Distance of two yarns, or edge of the cell of a lattice. Random fibres have none; of
        meshes and lattices one of the three may be left out.

    Raises
    ------
    InputError
        Too little, too much, or a geometry that does not exist.

    Examples
    --------
    >>> mesh = design_support("woven", 40e-6, fibre_diameter=20e-6, pitch=60e-6)
    >>> 0.70 < mesh.porosity < 0.75
    True
    """
    if kind not in get_args(SupportKind):
        raise UnknownNameError("support.kind", kind, get_args(SupportKind))
    if kind in LATTICES:
        found = regular(
            kind, thickness, porosity=porosity, fibre_diameter=fibre_diameter, pitch=pitch
        )
        return SupportPlan(
            kind,
            thickness,
            found.fibre_diameter,
            found.porosity,
            found,
            by_pitch=fibre_diameter is None,
        )
    if porosity is None or fibre_diameter is None:
        raise InputError(
            "support",
            f"of kind {kind} needs porosity and fibre_diameter",
            "porosity: 70 %, fibre_diameter: 3 um",
        )
    if not 0 < porosity < 1:
        raise InputError(
            "support.porosity", f"got {100 * porosity:.4g} %", "between 0 and 100 %, both excluded"
        )
    if pitch is not None:
        raise InputError("support.pitch", f"got it for {kind}", "no pitch: fibres lie at random")
    if fibre_diameter > thickness:
        raise InputError(
            "support.fibre_diameter",
            f"{show(fibre_diameter, LENGTH)} is more than the support's {show(thickness, LENGTH)}",
            "fibres thinner than the support",
        )
    return SupportPlan(kind, thickness, fibre_diameter, porosity)


def weave_support(plan: SupportPlan, side: float, *, seed: int = 0) -> Web:
    """Return the fibres of a support in a piece that is periodic in the plane.

    Parameters
    ----------
    plan : SupportPlan
    side : float, m
        Of random fibres the period; of meshes and lattices as many whole cells as reach it.
    seed : int

    Raises
    ------
    InputError
        Fibres too thick or too many for the piece.
    """
    if plan.geometry is None:
        return random_fibres(
            side,
            plan.thickness,
            fibre_diameter=plan.fibre_diameter,
            porosity=plan.porosity,
            in_plane=plan.kind == "nonwoven",
            rng=np.random.default_rng([seed, 1]),
        )
    cell = plan.geometry.cell()
    times = max(int(np.ceil(side / cell.side - 1e-9)), 1)
    steps = cell.side * np.stack(np.meshgrid(*[np.arange(times)] * 2, indexing="ij"), -1)
    shifts = np.column_stack([steps.reshape(-1, 2), np.zeros(times**2)])
    capsules = Capsules(
        (cell.capsules.starts[:, None] + shifts).reshape(-1, 3),
        (cell.capsules.ends[:, None] + shifts).reshape(-1, 3),
        np.repeat(cell.capsules.diameters, times**2),
    )
    return Web(capsules, times * cell.side, cell.thickness, cell.porosity, cell.fibre_diameter)
