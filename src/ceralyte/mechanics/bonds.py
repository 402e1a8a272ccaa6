"""From pressed grains to bonds: what holds two grains together, how stiffly and how strongly."""

from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from ceralyte.core.errors import InputError
from ceralyte.core.units import LENGTH, MODULUS, PRESSURE, SURFACE_ENERGY, Dimension, show
from ceralyte.mechanics.network import BondNetwork
from ceralyte.model import PressedPacking

Floats = NDArray[np.float64]
BridgePlacement = Literal["necks", "coating", "fibrils", "segregated"]

_LEAST_AREA = 1e-4
"""Contacts smaller than this share of the mean area carry nothing."""


@dataclass(frozen=True)
class Solid:
    """An elastic material: Young's modulus (Pa) and Poisson's ratio [-]."""

    youngs_modulus: float
    poissons_ratio: float

    def __post_init__(self) -> None:
        """Refuse what no stable solid has."""
        _require_positive("youngs_modulus", self.youngs_modulus, MODULUS)
        if not -1 < self.poissons_ratio < 0.5:
            problem = f"got {self.poissons_ratio:g}"
            raise InputError("poissons_ratio", problem, "above -1 and below 0.5")


@dataclass(frozen=True)
class Adhesion:
    """How two pressed grains hold together.

    Attributes
    ----------
    strength : float or None, Pa
        Tensile force over contact area at which they part; None: the energy alone decides.
    energy : float or None, J/m2
        Work to part them, per contact area; None: they part at once.
    """

    strength: float | None = None
    energy: float | None = None

    def __post_init__(self) -> None:
        """Refuse an adhesion that says nothing."""
        if self.strength is None and self.energy is None:
            raise InputError(
                "adhesion",
                "neither strength nor energy is given",
                "a measured adhesion_strength or adhesion_energy of two pressed grains",
            )
        if self.strength is not None:
            _require_positive("adhesion.strength", self.strength, PRESSURE)
        if self.energy is not None:
            _require_positive("adhesion.energy", self.energy, SURFACE_ENERGY)


@dataclass(frozen=True)
class Bridges:
    """Binder between the grains.

    Attributes
    ----------
    solid : Solid
    strength : float, Pa
        At which the binder, or its bond to the ceramic, tears.
    volume_fraction : float
        Of the binder in the box [-].
    placement : {"necks", "coating", "fibrils", "segregated"}
        Necks all reach as far as the gap is wide; coatings merge where the gap is narrower than
        two films, and necks between them hold what the film leaves; fibrils and domains run from
        grain to grain with one section.
    energy : float or None, J/m2
        To tear it, per section; None: it tears at once.
    film_thickness : float or None, m
        Of a coating; None: all binder is film.
    roughness : float
        Surface under a coating over that of smooth grains [-].
    """

    solid: Solid
    strength: float
    volume_fraction: float
    placement: BridgePlacement
    energy: float | None = None
    film_thickness: float | None = None
    roughness: float = 1.0

    def __post_init__(self) -> None:
        """Refuse a binder that holds nothing."""
        _require_positive("binder.strength", self.strength, PRESSURE)
        if self.energy is not None:
            _require_positive("binder.energy", self.energy, SURFACE_ENERGY)
        if not 0 < self.volume_fraction < 1:
            raise InputError(
                "binder.volume_fraction", f"got {self.volume_fraction:g}", "above 0, below 1"
            )
        if self.film_thickness is not None:
            _require_positive("binder.film_thickness", self.film_thickness, LENGTH)
        if not self.roughness >= 1:
            raise InputError("roughness", f"got {self.roughness:g}", "1 (smooth) or more")


def bonds_of(
    pressed: PressedPacking,
    grain: Solid,
    *,
    adhesion: Adhesion | None = None,
    bridges: Bridges | None = None,
) -> BondNetwork:
    """Return the bonds between the grains of a pressed packing.

    A pressed contact of radius a has the stiffness E a / (1 - nu^2) along its normal and that
    times 2 (1 - nu) / (2 - nu) across it (Mindlin 1949). With an adhesion strength it carries
    strength x area, with an adhesion energy W at most sqrt(8 pi E* W a^3), the pull-off of a
    flat punch (Kendall 1971), E* = E / (2 (1 - nu^2)). A bridge of binder carries strength x
    section, and its stiffness is that of a prism in series with the grains. Where both hold, they
    are two bonds side by side. Without adhesion contacts carry pressure only and slide freely.

    Parameters
    ----------
    pressed : PressedPacking
    grain : Solid
    adhesion : Adhesion, optional
    bridges : Bridges, optional

    Raises
    ------
    InputError
        Nothing holds the grains: neither adhesion nor binder is given; no grains touch; or a film
        takes more binder than there is.

    Validity
    --------
    Grains stay whole: bonds break, not grains. A contact is stiff as one between half-spaces: too
    stiff where contacts are wide and many. The shear strength is taken as the tensile strength.
    """
    if adhesion is None and bridges is None:
        raise InputError(
            "strength",
            "nothing is known to hold the grains together",
            "a binder with its tensile_strength, or the ceramic's adhesion_strength or "
            "adhesion_energy, with their source",
        )
    areas = pressed.contact_areas
    kept = areas > _LEAST_AREA * areas.mean() if len(areas) else np.zeros(0, np.bool_)
    if not kept.any():
        raise InputError("strength", "no two grains touch", "a packing that is jammed or pressed")
    bare = _Contacts(pressed, kept, grain)
    parts = [bare.adhesive(adhesion)] if adhesion is not None else []
    if bridges is not None:
        parts.append(bare.bridged(bridges, alone=adhesion is None))
    columns = [np.concatenate(column) for column in zip(*parts, strict=True)]
    copies = len(parts)
    return BondNetwork(
        len(pressed.particles),
        pressed.particles.box,
        pressed.particles.periodic,
        np.tile(bare.pairs, (copies, 1)),
        np.tile(bare.branches, (copies, 1)),
        np.tile(bare.levers, copies),
        np.tile(bare.places, (copies, 1)),
        *columns,
    )


