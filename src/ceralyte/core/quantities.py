"""`Quantity`: a number with unit, error bars and method; `Unavailable`: why there is none."""

from math import isfinite, sqrt
from typing import Any, NoReturn

from pydantic import BaseModel, ConfigDict, computed_field, model_serializer, model_validator

from ceralyte.core.errors import UnavailableError


class Record(BaseModel):
    """Base of every frozen record: immutable, unknown fields are errors, equal by value."""

    model_config = ConfigDict(frozen=True, extra="forbid", arbitrary_types_allowed=True)


class Quantity(Record):
    """A number in SI units that knows its error bars and where it comes from.

    Attributes
    ----------
    value : float
        In `unit`.
    unit : str
        SI unit text, such as "S/m"; "" for a pure number.
    method : str
        How the value was obtained, in a few words.
    std_sampling, std_discretisation, std_model : float or None
        Standard deviations, in `unit`: over seeds, from the voxel size, and from material data
        and the form of the model. None: not estimated.
    low, high : float or None
        Bracket of an estimate whose error is no bell curve.
    estimate : bool
        True for a rule of thumb.
    validity : str
        Where the method stops holding, or what the value does not contain.
    """

    value: float
    unit: str
    method: str
    std_sampling: float | None = None
    std_discretisation: float | None = None
    std_model: float | None = None
    low: float | None = None
    high: float | None = None
    estimate: bool = False
    validity: str = ""

    @computed_field  # type: ignore[prop-decorator]
    @property
    def std(self) -> float | None:
        """All known error bars in quadrature, in `unit`; None if there is none."""
        parts = [self.std_sampling, self.std_discretisation, self.std_model]
        known = [p for p in parts if p is not None]
        return sqrt(sum(p * p for p in known)) if known else None

    @model_validator(mode="before")
    @classmethod
    def _drop_computed(cls, data: Any) -> Any:
        return {k: v for k, v in data.items() if k != "std"} if isinstance(data, dict) else data

    @model_validator(mode="after")
    def _is_finite(self) -> "Quantity":
        if not isfinite(self.value):
            raise ValueError(f"a Quantity must be finite, got {self.value} {self.unit}")
        return self

    def scaled(self, factor: float, unit: str, method: str = "") -> "Quantity":
        """Return this quantity times an exact `factor`, in a new `unit`."""
        scale = abs(factor)
        ends = sorted(e * factor for e in (self.low, self.high) if e is not None)
        return self.model_copy(
            update={
                "value": self.value * factor,
                "unit": unit,
                "method": method or self.method,
                "std_sampling": _times(self.std_sampling, scale),
                "std_discretisation": _times(self.std_discretisation, scale),
                "std_model": _times(self.std_model, scale),
                "low": ends[0] if ends else None,
                "high": ends[-1] if ends else None,
            }
        )


class Unavailable(Record):
    """Stands where a result has no value, and says why; asking for `.value` raises.

    Examples
    --------
    >>> Unavailable(unit="S/m", reason="the ceramic does not percolate through z").value
    Traceback (most recent call last):
    ...
    ceralyte.core.errors.UnavailableError: no value: the ceramic does not percolate through z
    """

    unit: str
    reason: str

    @property
    def value(self) -> NoReturn:
        """Raise `UnavailableError` with the reason."""
        raise UnavailableError(f"no value: {self.reason}")

    @property
    def std(self) -> None:
        """None: no value, no error bar."""
        return

    @model_validator(mode="before")
    @classmethod
    def _drop_computed(cls, data: Any) -> Any:
        if isinstance(data, dict):
            return {k: v for k, v in data.items() if k not in ("value", "std", "method")}
        return data

    @model_serializer
    def _serialise(self) -> dict[str, Any]:
        return {
            "value": None,
            "unit": self.unit,
            "std": None,
            "method": "unavailable",
            "reason": self.reason,
        }


Outcome = Quantity | Unavailable


def _times(std: float | None, factor: float) -> float | None:
    return None if std is None else std * factor
