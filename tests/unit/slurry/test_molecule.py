"""Donor site, crowding and acidity from SMILES."""

import pytest

from ceralyte.core.errors import InputError
from ceralyte.slurry.molecule import molecule


@pytest.mark.parametrize(
    ("smiles", "kind", "acidity", "electrophile"),
    [
        ("CCO", "alcohol", "alcohol", ""),
        ("O", "water", "water", ""),
        ("CC(=O)O", "carboxylic acid", "carboxylic acid", ""),
        ("CNC=O", "primary or secondary amide", "amide N-H", ""),
        ("CN1CCCC1=O", "amide", "", ""),
        ("CCOC(C)=O", "ester", "", ""),
        ("COC(=O)OC", "carbonate", "", "carbonate"),
        ("CC(C)=O", "ketone", "", "ketone"),
        ("COc1ccccc1", "aryl ether", "", ""),
        ("C1CCOC1", "ether", "", ""),
        ("CC#N", "nitrile", "", ""),
        ("CCOC=O", "ester", "", ""),
        ("CC=O", "aldehyde", "", "aldehyde"),
        ("CCS", "thiol", "thiol", ""),
        ("Cc1ccccc1", "arene", "", ""),
        ("ClCCl", "haloalkane", "", ""),
        ("CCCCCC", "alkane", "", ""),
        ("OO", "peroxide", "hydroperoxide", ""),
        ("OS(=O)(=O)O", "strong acid", "strong acid", ""),
        ("Cl", "strong acid", "strong acid", ""),
        ("C[Si](C)(C)O", "alcohol", "alcohol", ""),
        ("CI", "haloalkane", "", "alkylating agent"),
        ("ClCc1ccccc1", "haloalkane", "", "alkylating agent"),
        ("COS(=O)(=O)OC", "alkylating agent", "", "alkylating agent"),
        ("BrCBr", "haloalkane", "", ""),
        ("C=CC(=O)OC", "ester", "", "activated alkene"),
        ("C=CC#N", "nitrile", "", "activated alkene"),
        ("CC1CO1", "ether", "", "epoxide"),
        ("CP(C)C", "no known group", "", ""),
        ("C[N+](=O)[O-]", "nitro", "", ""),
        ("FC(F)C(F)(F)OCC(F)(F)C(F)F", "fluorinated ether", "", ""),
        ("FCCOCC", "fluorinated ether", "", ""),
        ("FCCCOCCC", "ether", "", ""),
        ("c1ccoc1", "furan", "", ""),
        ("CN(C)P(=O)(N(C)C)N(C)C", "phosphoramide", "", ""),
        ("CCOP(=O)(OCC)OCC", "phosphate", "", ""),
    ],
)
def test_groups(smiles: str, kind: str, acidity: str, electrophile: str) -> None:
    read = molecule(smiles)
    assert (read.kind, read.acidity, read.electrophile) == (kind, acidity, electrophile)


def test_crowded_donors_reach_less() -> None:
    open_ester, crowded_ester = molecule("CCOC(C)=O"), molecule("CC(C)COC(=O)C(C)C")
    assert open_ester.access == 1
    assert crowded_ester.access < open_ester.access
    assert molecule("COC(C)(C)C").access < molecule("C1CCOC1").access == 1
    assert molecule("CCN(CC)CC").access < crowded_ester.access
    crown = molecule("C1COCCOCCOCCO1")
    assert (crown.donors, crown.access) == (4, 1.0)
    assert molecule("CN(C)CCN(C)C").access == 1.0


@pytest.mark.parametrize(
    ("smiles", "message"),
    [
        ("C1CC", "'C1CC' is not a valid SMILES"),
        ("C" * 101, "has 101 atoms besides hydrogen.*at most 100"),
        ("C(C)(C)(C)(C)C", "not a valid SMILES"),
        ("CC[O-]", r"'CC\[O-\]' is charged \(-1\)"),
        ("[Li+].[Cl-]", r"is charged \(\+1, -1\)"),
        ("CCO.O", "is 2 molecules"),
        ("CCO/O 1:1", "'CCO/O 1:1' is not a valid SMILES"),
        ("CCO ethanol", "'CCO ethanol' is not a valid SMILES"),
    ],
)
def test_bad_molecules_are_refused(smiles: str, message: str) -> None:
    with pytest.raises(InputError, match=message):
        molecule(smiles)
