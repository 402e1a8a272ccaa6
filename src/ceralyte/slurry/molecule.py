"""What matters of a solvent's molecule: donor site, its crowding, acidic protons, electrophiles."""

from functools import lru_cache
from typing import Any

from ceralyte.core.errors import InputError
from ceralyte.core.quantities import Record

_GROUPS = (
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
    ("phenol", "[OX2H1]c"),
    ("alcohol", "[OX2H1][CX4,Si]"),
    ("arenethiol", "[SX2H1]c"),
    ("thiol", "[SX2H1]"),
    ("amine with N-H", "[NX3;H1,H2,H3;!$(NC=O)]"),
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
    "phenol": "phenol",
    "water": "water",
    "alcohol": "alcohol",
    "thiol": "thiol",
    "primary or secondary amide": "amide N-H",
    "beta-diketone": "beta-diketone",
    "amine with N-H": "amine N-H",
}
ACIDS = ("strong acid", "carboxylic acid", "thiocarboxylic acid", "arenethiol")
PROTON_DONORS = (*ACIDS, "beta-diketone", "phenol", "water", "alcohol")
"""Groups acid enough (aqueous pKa up to about 17) to protonate the sulfur of a thiophosphate."""

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
CROWDED, SOMEWHAT_CROWDED = 7, 6
_NONMETALS = ("H", "B", "C", "N", "O", "F", "Si", "P", "S", "Cl", "Ge", "As", "Se", "Br", "I")
MOST_ATOMS = 100  # besides hydrogen, of a molecule that may be a solvent
CHELATE = {
    "ether": 3,
    "tertiary amine": 2,
}  # donor atoms of one molecule that close around a cation
_REACH = 5
"""Bonds within which neighbours screen a donor atom: fitted to one statement, that benzyl acetate
spares sulfides (`mattod2021`)."""
_DONOR_ATOM = {
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


class Molecule(Record):
    """A solvent's molecule.

    Attributes
    ----------
    smiles, formula : str
        Canonical SMILES, and the sum formula.
    molar_mass : float
        kg/mol.
    groups : tuple of str
        Functional groups, the deciding one first; "alkane" of a hydrocarbon without any, `OTHER`
        of another molecule without any.
    donor_atom : str
        Element of the donor site, "" without one.
    acidity : str
        Most acidic kind of proton, "" without one.
    crowding : int
        Heavy atoms within five bonds of the donor atom, one more for each branch right beside an
        ether oxygen, one less where a ring ties them back: 5 for ethyl acetate, 7 for isobutyl
        isobutyrate and methyl tert-butyl ether.
    neighbours : int
        Heavy atoms bonded to the donor atom.
    donors : int
        Donor atoms of the deciding group.
    elements : dict
        Atoms of every element.
    rings : int
    hindrance : int
        Of ketones, aldehydes and carbonates, how crowded the electrophilic carbon is: heavy atoms
        two bonds from it (not its oxygen), and one more for each branch at them: 0 for acetone, 2
        for cyclohexanone, 4 for diisopropyl and diisobutyl ketone.
    """

    smiles: str
    formula: str
    molar_mass: float
    groups: tuple[str, ...]
    donor_atom: str
    acidity: str
    crowding: int
    neighbours: int
    donors: int
    elements: dict[str, int]
    rings: int
    hindrance: int = 0

    @property
    def kind(self) -> str:
        """The group that decides what kind of solvent it is."""
        return self.groups[0]

    @property
    def gives_protons(self) -> bool:
        """Whether a proton of it is acid enough to take sulfur from a polyhedron."""
        return self.acidity in PROTON_DONORS

    @property
    def electrophile(self) -> str:
        """A group that basic sulfur attacks, the readiest first; "" without one."""
        return next((g for g in ELECTROPHILES if g in self.groups), "")

    @property
    def oxidant(self) -> str:
        """A group that sulfur reduces, "" without one."""
        return next((g for g in OXIDANTS if g in self.groups), "")

    @property
    def access(self) -> float:
        """How much of its donor strength reaches a metal centre, 0 to 1 (a rule of thumb).

        Little of a donor atom with three substituents, about half of a crowded one; all where
        several donor atoms close around a cation, as those of glymes, crown ethers and diamines do.
        """
        if self.donors >= CHELATE.get(self.kind, self.donors + 1):
            return 1.0
        if self.neighbours >= 3 and self.kind != "pyridine":
            return 0.3
        if self.crowding >= CROWDED:
            return 0.55
        return 0.8 if self.crowding >= SOMEWHAT_CROWDED else 1.0


@lru_cache(maxsize=1024)
def molecule(smiles: str, field: str = "solvent") -> Molecule:
    """Read a molecule from its SMILES (RDKit); isotopes count as their element.

    Raises
    ------
    InputError
        Not a SMILES, an ion, a radical, an atom left open, a metal, more than one molecule, or one
        too large for a liquid.

    Examples
    --------
    >>> thf = molecule("C1CCOC1")
    >>> thf.kind, thf.donor_atom, thf.crowding, thf.acidity
    ('ether', 'O', 3, '')
    """
    from rdkit import Chem, RDLogger
    from rdkit.Chem import Descriptors, rdMolDescriptors

    RDLogger.DisableLog("rdApp.*")  # type: ignore[attr-defined]
    named = len(smiles.split()) != 1  # RDKit takes what follows a blank for a name
    mol = None if named else Chem.MolFromSmiles(smiles)
    if mol is None or mol.GetNumAtoms() == 0:
        raise InputError(field, f"'{smiles[:80]}' is not a valid SMILES", "such as CCOC(C)=O")
    fragments = Chem.GetMolFrags(mol, asMols=True)
    charges = [Chem.GetFormalCharge(part) for part in fragments]
    if any(charges):
        listed = ", ".join(f"{c:+d}" for c in charges)
        raise InputError(field, f"'{smiles[:80]}' is charged ({listed})", "a neutral molecule")
    if mol.GetNumHeavyAtoms() > MOST_ATOMS:
        raise InputError(
            field,
            f"'{smiles[:80]}' has {mol.GetNumHeavyAtoms()} atoms besides hydrogen",
            f"the molecule of a liquid, of at most {MOST_ATOMS}",
        )
    if len(fragments) > 1:
        raise InputError(
            field,
            f"'{smiles[:80]}' is {len(fragments)} molecules",
            'one molecule, or a mixture such as "water/ethanol 1:1"',
        )
    _require_ordinary(mol, smiles, field)
    mol = _without_isotopes(mol)
    groups = _groups(mol)
    sites = _sites(mol, groups[0])
    crowding, neighbours = min(sites)[:2] if sites else (0, 0)
    whole = Chem.AddHs(mol)
    elements: dict[str, int] = {}
    for each in whole.GetAtoms():
        elements[each.GetSymbol()] = elements.get(each.GetSymbol(), 0) + 1
    return Molecule(
        smiles=Chem.MolToSmiles(mol),
        formula=rdMolDescriptors.CalcMolFormula(mol),
        molar_mass=1e-3 * Descriptors.MolWt(mol),  # type: ignore[attr-defined]
        groups=groups,
        donor_atom=_DONOR_ATOM[groups[0]] if sites else "",
        acidity=next((ACIDIC[g] for g in ACIDIC if g in groups), ""),
        crowding=crowding,
        neighbours=neighbours,
        donors=len({index for _, _, index in sites}),
        elements=elements,
        rings=mol.GetRingInfo().NumRings(),
        hindrance=_hindrance(mol),
    )


def _require_ordinary(mol: Any, smiles: str, field: str) -> None:
    """Refuse radicals, open places, and atoms of which no solvent here is made."""
    atoms = list(mol.GetAtoms())
    strange = sorted({a.GetSymbol() for a in atoms} - set(_NONMETALS))
    if strange:
        what = "open places" if strange == ["*"] else f"atoms of {', '.join(strange)}"
        raise InputError(
            field, f"'{smiles[:80]}' has {what}", f"a molecule of {' '.join(_NONMETALS)}"
        )
    if any(a.GetNumRadicalElectrons() for a in atoms):
        raise InputError(field, f"'{smiles[:80]}' is a radical", "a molecule with paired electrons")


def _without_isotopes(mol: Any) -> Any:
    from rdkit import Chem

    if not any(atom.GetIsotope() for atom in mol.GetAtoms()):
        return mol
    for atom in mol.GetAtoms():
        atom.SetIsotope(0)
    return Chem.MolFromSmiles(Chem.MolToSmiles(mol))


@lru_cache(maxsize=1)
def _patterns() -> dict[str, Any]:
    from rdkit import Chem

    return {name: Chem.MolFromSmarts(smarts) for name, smarts in _GROUPS}


def _groups(mol: Any) -> tuple[str, ...]:
    found = [name for name, pattern in _patterns().items() if mol.HasSubstructMatch(pattern)]
    hidden = {"amide": "urea", "ester": "carbonate", "ketone": "ester"}
    kept = [g for g in found if hidden.get(g) not in found or g == "ketone"]
    plain = all(atom.GetSymbol() in ("C", "H", "Si") for atom in mol.GetAtoms())
    return tuple(kept) or ("alkane" if plain else OTHER,)


@lru_cache(maxsize=256)
def octanol_water(smiles: str) -> float:
    """Return log10 of the partition between octanol and water (estimate after Crippen, RDKit)."""
    from rdkit import Chem
    from rdkit.Chem import Crippen

    return float(Crippen.MolLogP(Chem.MolFromSmiles(smiles)))  # type: ignore[attr-defined]


def donor_index(smiles: str) -> int | None:
    """Return the index of the donor atom in the SMILES, None of a molecule without one."""
    from rdkit import Chem

    read = molecule(smiles)
    sites = _sites(Chem.MolFromSmiles(smiles), read.kind)
    return min(sites)[2] if sites else None


def acidic_site(smiles: str) -> tuple[int, int] | None:
    """Return the indices of the most acidic hydrogen and of the atom that holds it.

    In the molecule with its hydrogen written out (RDKit's order: behind all others); None of a
    molecule without an acidic hydrogen.
    """
    from rdkit import Chem

    groups = molecule(smiles).groups
    group = next((g for g in ACIDIC if g in groups), None)
    if group is None:
        return None
    whole = Chem.AddHs(Chem.MolFromSmiles(smiles))
    for match in whole.GetSubstructMatches(_patterns()[group]):
        for atom in (whole.GetAtomWithIdx(i) for i in match):
            held = [n.GetIdx() for n in atom.GetNeighbors() if n.GetSymbol() == "H"]
            if held and atom.GetSymbol() in "NOS":
                return held[0], atom.GetIdx()
    return None


def _sites(mol: Any, kind: str) -> list[tuple[int, int, int]]:
    """Return crowding, neighbours and index of every donor atom of a group."""
    from rdkit import Chem

    element = _DONOR_ATOM.get(kind, "")
    if not element:
        return []
    distances = Chem.GetDistanceMatrix(mol)
    atoms = [
        mol.GetAtomWithIdx(i)
        for match in mol.GetSubstructMatches(_patterns()[kind])
        for i in match
        if mol.GetAtomWithIdx(i).GetSymbol() == element
    ]
    doubly = [a for a in atoms if a.GetDegree() == 1 and a.GetTotalNumHs() == 0]
    sites = []
    for atom in doubly or atoms:
        near = int(sum(0 < d <= _REACH for d in distances[atom.GetIdx()]))
        if atom not in doubly:
            near += sum(max(a.GetDegree() - 2, 0) for a in _saturated(atom))
        tied = atom.IsInRing() or (atom in doubly and atom.GetNeighbors()[0].IsInRing())
        sites.append((near - tied, atom.GetDegree(), atom.GetIdx()))
    return sites


def _hindrance(mol: Any) -> int:
    """Return how crowded the least crowded carbonyl carbon is that trades its oxygen."""
    carbons = {
        i
        for kind in CARBONYLS
        for match in mol.GetSubstructMatches(_patterns()[kind])
        for i in match
        if mol.GetAtomWithIdx(i).GetSymbol() == "C" and _holds_oxygen(mol.GetAtomWithIdx(i))
    }
    return min((_around(mol.GetAtomWithIdx(i)) for i in carbons), default=0)


def _holds_oxygen(carbon: Any) -> bool:
    return any(a.GetSymbol() == "O" and a.GetDegree() == 1 for a in carbon.GetNeighbors())


def _around(carbon: Any) -> int:
    """Count the heavy atoms two bonds from a carbon, and their branches."""
    second = {
        far.GetIdx(): max(far.GetDegree() - 2, 0)
        for near in carbon.GetNeighbors()
        for far in near.GetNeighbors()
        if far.GetIdx() != carbon.GetIdx()
    }
    return len(second) + int(sum(second.values()))


def _saturated(atom: Any) -> list[Any]:
    """Return the sp3 carbons bonded to an atom: each branch of theirs screens it once more."""
    from rdkit.Chem import HybridizationType

    return [
        a
        for a in atom.GetNeighbors()
        if a.GetSymbol() == "C" and a.GetHybridization() == HybridizationType.SP3
    ]
