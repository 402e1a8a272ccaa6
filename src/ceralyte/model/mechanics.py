"""Mechanical tests of a membrane: what tears, what bends, what creeps."""

from typing import Literal

from ceralyte.core.quantities import Outcome, Quantity, Record
from ceralyte.core.units import PRESSURE, show
from ceralyte.model.results import MandrelResult, Series


class NetworkTest(Record):
    """One test of one packing as a network of bonds.

    Attributes
    ----------
    mode : "tension", "compression" or "bending"
    held_by : str
        What the bonds are: one end of what is known, or what was stated.
    seed : int
    strength, modulus : Quantity (Pa)
        Of a piece that is not broken a lower limit: no `high`.
    broken : bool
        False where the stress still rose at the largest strain of the test.
    failure_strain : Quantity [-]
    fracture_energy : Quantity (J/m2)
        Spent by the bonds up to the end of the test, over the section.
    curve : Series
        Stress against strain.
    box : tuple of 3 float, m
    crack : tuple of (x, y, z), m
        Places of the broken bonds, in the order in which they broke.
    bonds : int
    """

    mode: Literal["tension", "compression", "bending"]
    held_by: str
    seed: int
    strength: Quantity
    failure_strain: Quantity
    modulus: Quantity
    fracture_energy: Quantity
    curve: Series
    box: tuple[float, float, float]
    crack: tuple[tuple[float, float, float], ...]
    bonds: int
    broken: bool = True


class StrengthSheet(Record):
    """What the network tests of a membrane say together.

    Attributes
    ----------
    tensile_strength : Quantity (Pa) or Unavailable
        An estimate: geometric mean of the weakest and strongest way in which the grains may be
        held, with the support in parallel; `low` and `high` a factor of 2 beyond both.
    failure_strain : Quantity [-] or Unavailable
    tests : tuple of NetworkTest
        Of the ceramic and binder alone.
    with_support : tuple of Series
        Stress against strain with the support in parallel, one per tensile test; none without a
        support of known stiffness.
    weibull_modulus : Quantity [-] or Unavailable
        Of the strengths over the seeds.
    size_effect : Series or None
        Strength against the volume under load.
    support_trade : Series or None
        Strength that the recipe's support adds against the thickness that it costs.
    notes : tuple of str
    """

    tensile_strength: Outcome
    failure_strain: Outcome
    tests: tuple[NetworkTest, ...] = ()
    with_support: tuple[Series, ...] = ()
    weibull_modulus: Outcome
    size_effect: Series | None = None
    support_trade: Series | None = None
    notes: tuple[str, ...] = ()


class LayerBend(Record):
    """One layer of a bent stack; strains [-] and elastic stresses (Pa) of its two faces.

    `yield_strength` (Pa) is where it flows, `tensile_strength` (Pa) from and to where it may tear;
    None: not known.
    """

    name: str
    thickness: float
    youngs_modulus: float
    strain_inner: float
    strain_outer: float
    stress_inner: float
    stress_outer: float
    yield_strength: float | None = None
    tensile_strength: tuple[float | None, float | None] | None = None
    is_membrane: bool = False

    @property
    def beyond(self) -> str:
        """What its elastic stresses are beyond, in words; empty where nothing is known of that.

        Of strengths that of tension alone: faces that are pressed are not judged.
        """
        if self.yield_strength is not None:
            flows = max(abs(self.stress_inner), abs(self.stress_outer)) > self.yield_strength
            return f"flows from {show(self.yield_strength, PRESSURE)} on" if flows else ""
        low, high = self.tensile_strength or (None, None)
        pulled = max(self.stress_inner, self.stress_outer)
        if high is not None and pulled > high:
            return f"beyond the strength, {show(high, PRESSURE, 2)}: cracked"
        if low is not None and pulled > low:
            return f"may crack from {show(low, PRESSURE, 2)} on"
        return ""


class StackBend(Record):
    """A stack on a cylinder.

    Attributes
    ----------
    what : str
        "membrane" or "cell".
    radius, neutral_axis : float, m
        Of the cylinder; the axis from the face that lies on it.
    tension : float, N/m
    bonded, sliding : tuple of LayerBend
        Layers glued to each other, and sliding without friction: reality lies between.
    radius_minimum_bonded, radius_minimum_sliding : Quantity (m) or Unavailable
        Smallest cylinder for the layer whose strength is known; `method` names it and its face.
    winding_pressure : Quantity (Pa)
        Of one turn under the tension on what lies inside.
    """

    what: str
    radius: float
    neutral_axis: float
    tension: float
    bonded: tuple[LayerBend, ...]
    sliding: tuple[LayerBend, ...]
    radius_minimum_bonded: Outcome
    radius_minimum_sliding: Outcome
    winding_pressure: Quantity


class FaceChange(Record):
    """A face of the bent membrane: strain [-], its porosity [-], conductivity over before [-].

    `Unavailable` where the membrane has cracked.
    """

    face: Literal["inner", "outer"]
    strain: float
    porosity: Outcome
    conductivity_factor: Outcome


class BendingSheet(Record):
    """A membrane alone and in its cell, bent.

    Attributes
    ----------
    stacks : tuple of StackBend
    faces : tuple of FaceChange
        Of the membrane alone at the first stack's radius.
    cylinder : MandrelResult or None
        Whether the membrane alone holds there; None without a modulus.
    cell_reason : str
        Why the cell is not among the stacks; empty where it is.
    """

    stacks: tuple[StackBend, ...]
    faces: tuple[FaceChange, ...]
    cylinder: MandrelResult | None = None
    cell_reason: str = ""
    notes: tuple[str, ...] = ()


class StackPressureSheet(Record):
    """A cell under stack pressure.

    Attributes
    ----------
    name : str
    pressure, temperature : float, Pa and K
    packaging_pressure : Quantity (Pa)
        What a vacuum-sealed pouch gives by itself.
    contact_fraction : Quantity [-] or Unavailable
        Share of the membrane's face that touches the anode.
    contact_resistance : Quantity (ohm m2) or Unavailable
    fraction_pressure, resistance_pressure : Series or None
        The same against pressure.
    thickness : tuple of Series
        Of the metal anode against time: sliding, and sticking where the width is known.
    relaxation, breathing : Series or None
        Pressure against time in a clamp of known stiffness, at rest and on cycling.
    breathing_amplitude : Quantity (m) or Unavailable
        Thickness that one charge adds.
    notes : tuple of str
    """

    name: str
    pressure: float
    temperature: float
    packaging_pressure: Quantity
    contact_fraction: Outcome
    contact_resistance: Outcome
    fraction_pressure: Series | None = None
    resistance_pressure: Series | None = None
    thickness: tuple[Series, ...] = ()
    relaxation: Series | None = None
    breathing: Series | None = None
    breathing_amplitude: Outcome
    notes: tuple[str, ...] = ()
