"""What matters of a solvent's molecule: donor site, its crowding, acidic protons, electrophiles."""

from functools import lru_cache
from typing import Any

from ceralyte.core.errors import InputError
from ceralyte.core.quantities import Record
from ceralyte.slurry.groups import (
    ACIDIC,
    DONOR_ATOM,
    ELECTROPHILES,
    EXPOSED,
    OXIDANTS,
    PROTON_DONORS,
    groups_of,
    patterns,
)
from ceralyte.slurry.sites import donor_sites, hindrance_of

CROWDED, SOMEWHAT_CROWDED = 7, 6
_NONMETALS = ("H", "B", "C", "N", "O", "F", "Si", "P", "S", "Cl", "Ge", "As", "Se", "Br", "I")
_NEUTRAL = "a neutral molecule; salts and ionic liquids are not covered"
MOST_ATOMS = 100  # besides hydrogen, of a molecule that may be a solvent
CHELATE = {
    "ether": 3,
    "tertiary amine": 2,
}  # donor atoms of one molecule that close around a cation


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
        several donor atoms close around a cation, as those of glymes, crown ethers and diamines do,
        and where an oxygen stands alone on phosphorus or sulfur.
        """
        if self.kind in EXPOSED:
            return 1.0
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
    mol = _with_double_bonds(mol)
    fragments = Chem.GetMolFrags(mol, asMols=True)
    charges = [Chem.GetFormalCharge(part) for part in fragments]
    if any(charges):
        listed = ", ".join(f"{c:+d}" for c in charges)
        raise InputError(field, f"'{smiles[:80]}' is charged ({listed})", _NEUTRAL)
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
    groups = groups_of(mol)
    sites = donor_sites(mol, groups[0])
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
        donor_atom=DONOR_ATOM[groups[0]] if sites else "",
        acidity=next((ACIDIC[g] for g in ACIDIC if g in groups), ""),
        crowding=crowding,
        neighbours=neighbours,
        donors=len({index for _, _, index in sites}),
        elements=elements,
        rings=mol.GetRingInfo().NumRings(),
        hindrance=hindrance_of(mol),
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


def _with_double_bonds(mol: Any) -> Any:
    """Write bonds of sulfur and phosphorus to lone oxygen as double ones: S=O of S+-O-."""
    from rdkit import Chem

    pattern = Chem.MolFromSmarts("[#15+,#16+,#16+2]-[OX1-]")
    for _ in range(mol.GetNumAtoms()):
        match = mol.GetSubstructMatch(pattern)
        if not match:
            break
        centre, oxygen = (mol.GetAtomWithIdx(i) for i in match)
        centre.SetFormalCharge(centre.GetFormalCharge() - 1)
        oxygen.SetFormalCharge(0)
        mol.GetBondBetweenAtoms(*match).SetBondType(Chem.BondType.DOUBLE)
        Chem.SanitizeMol(mol)
    return mol


def _without_isotopes(mol: Any) -> Any:
    from rdkit import Chem

    if not any(atom.GetIsotope() for atom in mol.GetAtoms()):
        return mol
    for atom in mol.GetAtoms():
        atom.SetIsotope(0)
    return Chem.MolFromSmiles(Chem.MolToSmiles(mol))


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
    sites = donor_sites(Chem.MolFromSmiles(smiles), read.kind)
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
    for match in whole.GetSubstructMatches(patterns()[group]):
        for atom in (whole.GetAtomWithIdx(i) for i in match):
            held = [n.GetIdx() for n in atom.GetNeighbors() if n.GetSymbol() == "H"]
            if held and atom.GetSymbol() in "NOS":
                return held[0], atom.GetIdx()
    return None
