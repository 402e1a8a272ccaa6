"""Functional groups of solvents: which there are, and what each can do."""

from functools import lru_cache
from typing import Any

GROUPS = (
    ("strong acid", "[$([OX2H1][S,P,N+]=O),$([F,Cl,Br,I;H1])]"),
    ("carboxylic acid", "[CX3](=O)[OX2H1]"),
    ("thiocarboxylic acid", "[$([CX3](=O)[SX2H1]),$([CX3](=S)[OX2H1,SX2H1])]"),
    ("anhydride", "[CX3](=O)O[CX3]=O"),
    ("acyl halide", "[CX3](=O)[F,Cl,Br,I]"),
    ("isocyanate", "N=C=O"),
    ("aldehyde", "[CX3H1](=O)[#6]"),
    ("primary or secondary amide", "[CX3](=O)[NX3;H1,H2]"),
    ("urea", "[NX3H0][CX3](=O)[NX3H0]"),
    ("amide", "[CX3](=O)[NX3H0]"),
    ("sulfoxide", "[SX3](=O)([#6])[#6]"),
    ("sulfone", "[SX4](=O)(=O)([#6])[#6]"),
    ("phosphoramide", "[PX4](=O)[NX3]"),
    ("phosphate", "[PX4](=O)"),
    ("water", "[OX2H2]"),
    ("boron acid", "[OX2H1][#5]"),
    ("phenol", "[OX2H1]c"),
    ("alcohol", "[OX2H1][CX4,Si]"),
    ("arenethiol", "[SX2H1]c"),
    ("thiol", "[SX2H1]"),
    ("amine with N-H", "[NX3;H1,H2,H3;!$(NC=O)]"),
    ("azole N-H", "[nX3H1]"),
    ("tertiary amine", "[NX3H0;!$(NC=O);!$(N=*);!$([N+])]"),
    ("pyridine", "[nX2]"),
    ("nitrile", "[CX2]#N"),
    ("nitro", "[N+](=O)[O-]"),
    ("carbonate", "[OX2][CX3](=O)[OX2]"),
    ("ester", "[CX3;$([CX3][#6]),$([CX3H1])](=O)[OX2][#6]"),
    ("ketone", "[#6][CX3](=O)[#6]"),
    ("aryl ether", "[OX2]([#6])c"),
    ("fluorinated ether", "[OX2]([CX4])[CX4;$(CF),$(CCF)]"),
    ("ether", "[OX2]([CX4])[CX4]"),
    ("siloxane", "[OX2]([Si])[Si]"),
    ("thioether", "[SX2]([#6])[#6]"),
    ("furan", "[oX2]"),
    ("thiophene", "[sX2]"),
    ("haloarene", "[F,Cl,Br,I]c"),
    ("haloalkane", "[F,Cl,Br,I][CX4]"),
    ("arene", "c1ccccc1"),
    ("alkene", "C=C"),
    ("peroxide", "[OX2][OX2]"),
    ("hydroperoxide", "[OX2H1][OX2]"),
    ("halogen", "[F,Cl,Br,I][F,Cl,Br,I]"),
    ("epoxide", "C1OC1"),
    ("beta-diketone", "[#6][CX3](=O)[CX4;!H0][CX3](=O)[#6]"),
    (
        "activated ester",
        "[$([CX3](=O)([OX2][#6])[CX4]F),$([CX3](=O)([OX2][#6])[CX3]=O),"
        "$([CX3;$(C[#6]),$([CX3H1])](=O)[OX2][c,$([CX3]=[CX3])])]",
    ),
    ("activated alkene", "[CX3]=[CX3][$(C=O),$(C#N),$(S=O)]"),
    (
        "alkylating agent",
        "[$([CX4]I),$([CH3]Br),$([CX4]([Cl,Br])[c,$(C=C),$(C=O)]),$([CX4][OX2]S(=O)=O)]",
    ),
)
"""Functional groups in the order in which they decide what kind of donor a molecule is."""

