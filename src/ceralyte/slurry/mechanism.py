"""How a solvent acts on a ceramic, in words.

Source
------
Sang, Ponga, Fleischauer and Wu, perspective "Navigating Solvent Chemistry and Microstructures",
sections "Halides in Solvent" (degradation by dissolution) and "Sulfides in Solvents" (decomposition
of the polyhedra by acid-base chemistry).
"""

_DISSOLUTION = (
    "a polar solvent takes the metal-halogen octahedra apart into solvated ions; on drying, binary "
    "salts or solvates stay behind"
)
_BY_FAMILY = {
    ("halide", "dissolves"): _DISSOLUTION,
    ("halide", "decomposes"): _DISSOLUTION,
    ("sulfide", "decomposes"): (
        "an electron donor of the solvent attacks the phosphorus or germanium of the polyhedra; "
        "polysulfides, P2S6 units or oxidised products form"
    ),
}
_BY_OUTCOME = {
    "h2s_release": (
        "a proton of the solvent takes sulfur from the polyhedra, toxic H2S escapes, and the "
        "phosphorus is oxidised"
    ),
    "decomposes": "the solvent reacts with the ceramic",
    "dissolves": "the solvent dissolves the ceramic, which does not come back on drying",
    "complex_reversible": (
        "solvent and ceramic form a complex; the ceramic comes back when heat drives out all of "
        "the solvent"
    ),
    "stable_morphology_change": (
        "the crystal structure stays, but particles and grain boundaries change and the "
        "conductivity with them"
    ),
    "stable": "the solvent neither dissolves the ceramic nor attacks its structure",
    "no_solvent": (
        "no solvent touches the ceramic; reactions of ceramic and binder on mixing, and of the "
        "binder with the electrodes, are not covered"
    ),
    "no_documented_outcome": (
        "no report on this pair is in the data; unknown is not the same as safe"
    ),
}
_THIOPHOSPHATES = ("sulfide", "argyrodite")


def mechanism(family: str, outcome: str) -> str:
    """Return what happens to a ceramic of `family` (catalogue) at this `outcome`, as a sentence."""
    group = "sulfide" if family in _THIOPHOSPHATES else family
    return _BY_FAMILY.get((group, outcome)) or _BY_OUTCOME[outcome]
