"""Tables of text as spreadsheets and instruments write them, also where decimals have commas."""

import re

_NUMBER = re.compile(r"^([-+]?\d*),(\d+)(?![\d.,])")


def separator_of(line: str) -> str:
    """Return what stands between the cells of a line: a tab, a semicolon, or else a comma.

    Examples
    --------
    >>> separator_of("d;share, cumulative"), separator_of("d,share")
    (';', ',')
    """
    return next((sign for sign in ("\t", ";") if sign in line.strip()), ",")


def decimal_point(cell: str, separator: str) -> str:
    """Return a cell that begins with a number with a point for its decimal comma.

    Where commas separate cells there are no decimal commas. Commas for thousands stay, so that
    they are no number.

    Examples
    --------
    >>> decimal_point("0,3 GPa", ";"), decimal_point("0,3 GPa", ","), decimal_point("1,2,3", ";")
    ('0.3 GPa', '0,3 GPa', '1,2,3')
    """
    return cell if separator == "," else _NUMBER.sub(r"\1.\2", cell)


def has_decimal_comma(cell: str) -> bool:
    """Whether a cell begins with a number that has a decimal comma.

    Examples
    --------
    >>> has_decimal_comma("360,5 MPa"), has_decimal_comma("360.5 MPa"), has_decimal_comma("1,2,3")
    (True, False, False)
    """
    return _NUMBER.match(cell) is not None
