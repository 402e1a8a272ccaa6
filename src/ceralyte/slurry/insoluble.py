"""Sulfides that water does not take apart: their cations hold sulfide more tightly than protons do.

Source
------
Solubility products in `data/sulfide_solubility.csv`; H2S + 2 H2O = S2- + 2 H3O+ with 1.1e-20 and
0.10 mol/l of H2S under one atmosphere, the values used with such tables.
"""

from functools import lru_cache

from ceralyte.core.provenance import Source
from ceralyte.core.quantities import Record
from ceralyte.slurry.anatomy import Anatomy
from ceralyte.slurry.centres import HARD_CENTRES, SOFT_CENTRES
from ceralyte.slurry.evidence import data_rows, sources_of
from ceralyte.slurry.finding import EVEN, FIRM, LIKELY, Finding, found
from ceralyte.slurry.formula import ANIONS
from ceralyte.slurry.groups import ACIDS, OTHER
from ceralyte.slurry.molecule import Molecule

ACIDITY = 1.1e-20  # of both protons of H2S, (mol/l)^2
NEUTRAL = 1e-7  # mol/l of protons
LITTLE = 1e-6  # mol/l of H2S, under 10 ppm of the gas (judgement)
_COLUMNS = (
    "cation",
    "state",
    "formula",
    "solubility_product",
    "kind",
    "confidence",
    "references",
)


class SulfideSolubility(Record):
    """Solubility product of the sulfide of one cation.

    Attributes
    ----------
    formula : str
    state : int
        Oxidation state of the cation.
    product : float
        In mol/l, to the power of the ions of one formula unit, 25 degC.
    sources : tuple of Source
    """

    formula: str
    state: int
    product: float
    sources: tuple[Source, ...]

    @property
    def hydrogen_sulfide(self) -> float:
        """H2S over neutral water in equilibrium with the sulfide, mol/l.

        From M_a S_b + 2b H+ -> a M + b H2S, the cation taken as free: its hydroxide would raise
        the value a little.
        """
        a, b = (1, self.state // 2) if self.state % 2 == 0 else (2, self.state)
        equilibrium = self.product * (NEUTRAL**2 / ACIDITY) ** b
        return float(b * (equilibrium / (a**a * b**b)) ** (1 / (a + b)))


def most_soluble(ceramic: Anatomy) -> SulfideSolubility | None:
    """Return the sulfide of the cation that holds sulfide least tightly.

    None where a cation is neither in the table nor a soft centre, which keeps its sulfur anyway.

    Examples
    --------
    >>> from ceralyte.slurry.anatomy import anatomy
    >>> found = most_soluble(anatomy("Cu2ZnSnS4"))
    >>> found.formula, f"{found.hydrogen_sulfide:.0e}"
    ('ZnS', '3e-08')
    >>> most_soluble(anatomy("CaS")) is None
    True
    """
    known = [solubilities().get(cation) for cation in _cations(ceramic, SOFT_CENTRES)]
    if not known or None in known or _holds_other_anions(ceramic):
        return None
    return max((k for k in known if k), key=lambda k: k.hydrogen_sulfide)


def insoluble_between(ceramic: Anatomy) -> bool:
    """Whether all cations between the polyhedra of a sulfide are those of insoluble sulfides.

    Reports on sulfides of lithium and sodium, which dissolve, say nothing of these.
    """
    between = _cations(ceramic, (*HARD_CENTRES, *SOFT_CENTRES))
    held = bool(between) and all(cation in solubilities() for cation in between)
    return most_soluble(ceramic) is not None or (held and not _holds_other_anions(ceramic))


def insoluble_sulfide(ceramic: Anatomy, read: Molecule) -> Finding | None:
    """Return what a solvent does to a sulfide of such cations; None: the other rules decide.

    They do of liquids that oxidise or acylate sulfide instead of dissolving it, and of molecules
    without any known group, such as thionyl chloride: a small solubility says nothing there.
    """
    least = most_soluble(ceramic)
    if least is None:
        return _hard_among_insoluble(ceramic, read)
    values = {
        f"solubility product of {least.formula}": f"{least.product:.1e} ({least.sources[0].text})",
        "H2S over neutral water": f"{least.hydrogen_sulfide:.0e} mol/l",
    }
    why = "its cations hold sulfide so tightly that it hardly dissolves"
    if read.acidity in ACIDS:
        return found(
            "acid on an insoluble sulfide",
            "h2s_release",
            EVEN,
            f"{why}; acids dissolve some of these sulfides with H2S, others not",
            values,
        )
    if read.oxidant or "acyl halide" in read.groups or read.kind == OTHER:
        return None
    if read.gives_protons and least.hydrogen_sulfide > LITTLE:
        return found(
            "sparingly soluble sulfide",
            "h2s_release",
            EVEN,
            "its solubility product allows noticeable H2S over neutral water; how fast is not "
            "known",
            values,
        )
    sure = FIRM if read.acidity in ("water", "") else LIKELY
    return found(
        "insoluble sulfide",
        "stable",
        sure,
        f"{why}, and next to no H2S comes free even in water",
        values,
    )


def _hard_among_insoluble(ceramic: Anatomy, read: Molecule) -> Finding | None:
    """Of PS4 and the like between cations of insoluble sulfides nobody knows."""
    if not read.gives_protons or not insoluble_between(ceramic):
        return None
    return found(
        "hard polyhedra among cations of insoluble sulfides",
        "h2s_release",
        EVEN,
        "protons would take sulfur from the hard centres, but the cations between them hold it so "
        "tightly that the ceramic hardly dissolves: which wins is not known",
        {"units": ", ".join(ceramic.units)},
    )


def _cations(ceramic: Anatomy, without: tuple[str, ...]) -> list[tuple[str, int]]:
    return [(e, s) for e, s in ceramic.states.items() if e not in (*ANIONS, *without)]


def _holds_other_anions(ceramic: Anatomy) -> bool:
    return "S" not in ceramic.amounts or any(e in ceramic.amounts for e in ("O", "Se", "N"))


@lru_cache(maxsize=1)
def solubilities() -> dict[tuple[str, int], SulfideSolubility]:
    """Return the solubility products by cation and oxidation state."""
    return {
        (row["cation"], int(row["state"])): SulfideSolubility(
            formula=row["formula"],
            state=int(row["state"]),
            product=float(row["solubility_product"]),
            sources=sources_of(
                where,
                row["references"],
                f"solubility product of {row['formula']}",
                row["kind"],
                row["confidence"],
            ),
        )
        for where, row in data_rows("sulfide_solubility.csv", _COLUMNS, _COLUMNS)
    }
