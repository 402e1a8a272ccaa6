"""What ceralyte knows of a cell, under the parameter names of PyBaMM; PyBaMM is not needed."""

from math import log

from ceralyte.cell.case import CellCase, cathode_thickness
from ceralyte.cell.design import CellDesign, CompositeElectrode, Foil, HostAnode
from ceralyte.cell.formats import Pouch
from ceralyte.cell.rate import HOUR
from ceralyte.cell.unit import repeat_unit, usable_capacity
from ceralyte.core.errors import InputError
from ceralyte.core.quantities import Record
from ceralyte.model.cell import BuiltCell

_OF_ELECTRODE = (
    "{side} electrode OCP [V]",
    "Maximum concentration in {side_small} electrode [mol.m-3]",
    "Initial concentration in {side_small} electrode [mol.m-3]",
    "{side} particle radius [m]",
    "{side} particle diffusivity [m2.s-1]",
    "{side} electrode exchange-current density [A.m-2]",
    "{side} electrode conductivity [S.m-1]",
)
_OF_CELL = ("Lower voltage cut-off [V]", "Upper voltage cut-off [V]")
_OF_METAL = ("Exchange-current density for lithium metal electrode [A.m-2]",)


class PybammParameters(Record):
    """A part of a PyBaMM parameter set.

    Attributes
    ----------
    parameters : dict of float
        PyBaMM's name -> value; `pybamm.ParameterValues(base).update(parameters)` takes it.
    missing : tuple of str
        What a Doyle-Fuller-Newman model needs besides, which no membrane recipe says: take it
        from a published set for the active material.
    notes : tuple of str
        How a solid electrolyte is put into the terms of a liquid one.
    """

    parameters: dict[str, float]
    missing: tuple[str, ...]
    notes: tuple[str, ...]


def pybamm_parameters(
    case: CellCase,
    built: BuiltCell | None,
    *,
    bulk_conductivity: float,
    membrane_fraction: float,
    catholyte: str | None,
    anolyte: str | None = None,
    temperature: float,
) -> PybammParameters:
    """Return the parameters of a cell under PyBaMM's names, SI and A h as those say.

    Parameters
    ----------
    case : CellCase
        Its membrane conductivity must be known.
    built : BuiltCell or None
        None: one repeat unit of one square metre.
    bulk_conductivity : float, S/m
        Of the electrolyte; PyBaMM scales it with fraction ** Bruggeman coefficient, which is
        chosen so that membrane and cathode get exactly the conductivity of the case.
    membrane_fraction : float
        Share of the electrolyte in the membrane [-], below 1.
    catholyte, anolyte : str or None
        The electrolyte's name among the components of cathode and composite anode.
    temperature : float, K

    Raises
    ------
    InputError
        The membrane's conductivity is unknown; a fraction outside (0, 1).

    Validity
    --------
    A solid conducts by one ion: transference number 1, no concentration gradient. Pores of the
    electrodes carry nothing and are in no volume fraction.
    """
    if case.membrane_conductivity is None:
        raise InputError("membrane conductivity", "is unknown", "a conductivity to export")
    values = {
        **_geometry(case, built),
        "Separator thickness [m]": case.membrane_thickness,
        "Separator density [kg.m-3]": case.membrane_density,
        **_conduction(
            "Separator", case.membrane_conductivity, bulk_conductivity, membrane_fraction
        ),
        "Electrolyte conductivity [S.m-1]": bulk_conductivity,
        "Cation transference number": 1.0,
        **_cathode(case, bulk_conductivity, catholyte),
        **_anode(case, bulk_conductivity, anolyte),
        "Ambient temperature [K]": temperature,
        "Reference temperature [K]": temperature,
        "Initial temperature [K]": temperature,
    }
    return PybammParameters(
        parameters=values, missing=_missing(case.design), notes=_notes(case.design)
    )


