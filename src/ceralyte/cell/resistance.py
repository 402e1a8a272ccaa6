"""Where the resistance of a repeat unit sits: membrane, interfaces, cathode."""

from math import exp
from typing import Annotated, Literal

from scipy.constants import R

from ceralyte.cell.design import CompositeElectrode
from ceralyte.cell.stack import check_positive
from ceralyte.core.errors import InputError
from ceralyte.core.quantities import Outcome, Quantity, Unavailable
from ceralyte.core.stated import Stated, above, at_least
from ceralyte.core.units import LENGTH, TEMPERATURE, show
from ceralyte.model.cell import ResistanceBudget, ResistancePart

BRUGGEMAN = 1.5
"""Exponent of the share of the electrolyte in a composite electrode, a rule of thumb: spheres."""

_UNIT = "ohm*m^2"


class Interface(Stated):
    """Area-specific resistance between the membrane and an electrode.

    Attributes
    ----------
    side : {"cathode", "anode"}
    resistance : float, ohm m2
        At `temperature` (K).
    activation_energy : float or None, J/mol
        Of the conductance, ln(1/R) over 1/T; None: taken as constant.
    """

    side: Literal["cathode", "anode"]
    resistance: Annotated[float, at_least(0, "ohm m2")]
    temperature: Annotated[float, above(0, "K")]
    activation_energy: Annotated[float, at_least(0, "J/mol")] | None = None

    def at(self, temperature: float) -> Quantity:
        """Return the resistance at a temperature (K), ohm m2."""
        if self.activation_energy is None:
            return Quantity(
                value=self.resistance,
                unit=_UNIT,
                method="stated",
                validity=""
                if temperature == self.temperature
                else "taken as at " + show(self.temperature, TEMPERATURE),
            )
        change = exp(self.activation_energy / R * (1 / temperature - 1 / self.temperature))
        return Quantity(
            value=self.resistance * change, unit=_UNIT, method="stated, by its activation energy"
        )


def conducting_share(electrode: CompositeElectrode, electrolyte: str) -> float:
    """Return the ionic conductivity of an electrode over that of its electrolyte [-].

    Validity
    --------
    Volume share ** `BRUGGEMAN`, a rule of thumb; poor contacts and fine particles make it lower.
    """
    share: float = electrode.volume_fraction(electrolyte) ** BRUGGEMAN
    return share


def electrode_resistance(thickness: float, ionic_conductivity: Outcome) -> Outcome:
    """Return the ionic resistance of a composite electrode, ohm m2.

    Parameters
    ----------
    thickness : float, m
    ionic_conductivity : Outcome, S/m
        Effective, of the solid electrolyte in the electrode.

    Returns
    -------
    Quantity or Unavailable
        L / (3 kappa): a third of the ohmic resistance, since the ionic current falls from its
        full value at the membrane to nothing at the foil.

    Raises
    ------
    InputError
        Thickness not above zero.

    Validity
    --------
    The reaction runs evenly through the electrode and electrons move freely; a poor
    electrolyte or low carbon content makes it uneven, and the resistance larger.

    Source
    ------
    Low-frequency limit of the transmission line of a porous electrode: R. de Levie,
    Electrochim. Acta 8, 751 (1963).

    Examples
    --------
    >>> kappa = Quantity(value=0.02, unit="S/m", method="measured")
    >>> round(electrode_resistance(60e-6, kappa).value, 6)
    0.001
    """
    check_positive("electrode thickness", thickness, LENGTH)
    if isinstance(ionic_conductivity, Unavailable):
        return Unavailable(unit=_UNIT, reason=ionic_conductivity.reason)
    if not ionic_conductivity.value > 0:
        return Unavailable(unit=_UNIT, reason="its electrolyte does not conduct")
    kappa = ionic_conductivity
    value = thickness / (3 * kappa.value)
    return Quantity(
        value=value,
        unit=_UNIT,
        method=f"a third of thickness / ionic conductivity ({kappa.method})",
        std_model=None if kappa.std is None else kappa.std / kappa.value * value,
        estimate=kappa.estimate,
        validity=kappa.validity,
    )


def resistance_budget(
    membrane: Outcome,
    cathode: Outcome,
    anode: Outcome | None,
    interfaces: tuple[Interface, ...],
    temperature: float,
) -> ResistanceBudget:
    """Add the resistances of a repeat unit up at a temperature.

    Parameters
    ----------
    membrane, cathode, anode : Outcome, ohm m2
        At `temperature`; anode None for a metal, which has no ionic resistance inside.
    interfaces : tuple of Interface
        Those that are known; each side at most once.
    temperature : float, K

    Returns
    -------
    ResistanceBudget
        Its total is Unavailable where that of the membrane is; what else is unknown is named in
        the validity of the total, which then is a lower bound.

    Raises
    ------
    InputError
        One side twice, a negative resistance.
    """
    sides = [i.side for i in interfaces]
    if len(set(sides)) < len(sides):
        raise InputError("interfaces", f"'{sides[0]}' is stated twice", "each side once")
    for i in interfaces:
        if i.resistance < 0:
            raise InputError(
                f"interface at the {i.side}", f"{1e4 * i.resistance:g} ohm*cm^2", "0 or more"
            )
    known = {i.side: i.at(temperature) for i in interfaces}
    unstated = Unavailable(unit=_UNIT, reason="not stated: counted as none")
    rows: list[tuple[str, Outcome]] = [
        ("membrane", membrane),
        ("cathode, ions", cathode),
        ("interface at the cathode", known.get("cathode", unstated)),
        ("interface at the anode", known.get("anode", unstated)),
    ]
    if anode is not None:
        rows.append(("anode, ions", anode))
    parts = tuple(ResistancePart(name=name, resistance=r) for name, r in rows)
    return ResistanceBudget(temperature=temperature, parts=parts, total=_total(parts))


def _total(parts: tuple[ResistancePart, ...]) -> Outcome:
    membrane = parts[0].resistance
    if isinstance(membrane, Unavailable):
        return Unavailable(unit=_UNIT, reason=f"of the membrane: {membrane.reason}")
    known = [p.resistance for p in parts if isinstance(p.resistance, Quantity)]
    missing = [p.name for p in parts if isinstance(p.resistance, Unavailable)]
    return Quantity(
        value=sum(q.value for q in known),
        unit=_UNIT,
        method="sum of the known contributions",
        std_model=sum(q.std for q in known if q.std is not None) or None,  # one ceramic in both
        estimate=any(q.estimate for q in known),
        validity=f"not in it: {', '.join(missing)}; the true one is larger" if missing else "",
    )