OTHER = "no known group"
"""Kind of a molecule with hetero atoms of which no group is in the list: nothing is estimated."""

ACIDIC = {
    "strong acid": "strong acid",
    "carboxylic acid": "carboxylic acid",
    "thiocarboxylic acid": "thiocarboxylic acid",
    "arenethiol": "arenethiol",
    "boron acid": "boron acid",
    "phenol": "phenol",
    "water": "water",
    "alcohol": "alcohol",
    "thiol": "thiol",
    "hydroperoxide": "hydroperoxide",
    "primary or secondary amide": "amide N-H",
    "beta-diketone": "beta-diketone",
    "amine with N-H": "amine N-H",
    "azole N-H": "azole N-H",
}
ACIDS = ("strong acid", "carboxylic acid", "thiocarboxylic acid", "arenethiol")
PROTON_DONORS = (*ACIDS, "beta-diketone", "boron acid", "phenol", "water", "alcohol")
"""Groups acid enough (aqueous pKa up to about 17) to protonate the sulfur of a thiophosphate.
Hydroperoxides oxidise it instead."""

SOFT_ELECTROPHILES = (
    "acyl halide",
    "isocyanate",
    "alkylating agent",
    "activated alkene",
    "epoxide",
)
"""Groups that even the less basic sulfur of soft polyhedra adds to, as to acrylates."""
CARBONYLS = ("ketone", "aldehyde", "carbonate")
"""Electrophiles whose oxygen trades places with sulfur, C=O for C=S."""
ELECTROPHILES = (*SOFT_ELECTROPHILES, *CARBONYLS, "anhydride", "activated ester")
OXIDANTS = ("nitro", "peroxide", "halogen")
"""Groups that sulfide reduces, as in the reduction of nitroarenes after Zinin."""
EXPOSED = ("sulfoxide", "sulfone", "phosphoramide", "phosphate")
"""Groups whose donor oxygen stands alone on a large atom, at the end of a long, polar bond: what is
bonded to that atom does not keep it from cations, as the complexes of hexamethylphosphoramide and
of tributyl phosphate show (textbook chemistry)."""
DONOR_ATOM = {
    "strong acid": "O",
    "carboxylic acid": "O",
    "thiocarboxylic acid": "O",
    "anhydride": "O",
    "acyl halide": "O",
    "isocyanate": "O",
    "aldehyde": "O",
    "primary or secondary amide": "O",
    "urea": "O",
    "amide": "O",
    "sulfoxide": "O",
    "sulfone": "O",
    "phosphoramide": "O",
    "phosphate": "O",
    "water": "O",
    "boron acid": "O",
    "phenol": "O",
    "alcohol": "O",
    "arenethiol": "S",
    "thiol": "S",
    "amine with N-H": "N",
    "tertiary amine": "N",
    "pyridine": "N",
    "nitrile": "N",
    "nitro": "O",
    "carbonate": "O",
    "ester": "O",
    "ketone": "O",
    "aryl ether": "O",
    "fluorinated ether": "O",
    "ether": "O",
    "siloxane": "O",
    "thioether": "S",
    "furan": "O",
    "thiophene": "S",
}
"""Element of the donor site of each group."""


@lru_cache(maxsize=1)
def patterns() -> dict[str, Any]:
    """Return the pattern of each group (RDKit)."""
    from rdkit import Chem

    return {name: Chem.MolFromSmarts(smarts) for name, smarts in GROUPS}


def groups_of(mol: Any) -> tuple[str, ...]:
    """Return the groups of a molecule (RDKit), the deciding one first."""
    found = [name for name, pattern in patterns().items() if mol.HasSubstructMatch(pattern)]
    hidden = {"amide": "urea", "ester": "carbonate", "ketone": "ester"}
    kept = [g for g in found if hidden.get(g) not in found or g == "ketone"]
    plain = all(atom.GetSymbol() in ("C", "H", "Si") for atom in mol.GetAtoms())
    return tuple(kept) or ("alkane" if plain else OTHER,)