def _geometry(case: CellCase, built: BuiltCell | None) -> dict[str, float]:
    """Size and capacity of the cell; a winding is unrolled."""
    design = case.design
    width = height = 1.0
    area, parallel, series = 1.0, 1, 1
    if built is not None:
        area = built.active_area
        if isinstance(case.form, Pouch):
            width, height = case.form.width, case.form.height
            parallel = built.units
        else:
            assert case.form is not None  # a built cell has a format
            height = case.form.height - 2 * (case.form.can.thickness + case.form.overhang)
            height -= case.form.headspace
            width = area / height
    if design.bipolar_foil is not None:
        parallel, series = 1, parallel
    capacity = usable_capacity(design) * area / series / HOUR
    return {
        "Electrode width [m]": width,
        "Electrode height [m]": height,
        "Number of electrodes connected in parallel to make a cell": parallel,
        "Number of cells connected in series to make a battery": series,
        "Nominal cell capacity [A.h]": capacity,
        "Current function [A]": case.c_rate * capacity,
        "Contact resistance [Ohm]": case.interface_resistance * series / area,
        **_collector("Positive", design.cathode_foil),
        **_collector("Negative", design.anode_foil),
        **({} if built is None else {"Cell volume [m3]": built.volume.value}),
    }


def _collector(side: str, foil: Foil) -> dict[str, float]:
    return {
        f"{side} current collector thickness [m]": foil.thickness,
        f"{side} current collector density [kg.m-3]": foil.density,
    }


def _conduction(where: str, effective: float, bulk: float, fraction: float) -> dict[str, float]:
    if not 0 < fraction < 1:
        raise InputError(
            f"{where.lower()} electrolyte fraction", f"{fraction:g}", "above 0 and below 1"
        )
    return {
        f"{where} porosity": fraction,
        f"{where} Bruggeman coefficient (electrolyte)": log(effective / bulk) / log(fraction),
    }


def _cathode(case: CellCase, bulk: float, catholyte: str | None) -> dict[str, float]:
    return {
        "Positive electrode thickness [m]": cathode_thickness(case.design),
        **_composite("Positive", case.design.cathode, catholyte, case.cathode_conductivity, bulk),
    }


def _anode(case: CellCase, bulk: float, anolyte: str | None) -> dict[str, float]:
    layers = repeat_unit(case.design, case.membrane_thickness, case.membrane_density)
    thickness = sum(layer.thickness for layer in layers if layer.part == "anode")
    values = {"Negative electrode thickness [m]": thickness}
    anode = case.design.anode
    if isinstance(anode, HostAnode):
        values |= _composite("Negative", anode.electrode, anolyte, case.anode_conductivity, bulk)
    return values


def _composite(
    side: str,
    electrode: CompositeElectrode,
    electrolyte: str | None,
    conductivity: float | None,
    bulk: float,
) -> dict[str, float]:
    active = electrode.volume_fraction(electrode.components[0].name)
    values = {
        f"{side} electrode density [kg.m-3]": electrode.density,
        f"{side} electrode active material volume fraction": active,
    }
    if electrolyte is None or conductivity is None:
        return values
    share = electrode.volume_fraction(electrolyte)
    return values | _conduction(f"{side} electrode", conductivity, bulk, share)


def _missing(design: CellDesign) -> tuple[str, ...]:
    sides = ["Positive"]
    if isinstance(design.anode, HostAnode):
        sides.append("Negative")
    names = [
        name.format(side=side, side_small=side.lower()) for side in sides for name in _OF_ELECTRODE
    ]
    more = () if isinstance(design.anode, HostAnode) else _OF_METAL
    return (*names, *more, *_OF_CELL)


def _notes(design: CellDesign) -> tuple[str, ...]:
    base = "Chen2020" if isinstance(design.anode, HostAnode) else "Xu2019"
    notes = [
        f'pybamm.ParameterValues("{base}").update(parameters, check_already_exists=False); what '
        f"is missing then stays that of {base}: take it for your active material instead",
        "a porosity is the share of the electrolyte, not of pores; Bruggeman coefficients are "
        "chosen to give the conductivities of ceralyte",
        'the contact resistance counts with the option {"contact resistance": "true"}',
    ]
    if not isinstance(design.anode, HostAnode):
        notes.append('a metal anode needs the option {"working electrode": "positive"}')
    return tuple(notes)
