from pathlib import Path

import pytest

from ceralyte.core.errors import InputError
from ceralyte.model import Tabulated
from ceralyte.model.distribution import Basis
from ceralyte.packing import read_size_csv


def read(folder: Path, text: str | bytes, basis: Basis = "volume", unit: str = "um") -> Tabulated:
    path = folder / "psd.csv"
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    return read_size_csv(path, basis=basis, unit=unit)


def test_cumulative_in_percent(tmp_path: Path) -> None:
    table = read(tmp_path, "diameter,cumulative\n1,0\n2,25\n4,100.5\n8,100.5\n")
    assert table.diameters == (1e-6, 2e-6, 4e-6)
    assert table.undersize == pytest.approx((0, 25 / 100.5, 1))
    assert (table.basis, table.unit) == ("volume", "um")


def test_density_is_the_share_between_successive_diameters(tmp_path: Path) -> None:
    table = read(tmp_path, "size (nm);q0 (%)\n0;0\n100;0\n200;30\n400;70\n800;0\n", "number", "nm")
    assert table.diameters == (1e-7, 2e-7, 4e-7)
    assert table.undersize == (0, 0.3, 1)


def test_an_instrument_export_with_decimal_commas(tmp_path: Path) -> None:
    text = (
        "Sample name\tLi6PS5Cl\nOperator\t\nSize (µm)\tVolume Undersize (%)\n"
        "0,5\t2,0\n1,0\t30,5\n\n2,0\t99,9\n"
    )
    table = read(tmp_path, text)
    assert table.diameters == (2.5e-7, 5e-7, 1e-6, 2e-6)
    assert table.undersize == pytest.approx((0, 2 / 99.9, 30.5 / 99.9, 1))
    assert read(tmp_path, text.encode("utf-16")) == table
    assert read(tmp_path, text.encode("utf-8-sig")) == table


def test_instruments_write_micro_as_before_unicode(tmp_path: Path) -> None:
    text = "Size (µm);Volume Undersize (%)\n1;0\n2;50\n4;100\n"
    assert read(tmp_path, text.encode("latin-1")) == read(tmp_path, text)


@pytest.mark.parametrize(
    ("text", "basis", "second"),
    [
        ("diameter,density,cumulative\n1,0,0\n2,40,30\n4,60,100\n", "volume", 0.3),
        ("cumulative,remark,diameter\n0,a,1\n30,b,2\n100,c,4\n", "volume", 0.3),
        ("Size (um)\tq3\tQ3\n1\t0\t0\n2\t0,4\t0,3\n4\t0,6\t1\n", "volume", 0.3),
        ("no,d,volume %,number %\n1,1,0,0\n2,2,30,80\n3,4,70,20\n", "volume", 0.3),
        ("no,d,volume %,number %\n1,1,0,0\n2,2,30,80\n3,4,70,20\n", "number", 0.8),
    ],
)
def test_of_more_columns_the_named_ones_count(
    tmp_path: Path, text: str, basis: Basis, second: float
) -> None:
    assert read(tmp_path, text, basis).undersize == pytest.approx((0, second, 1))


@pytest.mark.parametrize(
    ("text", "second"),
    [
        ("cumulative,diameter\n0,1\n30,2\n100,4\n", 0.3),
        ("Volume %;Size (um)\n0;1,0\n30;2,0\n70;4,0\n", 0.3),
        ("d,cumulative size distribution\n1,0\n2,30\n4,100\n", 0.3),
        ("x,cumulative size distribution\n1,0\n2,30\n4,100\n", 0.3),
    ],
)
def test_the_share_may_come_first_where_the_header_says_so(
    tmp_path: Path, text: str, second: float
) -> None:
    table = read(tmp_path, text)
    assert table.diameters == (1e-6, 2e-6, 4e-6)
    assert table.undersize == pytest.approx((0, second, 1))


