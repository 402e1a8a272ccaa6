"""The laws of size as text: ``weibull(d63=5 um, shape=2.5, basis=volume)`` and back."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from ceralyte.core.errors import InputError
from ceralyte.core.units import LENGTH, PURE_NUMBER, from_si, parse, show
from ceralyte.model import Gaussian, Lognormal, PowerLaw, Weibull
from ceralyte.packing.laws import Law, check_cut
from ceralyte.packing.size_csv import SIZE_MAX, SIZE_MIN
from ceralyte.packing.size_header import read_basis

Reader = Callable[[str, str], object]
SIGMA_MAX = 3.0


def read_size(text: str, field: str) -> float:
    """Return a diameter, m; anything but 1 nm to 1 mm is an error."""
    diameter = parse(text, LENGTH, field)
    if not SIZE_MIN * (1 - 1e-9) <= diameter <= SIZE_MAX * (1 + 1e-9):
        raise InputError(field, f"a particle of {text} ({show(diameter, LENGTH)})", "1 nm to 1 mm")
    return diameter


def micrometres(diameter: float) -> str:
    """Return a diameter (m) as text with its unit."""
    return f"{from_si(diameter, 'um'):.12g} um"


def _sigma(text: str, field: str) -> float:
    sigma = parse(text, PURE_NUMBER, field)
    if not 0 < sigma <= SIGMA_MAX:
        raise InputError(
            field,
            f"a standard deviation of ln d of {sigma:g}",
            f"above 0, up to {SIGMA_MAX:g}; mono(d=...) for equal particles",
        )
    return sigma


def _number(low: float, high: float) -> Reader:
    def read(text: str, field: str) -> float:
        value = parse(text, PURE_NUMBER, field)
        if not low <= value <= high:
            raise InputError(field, f"got {value:g}", f"{low:g} to {high:g}")
        return value

    return read


def _deviation(text: str, field: str) -> float:
    std = parse(text, LENGTH, field)
    if not std > 0:
        allowed = "above 0; mono(d=...) for equal particles"
        raise InputError(field, f"a standard deviation of {text}", allowed)
    return std


@dataclass(frozen=True)
class LawText:
    """The arguments of a law, by name, with how each is read."""

    noun: Callable[..., Law]
    required: dict[str, Reader]
    optional: dict[str, Reader]

    def law(self, values: dict[str, Any], field: str) -> Law:
        """Return the law that has these values; refuse those that do not go together."""
        for low, high in (("dmin", "dmax"), ("std", "mean")):
            if low in values and high in values and values[low] > values[high]:
                told = (
                    f"{low}={micrometres(values[low])} exceeds {high}={micrometres(values[high])}"
                )
                raise InputError(field, told, f"{low} below {high}")
        if values.get("dmin", 0.0) == values.get("dmax", 1.0):
            told = f"dmin and dmax are both {micrometres(values['dmin'])}"
            raise InputError(field, told, "dmin below dmax")
        law = self.noun(**values)
        check_cut(law, field)
        return law

    def write(self, law: Law) -> str:
        """Return the text that gives `law`."""
        arguments = []
        for name in (*self.required, *self.optional):
            value = getattr(law, name)
            if isinstance(value, str):
                arguments.append(f"{name}={value}")
            elif name in ("sigma", "shape", "exponent"):
                arguments.append(f"{name}={value:.12g}")
            elif value is not None:
                arguments.append(f"{name}={micrometres(value)}")
        return f"{law.kind}({', '.join(arguments)})"


_BASIS_AND_CUT: dict[str, Reader] = {"basis": read_basis, "dmin": read_size, "dmax": read_size}

LAWS = {
    "lognormal": LawText(Lognormal, {"d50": read_size, "sigma": _sigma}, _BASIS_AND_CUT),
    "weibull": LawText(Weibull, {"d63": read_size, "shape": _number(0.3, 100)}, _BASIS_AND_CUT),
    "gaussian": LawText(Gaussian, {"mean": read_size, "std": _deviation}, _BASIS_AND_CUT),
    "powerlaw": LawText(
        PowerLaw, {"dmin": read_size, "dmax": read_size, "exponent": _number(-10, 10)}, {}
    ),
}