class _Contacts:
    """Geometry of the contacts, and the six properties (m,) of the bonds on them."""

    def __init__(self, pressed: PressedPacking, kept: NDArray[np.bool_], grain: Solid) -> None:
        self.grain, self.volume = grain, float(np.prod(pressed.particles.box))
        self.pairs, self.branches = pressed.contacts[kept], pressed.branches[kept]
        self.areas = pressed.contact_areas[kept]
        first, second = pressed.radii[self.pairs.T]
        self.lengths = np.linalg.norm(self.branches, axis=1)
        self.levers = 0.5 + (first**2 - second**2) / (2 * self.lengths**2)
        places = pressed.particles.centres[self.pairs[:, 0]] + self.levers[:, None] * self.branches
        box = pressed.particles.box
        self.places = np.where(pressed.particles.periodic, np.mod(places, box), places)
        self.reduced_radii = first * second / (first + second)
        self.free_area = float(pressed.free_areas.sum())

    def adhesive(self, adhesion: Adhesion) -> tuple[Floats, ...]:
        """Bonds of pressed contacts."""
        normal = self._pressed_stiffness(self.areas)
        strengths = []
        if adhesion.strength is not None:
            strengths.append(adhesion.strength * self.areas)
        if adhesion.energy is not None:
            # 8 pi E* W a^3 with normal = 2 E* a
            strengths.append(np.sqrt(4 * adhesion.energy * self.areas * normal))
        strength = np.minimum.reduce(strengths)
        energy = (adhesion.energy or 0.0) * self.areas
        return normal, self._sheared(normal), normal, strength, strength, energy

    def bridged(self, bridges: Bridges, *, alone: bool) -> tuple[Floats, ...]:
        """Bonds of binder; `alone` where the contacts beneath hold no tension."""
        sections, heights = self._bridges(bridges)
        grains = self._pressed_stiffness(self.areas + sections)
        prism = bridges.solid.youngs_modulus * sections / heights
        normal = 1 / (1 / prism + 1 / grains)
        shear_of_prism = prism / (2 * (1 + bridges.solid.poissons_ratio))
        tangential = 1 / (1 / shear_of_prism + 1 / self._sheared(grains))
        closed = normal + self._pressed_stiffness(self.areas) if alone else normal
        strength = bridges.strength * sections
        energy = (bridges.energy or 0.0) * sections
        return normal, tangential, closed, strength, strength, energy

    def _bridges(self, bridges: Bridges) -> tuple[Floats, Floats]:
        """Sections (m2) and heights (m) of the bridges, by the volume of binder."""
        volume = bridges.volume_fraction * self.volume
        radii = self.reduced_radii
        if bridges.placement in ("necks", "coating"):
            coated = bridges.placement == "coating"
            film, left = self._film(bridges, volume) if coated else (0.0, volume)
            # the gap between two spheres around a flat contact is (r^2 - a^2) / (2 R); between
            # the films on them it is narrower by two films
            width = 2 * film + np.sqrt(left / (np.pi * radii.sum()))
            return 2 * np.pi * radii * width, np.full_like(radii, width / 2)
        return np.full_like(radii, volume / self.lengths.sum()), self.lengths

    def _film(self, bridges: Bridges, volume: float) -> tuple[float, float]:
        """Thickness of the film of a coating (m), and the volume that it leaves (m3)."""
        surface = bridges.roughness * self.free_area
        film = bridges.film_thickness
        if film is None:
            return volume / surface, 0.0
        if film * surface > volume * (1 + 1e-6):
            raise InputError(
                "binder.film_thickness",
                f"{show(film, LENGTH)} takes more binder than there is",
                f"up to {show(volume / surface, LENGTH)}, which all of it makes",
            )
        return film, max(volume - film * surface, 0.0)

    def _pressed_stiffness(self, areas: Floats) -> Floats:
        modulus = self.grain.youngs_modulus / (1 - self.grain.poissons_ratio**2)
        return np.asarray(modulus * np.sqrt(areas / np.pi))

    def _sheared(self, normal: Floats) -> Floats:
        nu = self.grain.poissons_ratio
        return normal * 2 * (1 - nu) / (2 - nu)


def _require_positive(field: str, value: float, dimension: Dimension) -> None:
    if not value > 0:
        problem = f"got {show(value, dimension)}"
        raise InputError(field, problem, f'above 0, such as "{dimension.example}"')
