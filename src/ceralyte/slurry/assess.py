"""May this ceramic meet this solvent? Documents first, then analogues, then rules."""

from ceralyte.core.errors import InputError, Mistakes, UnknownNameError
from ceralyte.core.provenance import Source
from ceralyte.materials import Catalogue, load_catalogue
from ceralyte.model import Material
from ceralyte.slurry.anatomy import Anatomy, anatomy
from ceralyte.slurry.binder import check_binder
from ceralyte.slurry.borne import without_borne
from ceralyte.slurry.computed import shipped_energies
from ceralyte.slurry.computing import completed
from ceralyte.slurry.evidence import sources_of
from ceralyte.slurry.formula import parse_formula
from ceralyte.slurry.hazards import hazard_of
from ceralyte.slurry.judging import judged, with_recovery
from ceralyte.slurry.mixture import solvent as read_solvent
from ceralyte.slurry.modifiers import modifiers_in
from ceralyte.slurry.recovery import binder_at_recovery
from ceralyte.slurry.solvates import HOW, Solvate, of_solvate, read_solvate
from ceralyte.slurry.traces import loads_of, molar_mass, require_ratio
from ceralyte.slurry.verdict import Evidence, SlurryVerdict

NO_SOLVENT = "none"
"""Name of the solvent of a dry process."""


def assess(
    ceramic: str,
    solvent: str,
    binder: str | None = None,
    *,
    documents: bool = True,
    compute: bool = False,
    solvent_per_ceramic: float | None = None,
    catalogue: Catalogue | None = None,
) -> SlurryVerdict:
    """Say what a solvent does to a ceramic, why, and how sure, and whether a binder goes with it.

    Published outcomes of the pair decide, weighed against each other where they disagree. Reports
    on analogues (the same structural unit in the same solvent), or on syntheses alone, are weighed
    with the rules; else the rules decide. Evidence of another opinion stands beside the verdict.

    Parameters
    ----------
    ceramic : str
        Name or alias in the catalogue, or a formula, whose charge must balance; of a hydrate or
        solvate, such as "Li3InCl6.2H2O", it is the formula, a dot and the solvent.
    solvent : str
        Name or alias in the catalogue, a SMILES, a mixture ("water/ethanol 1:1" by volume), or
        "none" for a dry process.
    binder : str or None
        Name or alias of a polymer in the catalogue.
    documents : bool
        False: by rules alone, as for a pair that nobody has tried.
    compute : bool
        Compute the energies that the shipped tables lack (extra `quantum`; seconds to minutes, then
        remembered). They stand beside the verdict and never decide it.
    solvent_per_ceramic : float or None
        Mass of the solvent over that of the ceramic, with what its crystal holds [-]: traces in a
        mixture, such as water, are judged by what they amount to for the ceramic; None: by their
        share of the volume.
    catalogue : Catalogue or None
        None: the built-in one.

    Raises
    ------
    UnknownNameError
        Unknown ceramic, solvent or binder; the message gives the nearest names.
    InputError
        A formula that does not balance, a mixture that does not add up, an ion, a bad SMILES, a
        `solvent_per_ceramic` that is not positive;
        `compute` where no energy is defined.

    Validity
    --------
    Clean, dry solvent at room temperature and drying as usual. Rules are calibrated on the
    documented outcomes (`docs/slurry`); of oxides few are known.

    Examples
    --------
    >>> verdict = assess("Li6PS5Cl", "water")
    >>> verdict.outcome, verdict.usable, verdict.equation
    ('h2s_release', False, 'Li6PS5Cl + 4 H2O -> Li3PO4 + LiCl + Li2S + 4 H2S')
    >>> assess("Li3ErBr6", "tetrahydrofuran").outcome
    'dissolves'
    """
    catalogue = catalogue or load_catalogue()
    require_ratio(solvent_per_ceramic)
    if solvate := read_solvate(ceramic, catalogue):
        ratio = _per_host(solvate, solvent_per_ceramic, catalogue)
        host, bound = (
            assess(
                solvate.host,
                s,
                b,
                documents=documents,
                compute=compute,
                solvent_per_ceramic=ratio,
                catalogue=catalogue,
            )
            for s, b in ((solvent, binder), (solvate.guest, None))
        )
        joint = of_solvate(solvate, host, bound)
        if solvent_per_ceramic is not None and ratio is None:
            doubt = f"traces are judged by volume: {solvate.host} in {ceramic} is not known"
            joint = joint.model_copy(update={"doubts": (*joint.doubts, doubt)})
        return _at_recovery(joint, binder, catalogue)
    dry = solvent.strip().casefold() == NO_SOLVENT
    wrong = Mistakes("ceramic, solvent, binder")
    with wrong.noted():
        name, units = _ceramic(ceramic, catalogue)
    with wrong.noted():
        liquid = None if dry else read_solvent(solvent, catalogue)
    with wrong.noted():
        polymer = catalogue.get(binder, "binder", "polymer") if binder else None
    wrong.tell()
    if liquid is None:
        return _dry(name, units, polymer)
    energies = shipped_energies(units, liquid)
    if compute:
        energies = completed(energies, units, liquid)
    ratio = solvent_per_ceramic
    loads = loads_of(liquid, units, ratio, catalogue) if units and ratio is not None else {}
    judged_in, borne = without_borne(name, liquid, loads, catalogue) if documents else (liquid, ())
    verdict = judged(name, units, judged_in, energies, loads, catalogue, documents=documents)
    hazards = tuple(hazard_of(part.name) for _, part in liquid.parts)
    verdict = verdict.model_copy(
        update={
            "solvent": liquid.name,
            "solvents": tuple(part.name for _, part in liquid.parts),
            "hazards": hazards,
            "doubts": (*verdict.doubts, *borne),
        }
    )
    if documents:
        effects, open_about = modifiers_in(name, liquid)
        doubts = (*verdict.doubts, *open_about)
        verdict = verdict.model_copy(update={"modifiers": effects, "doubts": doubts})
    if documents and "complex_reversible" in (verdict.outcome, verdict.leaning):
        verdict = with_recovery(verdict, liquid)
    if polymer is None:
        return verdict
    check = check_binder(polymer, liquid, units, verdict.usable)
    verdict = verdict.model_copy(update={"binder": polymer.name, "binder_check": check})
    return _at_recovery(verdict, binder, catalogue)


