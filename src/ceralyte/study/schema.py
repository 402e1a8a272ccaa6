"""The study file: a base recipe, what varies, what is wanted, what may be spent."""

from typing import Any, Literal, Self

from pydantic import Field, model_validator

from ceralyte.core.errors import InputError, Mistakes, UnknownNameError
from ceralyte.pipeline import LEVELS, NUMBERS
from ceralyte.recipe.section import Section

ESTIMATE = "estimate"
"""The level of closed forms, below those of a design."""
STUDY_LEVELS = (ESTIMATE, *LEVELS)
COST = "material_cost"
"""The number that a study with prices has beside those of `pipeline.NUMBERS`."""

Kind = Literal["grid", "sweep", "sensitivity", "uncertainty", "optimise", "cascade", "reach"]
Goal = Literal["maximise", "minimise"]

_CHEMISTRY: tuple[Literal["yes", "uncertain", "unknown", "no"], ...] = ("yes", "uncertain")


class Range(Section):
    """A number between two ends, written as the recipe writes it ("100 MPa"; a bare integer)."""

    low: str | int | float
    high: str | int | float
    scale: Literal["linear", "log"] = "linear"
    points: int = Field(default=5, ge=2, le=1000, description="of a grid")


class Scatter(Section):
    """How a value strays from batch to batch: one standard deviation, normal."""

    std: str | None = Field(default=None, description='in its unit, "5 MPa"')
    relative: str | None = Field(default=None, description='of the value, "5 %"')

    @model_validator(mode="after")
    def _one_of_them(self) -> Self:
        if (self.std is None) == (self.relative is None):
            raise InputError("scatter", "needs exactly one of std and relative", "relative: 5 %")
        return self


class Mixture(Section):
    """Shares that add to a total, such as ceramic and binder to 100 wt%."""

    parts: dict[str, Range] = Field(min_length=2)
    total: str = "100 %"


class Limits(Section):
    """A number that must reach `at_least` and stay below `at_most`, with units."""

    at_least: str | None = None
    at_most: str | None = None

    @model_validator(mode="after")
    def _says_something(self) -> Self:
        if self.at_least is None and self.at_most is None:
            raise InputError("constraint", "has neither at_least nor at_most", "at_most: 20 um")
        return self


class Constraints(Section):
    """What a recipe must fulfil.

    `chemistry` lists the answers of the slurry verdict that are let through; `numbers` limits
    results by name.
    """

    chemistry: tuple[Literal["yes", "uncertain", "unknown", "no"], ...] = _CHEMISTRY
    percolates: bool = True
    numbers: dict[str, Limits] = Field(default_factory=dict)


class Rung(Section):
    """A step of a cascade: how many of the best so far are computed at this level."""

    level: str
    keep: int = Field(ge=1, le=100_000)
    seeds: int | None = Field(default=None, ge=1, le=100)