@pytest.mark.parametrize(
    ("rows", "last"),
    [("1,0\n2,0.3\n4,1\n", 0.3), ("1,0\n2,60\n4,30\n8,10\n", 0.6)],
)
def test_without_a_header_the_numbers_decide_where_they_can(
    tmp_path: Path, rows: str, last: float
) -> None:
    assert read(tmp_path, rows).undersize[1] == last


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("", "the file is empty"),
        ("diameter,cumulative\n", "no line starts with a number"),
        ("diameter,cumulative\n1,0\n2,100\n", "2 rows of numbers. Allowed: at least 3"),
        (
            "d,cumulative\n1,0\n2,about half\n4,100\n",
            "psd.csv line 3: 'about half' is not a number",
        ),
        ("d,cumulative\n1,0\n2,nan\n4,100\n", "line 3: 'nan' is not a finite number"),
        ("d,cumulative\nnan,0\n2,5\n4,100\n", "line 2: 'nan' is not a finite number"),
        ("d,cumulative\n1,0\nx,5\n4,100\n", "line 3: 'x' is not a number"),
        ("d,cumulative\n-1,0\n2,50\n4,100\n", "line 2: a diameter of -1"),
        ("d,cumulative\n1,0\n4,50\n2,100\n", "line 4: the diameter 2 falls below the 4"),
        ("d,cumulative\n1,0\n2,50\n2,100\n", "line 4: the diameter 2 repeats"),
        ("d,cumulative\n1,0\n2,-5\n4,100\n", "line 3: a share of -5"),
        (
            "d,cumulative\n1,0\n2,50\n4,40\n8,100\n",
            "line 4: the cumulative share falls from 50 to 40",
        ),
        ("d,cumulative\n1,0\n2,50\n4,120\n", "line 4: the cumulative share 120 exceeds 100 %"),
        ("d,cumulative\n1,0\n2,50\n4,90\n", "line 4: the cumulative share ends at 90 %"),
        ("d,cumulative\n1,0\n2,0.5\n4,0.9\n", "ends at 90 %"),
        ("d,cumulative %\n1,0\n2,0.5\n4,1\n", "ends at 1 %"),
        ("d,cumulative\n1,60\n2,80\n4,100\n", "line 2: 60 % of the particles lie below the first"),
        ("d,density\n1,0\n2,50\n4,40\n", "the shares of the classes add to 90"),
        ("d,share\n1,0\n2,0\n4,100\n", "may be cumulative or a density"),
        ("d,oversize\n1,100\n2,50\n4,0\n", "'oversize' counts what is coarser"),
        ("oversize,d\n100,1\n50,2\n0,4\n", "'oversize' counts what is coarser"),
        ("d,q3 (1/um)\n1,0\n2,50\n4,50\n", "is a density per length"),
        ("d,number %\n1,0\n2,50\n4,50\n", "basis=volume, but the column is named 'number %'"),
        ("d (nm),volume %\n1,0\n2,50\n4,50\n", "unit=um, but the column is named 'd .nm.'"),
        ("d,cumulative\n1,5,0\n2,5,50\n4,5,100\n", "line 2: 3 columns: .*separate columns by ';'"),
        ("d,cumulative\n1000,0\n2000,50\n5000000,100\n", "to 5e.06 um. Allowed: 1 nm to 1 mm"),
        (b"d,cumulative\n1,0\n\xb52,50\n4,100\n", "line 3: 'µ2' is not a number"),
        (b"PK\x03\x04\x00\x00", "is not text .*Allowed: a table saved as CSV, not as a workbook"),
        ("d,area %\n1,0\n2,50\n4,50\n", "column is named 'area %'. Allowed: basis=area"),
        (
            "lower,upper,cumulative\n1,2,50\n2,4,90\n4,8,100\n",
            "3 columns: 'lower', 'upper', 'cumulative'. Allowed: one named 'diameter'",
        ),
        ("d,cumulative,undersize\n1,0,0\n2,50,50\n4,100,100\n", "3 columns: .* one share by vol"),
        ("d,cumulative,n\n1,0,3\n2,50\n4,100,5\n", "line 3: 2 columns: .* 3, as many as the head"),
    ],
)
def test_what_cannot_be_read_says_where(tmp_path: Path, text: str | bytes, message: str) -> None:
    with pytest.raises(InputError, match=message) as caught:
        read(tmp_path, text)
    assert str(caught.value).startswith("size: psd.csv")


def test_missing_and_gigantic_files_are_refused(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="there is no such file"):
        read_size_csv(tmp_path / "none.csv", basis="volume", unit="um")
    with pytest.raises(InputError, match=r"has 11\.0 MB"):
        read(tmp_path, b"1,1\n" * 2_750_000)