def _at_recovery(verdict: SlurryVerdict, binder: str | None, catalogue: Catalogue) -> SlurryVerdict:
    """Doubt a binder that melts where the ceramic is got back."""
    if binder is None or verdict.recovery_step is None:
        return verdict
    molten = binder_at_recovery(catalogue.get(binder), verdict.recovery_step)
    return verdict.model_copy(update={"doubts": (*verdict.doubts, *molten)})


def _per_host(solvate: Solvate, ratio: float | None, catalogue: Catalogue) -> float | None:
    """Mass of solvent over that of the ceramic alone; None where either mass is not known."""
    _, units = _ceramic(solvate.host, catalogue)
    guest = read_solvent(solvate.guest, catalogue).parts[0][1].molecule
    if ratio is None or solvate.count == "n" or units is None or guest is None:
        return None
    return ratio * (1 + float(solvate.count) * guest.molar_mass / molar_mass(units))


def _ceramic(text: str, catalogue: Catalogue) -> tuple[str, Anatomy | None]:
    """Name and units of a ceramic of the catalogue, or of a formula."""
    try:
        material = catalogue.get(text, "ceramic", "ceramic")
    except UnknownNameError as error:
        return _of_formula(text, error, catalogue)
    return material.name, anatomy(material.formula) if material.formula else None


def _of_formula(text: str, unknown: UnknownNameError, catalogue: Catalogue) -> tuple[str, Anatomy]:
    """Name and units of a formula; the catalogue's name where the elements are only reordered."""
    try:
        units = anatomy(text.strip())
    except InputError as error:
        if "is no formula" in error.problem or "is no element" in error.problem:
            unknown.args = (f"{unknown.args[0]} ({HOW})",)
            raise unknown from None
        near = f"; did you mean '{unknown.nearest[0]}'?" if unknown.nearest else ""
        raise InputError("ceramic", error.problem, error.allowed + near) from None
    for material in catalogue:
        if material.formula and dict(parse_formula(material.formula)) == units.amounts:
            return material.name, anatomy(material.formula)
    return text.strip(), units


def _dry(name: str, units: Anatomy | None, polymer: Material | None) -> SlurryVerdict:
    sources: tuple[Source, ...] = sources_of(
        "dry process",
        "wang2022;zhang2021",
        "membranes made by shearing, without a solvent",
        "statement",
        "high",
    )
    return SlurryVerdict(
        ceramic=name,
        solvent=NO_SOLVENT,
        binder=polymer.name if polymer else None,
        outcome="no_solvent",
        usable=True,
        confidence=0.95,
        basis="documented",
        mechanism="no solvent touches the ceramic",
        evidence=(
            Evidence(
                rank="documented",
                outcome="no_solvent",
                statement="membranes made by shearing, without a solvent",
                sources=sources,
            ),
        ),
        binder_check=check_binder(polymer, None, units, True) if polymer else None,
    )