class Study(Section):
    """A study of many recipes.

    `recipe` is the path of a recipe file or the recipe itself; `vary` gives a range or a list of
    options to a path; `choices` names alternatives that change several paths at once.
    """

    name: str = Field(min_length=1, max_length=200)
    description: str = ""
    kind: Kind
    recipe: str | dict[str, Any]
    vary: dict[str, Range | list[Any]] = Field(default_factory=dict)
    choices: dict[str, dict[str, dict[str, Any]]] = Field(default_factory=dict)
    mixtures: tuple[Mixture, ...] = ()
    scatter: dict[str, Scatter] = Field(
        default_factory=dict, description="of an uncertainty study: how process values stray"
    )
    objectives: dict[str, Goal] = Field(default_factory=dict)
    constraints: Constraints = Constraints()
    prices: dict[str, str] = Field(
        default_factory=dict, description='of materials, "850 EUR/kg"; for material_cost'
    )
    level: str = ESTIMATE
    seeds: int | None = Field(default=None, ge=1, le=100, description="packings per design")
    particles: int | None = Field(default=None, ge=50, le=1_000_000)
    budget: int = Field(
        default=256,
        ge=1,
        le=10_000_000,
        description="recipes to ask for, beside the starting point; not of a grid",
    )
    rungs: tuple[Rung, ...] = Field(default=(), description="of a cascade, above the estimate")
    method: str = Field(
        default="auto",
        description="sweep: sobol, latin_hypercube; sensitivity: sobol, morris; optimise: gp, "
        "nsga2, random; auto takes the first that is installed",
    )
    batch: int | None = Field(default=None, ge=1, le=10_000, description="recipes asked at once")
    seed: int = Field(default=0, ge=0, le=2**32 - 1)
    check_feasible: bool = Field(
        default=True, description="sample estimates first and refuse constraints that none meets"
    )

    @model_validator(mode="after")
    def _fits_together(self) -> Self:
        wrong = Mistakes("study")
        self._check_levels(wrong)
        for field, names in (
            ("objectives", self.objectives),
            ("constraints", self.constraints.numbers),
        ):
            for name in names:
                with wrong.noted():
                    if name == COST and not self.prices:
                        raise InputError(f"{field}.{name}", "needs prices", _PRICES)
                    if name not in (*NUMBERS, COST):
                        raise UnknownNameError(field, name, (*NUMBERS, COST))
        with wrong.noted():
            if self.method not in METHODS[self.kind]:
                raise UnknownNameError("method", self.method, METHODS[self.kind])
        with wrong.noted():
            if self.kind in ("optimise", "cascade") and not self.objectives:
                raise InputError("objectives", f"are missing for kind {self.kind}", _OBJECTIVE)
        with wrong.noted():
            self._check_what_varies()
        with wrong.noted():
            if self.kind == "reach" and not self.constraints.numbers:
                raise InputError("constraints.numbers", "say nothing to reach", _REACH)
        wrong.tell()
        return self

    def _check_what_varies(self) -> None:
        if self.kind == "uncertainty":
            self._check_uncertainty()
        elif not (self.vary or self.choices or self.mixtures):
            raise InputError(
                "vary", "is empty: nothing varies", "press.pressure: {low: ..., high: ...}"
            )
        elif self.scatter:
            raise InputError("scatter", f"is not for kind {self.kind}", "kind: uncertainty")

    def _check_levels(self, wrong: Mistakes) -> None:
        for field, level in (
            ("level", self.level),
            *(("rungs.level", r.level) for r in self.rungs),
        ):
            with wrong.noted():
                if level not in STUDY_LEVELS:
                    raise UnknownNameError(field, level, STUDY_LEVELS)
        if not wrong.errors:
            with wrong.noted():
                self._check_rungs()

    def _check_rungs(self) -> None:
        if (self.kind == "cascade") != bool(self.rungs):
            raise InputError("rungs", f"and kind {self.kind} do not go together", _RUNGS)
        ranks = [STUDY_LEVELS.index(r.level) for r in self.rungs]
        if ranks and (ranks[0] == 0 or ranks != sorted(set(ranks))):
            raise InputError("rungs", "must rise above the estimate, each once", _RUNGS)

    def _check_uncertainty(self) -> None:
        if not self.scatter:
            raise InputError("scatter", "is missing for kind uncertainty", _SCATTER)
        if self.vary or self.choices or self.mixtures:
            raise InputError("vary", "is not for kind uncertainty", _SCATTER)


_OBJECTIVE = "objectives: {areal_conductance: maximise, bend_radius_minimum: minimise}"
_REACH = "constraints: {numbers: {areal_resistance: {at_most: 2 ohm*cm2}}}"
_RUNGS = "kind: cascade with rungs: [{level: quick, keep: 50}, {level: standard, keep: 10}]"
_PRICES = 'prices: {Li6PS5Cl: "850 EUR/kg", PTFE: "20 EUR/kg"}, your own'
_SCATTER = "scatter: {press.pressure: {relative: 5 %}}"

METHODS: dict[str, tuple[str, ...]] = {
    "grid": ("auto",),
    "sweep": ("auto", "sobol", "latin_hypercube"),
    "sensitivity": ("auto", "sobol", "morris"),
    "uncertainty": ("auto", "sobol", "latin_hypercube"),
    "optimise": ("auto", "gp", "nsga2", "random"),
    "cascade": ("auto", "sobol", "latin_hypercube"),
    "reach": ("auto",),
}
"""Methods of each kind of study."""
