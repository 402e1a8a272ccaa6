"""Energies of one pair that the shipped tables lack, computed now (extra `quantum`)."""

from ceralyte.core.errors import ConvergenceError, InputError
from ceralyte.slurry.anatomy import Anatomy
from ceralyte.slurry.computed import (
    ComputedEnergy,
    Energies,
    ProtonEnergies,
    SulfideEnergies,
    computed_units,
)
from ceralyte.slurry.liquid import Liquid
from ceralyte.slurry.mixture import Solvent
from ceralyte.slurry.molecule import acidic_site


def completed(known: Energies, units: Anatomy | None, solvent: Solvent) -> Energies:
    """Return the energies of a pair, with what is missing computed.

    Takes seconds for a small solvent, minutes for a large one; what was computed once is read from
    the store (`remembered`).

    Raises
    ------
    InputError
        Nothing is computed for such a ceramic, or for a mixture; tblite is not installed.
    ConvergenceError
        A cluster that does not relax.
    """
    part = solvent.parts[0][1]
    if units is None or not computed_units(units) or not solvent.pure or part.molecule is None:
        raise InputError(
            "compute",
            f"no energy is defined for {units.formula if units else 'it'} in {solvent.name}",
            "a halide of one halogen with cations of charge 1 and 3, or a compound of Li, P and S, "
            "in a pure solvent",
        )
    smiles = part.molecule.smiles
    if units.family == "halide":
        return known.model_copy(update={"halide": known.halide or _halide(units.formula, smiles)})
    permittivity = part.value("relative_permittivity")
    if permittivity is None:
        raise InputError("compute", f"the permittivity of {solvent.name} is not known", "a solvent "
                         "with one in a materials file")  # fmt: skip
    sulfide = known.sulfide or _sulfide(part, permittivity)
    acidic = acidic_site(smiles) is not None
    proton = known.proton or (_proton(smiles, permittivity) if acidic else None)
    return known.model_copy(update={"sulfide": sulfide, "proton": proton})


def _halide(ceramic: str, smiles: str) -> ComputedEnergy:
    from ceralyte.slurry.quantum_halides import solvolysis

    found = solvolysis(ceramic, smiles)
    return ComputedEnergy(
        ceramic=ceramic,
        smiles=smiles,
        energy=found.energy.value,
        method=found.method,
        version=found.version,
    )


def _sulfide(part: Liquid, permittivity: float) -> SulfideEnergies:
    from ceralyte.slurry.quantum import METHOD, tblite_version
    from ceralyte.slurry.quantum_sulfides import adduct, thiophosphate_reactions

    smiles = part.molecule.smiles if part.molecule else ""
    try:
        bound = adduct(smiles).value
    except ConvergenceError:
        bound = None
    reactions = thiophosphate_reactions(permittivity)
    return SulfideEnergies(
        smiles=smiles,
        permittivity=permittivity,
        adduct=bound,
        method=METHOD,
        version=tblite_version(),
        **{name: quantity.value for name, quantity in reactions.items()},
    )


def _proton(smiles: str, permittivity: float) -> ProtonEnergies:
    from ceralyte.slurry.quantum import METHOD, tblite_version
    from ceralyte.slurry.quantum_protons import proton_energies

    energies = proton_energies(smiles, permittivity)
    return ProtonEnergies(
        smiles=smiles,
        permittivity=permittivity,
        method=METHOD,
        version=tblite_version(),
        **{name: quantity.value for name, quantity in energies.items()},
    )
