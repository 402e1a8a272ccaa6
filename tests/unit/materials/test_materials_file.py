"""A user's own materials: taken first, and every slip named with its file and line."""

from pathlib import Path

import pytest

from ceralyte.core.errors import InputError, UnknownNameError
from ceralyte.materials import load_catalogue

HEADER = "material,property,value,unit,source\n"


def own(folder: Path, text: str) -> Path:
    path = folder / "own.csv"
    path.write_text(text, encoding="utf-8")
    return path


def test_own_value_takes_precedence_and_keeps_its_source(tmp_path: Path) -> None:
    catalogue = load_catalogue(
        own(tmp_path, HEADER + "LPSCl,conductivity,3.1,mS/cm,impedance of our batch 7\n")
    )
    value = catalogue.value("Li6PS5Cl", "conductivity", needed_for="transport")
    assert (value.value, value.unit, value.kind) == (0.31, "S/m", "user")
    assert value.source == "impedance of our batch 7"
    assert len(catalogue.values("Li6PS5Cl", "conductivity")) > 1
    assert load_catalogue().value("Li6PS5Cl", "conductivity", needed_for="x").value == 0.165


def test_unknown_material_becomes_a_new_one(tmp_path: Path) -> None:
    text = (
        "material,category,property,value,unit,low,high,temperature,pressure,source\n"
        "mine,ceramic,relative_density,91,%,89,93,,300 MPa,our press\n"
        'mine,,conductivity,2,mS/cm,,,60 degC,,"a, quoted"\n'
    )
    material = load_catalogue(own(tmp_path, text)).get("mine", "ceramic", "ceramic")
    density, conductivity = material.values
    assert (density.value, density.low, density.pressure) == (0.91, 0.89, 3e8)
    assert conductivity.temperature == pytest.approx(333.15)
    assert conductivity.source == "a, quoted"


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("material,property,valu,unit,source\n", r"own.csv line 1: .*'valu'.*'value'"),
        ("material;property;value;unit;source\n", r"own.csv line 1: has semicolons.*commas"),
        ("material,property,value,unit\n", r"own.csv line 1: no column 'source'"),
        (HEADER + "X,densty,2,g/cm^3,s\n", r"own.csv line 2: .*'densty'.*'density'"),
        (HEADER + "X,density,2,g/cm^3,s\nX,density,2,,s\n", r"line 3: no unit. Allowed: .*mS/cm"),
        (HEADER + "X,density,two,g/cm^3,s\n", r"line 2: value 'two' is not a number"),
        (HEADER + "X,density,nan,g/cm^3,s\n", r"line 2: value 'nan' is not finite"),
        (HEADER + "X,density,2,mS/cm,s\n", r"line 2: '2 mS/cm' is no density"),
        (HEADER + "X,density,1860,g/cm^3,s\n", r"line 2: density of 1860 g/cm\^3 is out of"),
        (HEADER + "X,poissons_ratio,0.7,1,s\n", r"poissons_ratio of 0.7 is out of range"),
        (
            HEADER + "X,poissons_ratio,0.5,1,s\n",
            r"of 0\.5 is out of range\. Allowed: -0\.999 to 0\.4999",
        ),
        (HEADER + "X,density,2,g/cm^3,\n", r"line 2: no source. Allowed: who says so"),
        (HEADER + "X,density,2,g/cm^3,a,b\n", r"line 2: more cells than columns"),
    ],
)
def test_slips_name_file_line_and_value(tmp_path: Path, text: str, message: str) -> None:
    with pytest.raises(InputError, match=message):
        load_catalogue(own(tmp_path, text))


@pytest.mark.parametrize(
    ("column", "cell", "message"),
    [
        ("low", "2.1", r"line 2: value 2 g/cm\^3 lies outside 2.1 to "),
        ("kind", "measurd", r"line 2, kind: .*'measured'"),
        ("confidence", "hihg", r"line 2, confidence: .*'high'"),
        ("category", "ceramics", r"line 2, category: .*'ceramic'"),
        ("temperature", "25", r"line 2, temperature: '25' has no unit"),
    ],
)
def test_slips_in_optional_columns(tmp_path: Path, column: str, cell: str, message: str) -> None:
    text = f"material,property,value,unit,source,{column}\nX,density,2,g/cm^3,s,{cell}\n"
    with pytest.raises(InputError, match=message):
        load_catalogue(own(tmp_path, text))


def test_missing_file_is_a_clear_error(tmp_path: Path) -> None:
    with pytest.raises(InputError, match=r"none.csv: cannot be read"):
        load_catalogue(tmp_path / "none.csv")


def test_unknown_names_are_unknown_name_errors(tmp_path: Path) -> None:
    with pytest.raises(UnknownNameError, match="density") as caught:
        load_catalogue(own(tmp_path, HEADER + "X,densty,2,g/cm^3,s\n"))
    assert caught.value.nearest[0] == "density"


def test_another_name_of_a_known_material_is_told(tmp_path: Path) -> None:
    rows = "DME,relative_permittivity,7.3,1,x\ntoluene,relative_permittivity,2.4,1,x\n"
    catalogue = load_catalogue(own(tmp_path, HEADER + rows))
    assert catalogue.renamed == {"DME": "1,2-dimethoxyethane"}


def test_another_name_of_a_material_of_another_category_is_refused(tmp_path: Path) -> None:
    text = "material,category,property,value,unit,source\nDME,polymer,density,1,g/cm^3,x\n"
    with pytest.raises(InputError, match=r"'DME' is another name of 1,2-dimethoxyethane, a solv"):
        load_catalogue(own(tmp_path, text))
