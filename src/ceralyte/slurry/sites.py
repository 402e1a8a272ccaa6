"""Sites of a molecule that react: donor atoms and what crowds them, electrophilic carbons."""

from typing import Any

from ceralyte.slurry.groups import CARBONYLS, DONOR_ATOM, patterns

_REACH = 5
"""Bonds within which neighbours screen a donor atom: fitted to one statement, that benzyl acetate
spares sulfides (`mattod2021`)."""


def donor_sites(mol: Any, kind: str) -> list[tuple[int, int, int]]:
    """Return crowding, neighbours and index of every donor atom of a group."""
    from rdkit import Chem

    element = DONOR_ATOM.get(kind, "")
    if not element:
        return []
    distances = Chem.GetDistanceMatrix(mol)
    atoms = [
        mol.GetAtomWithIdx(i)
        for match in mol.GetSubstructMatches(patterns()[kind])
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


def hindrance_of(mol: Any) -> int:
    """Return how crowded the least crowded carbonyl carbon is that trades its oxygen."""
    carbons = {
        i
        for kind in CARBONYLS
        for match in mol.GetSubstructMatches(patterns()[kind])
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
