"""Network tests of a recipe's membrane: which bonds, how many seeds, with which support."""

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from math import sqrt
from types import MappingProxyType

import numpy as np

from ceralyte.core.errors import InputError, UnavailableError
from ceralyte.core.quantities import Outcome, Quantity, Unavailable
from ceralyte.mechanics import (
    StrengthTest,
    TestMode,
    Weibull,
    bonds_of,
    fit_weibull,
    in_parallel,
    strength_of_size,
    strength_test,
    support_trade,
)
from ceralyte.mechanics.breaking import TOGETHER, UNTIL
from ceralyte.mechanics.testing import FACTOR
from ceralyte.mechanics.weibull import LEAST_SAMPLES
from ceralyte.model import Mark, NetworkTest, PressedPacking, Series, StrengthSheet
from ceralyte.pipeline.binding import Binding
from ceralyte.pipeline.holding import HEALED, STATED, Holding, holdings, untested
from ceralyte.pipeline.mechanics import carried_by, orientation_factor
from ceralyte.pipeline.supply import Supply
from ceralyte.recipe import Recipe

Tell = Callable[[str, float], None]

_FOR = "the strength of the membrane"
_WHOLE, _BRIEF = (TOGETHER, UNTIL), (0.05, 0.6)
_SIZES = np.geomspace(1, 1e9, 10)
_AREA = 1e-4  # m2, a choice: of the membrane that stands beside the piece tested
_CARRIERS = tuple(float(t) for t in np.linspace(5e-6, 60e-6, 12))


def strength_sheet(
    recipe: Recipe,
    supply: Supply,
    pressed: Sequence[tuple[int, PressedPacking]],
    volume_fractions: dict[str, float],
    binding: Binding | None,
    thickness: float,
    *,
    roughness: float | None = None,
    modes: Sequence[TestMode] = ("tension",),
    brief: bool = False,
    tell: Tell | None = None,
) -> StrengthSheet:
    """Test the pressed packings of a recipe as networks of bonds.

    Parameters
    ----------
    recipe, supply : Recipe and Supply
    pressed : sequence of (seed, PressedPacking)
    volume_fractions : dict of float
        Of the membrane, by phase.
    binding : Binding or None
        Where the binder sits.
    thickness : float, m
        Of the membrane.
    roughness : float or None
        Of the powder, as in `Makeup` [-].
    modes : sequence of "tension", "compression", "bending"
    brief : bool
        End each test soon after its peak, in larger steps: strengths within a few per cent of
        those of the whole tests, in a fifth of the time.
    tell : callable, optional

    Raises
    ------
    ConvergenceError
    """
    held = holdings(recipe, supply, volume_fractions, binding, roughness)
    if isinstance(held, Unavailable):
        return _without_tests(recipe, supply, volume_fractions, thickness, held)
    tests: list[NetworkTest] = []
    gaps, notes = untested(recipe, supply, volume_fractions, binding, held), []
    for done, (seed, packing) in enumerate(pressed):
        for holding in held:
            for mode in modes:
                if tell is not None:
                    tell(f"{mode}, {holding.name}, seed {seed}", done / len(pressed))
                try:
                    tests.append(_test(holding, mode, seed, packing, _BRIEF if brief else _WHOLE))
                except (InputError, UnavailableError) as error:
                    if mode == "tension":
                        gaps[f"{holding.name} not tested"] = str(error)
                    else:
                        notes.append(f"{mode}, {holding.name}: {error}")
    return _summary(recipe, supply, volume_fractions, thickness, tests, gaps, notes)


def strength_in_bending(estimate: Outcome, tested: StrengthSheet) -> Outcome:
    """Return the strength (Pa) that bending is judged by.

    That of the network where its tensile tests hold by a stated adhesion of the grains, which the
    closed-form bracket `estimate` does not know of; else the bracket.
    """
    as_stated = any(t.mode == "tension" and t.held_by == STATED for t in tested.tests)
    return tested.tensile_strength if as_stated else estimate


def _test(
    holding: Holding, mode: TestMode, seed: int, packing: PressedPacking, steps: tuple[float, float]
) -> NetworkTest:
    network = bonds_of(packing, holding.grain, adhesion=holding.adhesion, bridges=holding.bridges)
    found = strength_test(network, mode, together=steps[0], until=steps[1])
    return NetworkTest(
        mode=mode,
        held_by=holding.name,
        seed=seed,
        strength=found.strength,
        failure_strain=found.failure_strain,
        modulus=found.modulus,
        fracture_energy=Quantity(
            value=found.fracture_energy,
            unit="J/m^2",
            method="spent by the bonds up to the end of the test, over the section",
            estimate=True,
        ),
        curve=found.curve.model_copy(update={"note": f"{holding.name}: {found.curve.note}"}),
        box=tuple(float(side) for side in network.box),
        crack=_in_order(found),
        bonds=len(network),
        broken=found.broken,
    )


def _in_order(found: StrengthTest) -> tuple[tuple[float, float, float], ...]:
    order = np.argsort(found.crack_step, kind="stable")
    return tuple((float(x), float(y), float(z)) for x, y, z in found.crack[order])


def _summary(
    recipe: Recipe,
    supply: Supply,
    volume_fractions: dict[str, float],
    thickness: float,
    tests: list[NetworkTest],
    gaps: dict[str, str],
    notes: list[str],
) -> StrengthSheet:
    pulled = [t for t in tests if t.mode == "tension"]
    support = _support(recipe, supply, volume_fractions, thickness)
    if isinstance(support, Unavailable):
        gaps["without what the support carries"] = support.reason
    notes = [*(f"{what}: {why}" for what, why in gaps.items()), *notes]
    if not pulled:
        reason = "; ".join(notes) or "no tensile test was asked for"
        lost = Unavailable(unit="Pa", reason=reason)
        return _without_tests(recipe, supply, volume_fractions, thickness, lost, tests, notes)
    curves = [t.curve for t in pulled]
    if isinstance(support, tuple):
        curves = [in_parallel(c, *support) for c in curves]
    ends: dict[str, list[tuple[float, float]]] = {t.held_by: [] for t in pulled}
    for test, curve in zip(pulled, curves, strict=True):
        top = int(np.argmax(curve.y))
        ends[test.held_by].append((curve.y[top], curve.x[top]))
    if list(ends) == [HEALED] and isinstance(support, tuple):
        ends = {"the support alone": [(support[1], support[1] / support[0])], **ends}
    last = pulled[-1].held_by
    weibull, sizes = _scatter([t for t in pulled if t.held_by == last], thickness)
    unbroken = {t.held_by for t in pulled if not t.broken}
    return StrengthSheet(
        tensile_strength=_between(
            {n: [s for s, _ in end] for n, end in ends.items()}, "Pa", unbroken, gaps
        ),
        failure_strain=_strain({n: [e for _, e in end] for n, end in ends.items()}, unbroken, gaps),
        tests=tuple(tests),
        with_support=tuple(curves) if isinstance(support, tuple) else (),
        weibull_modulus=weibull,
        size_effect=sizes,
        support_trade=_trade(recipe, supply, thickness),
        notes=tuple(dict.fromkeys(notes)),
    )


def _strain(
    ends: dict[str, list[float]], unbroken: Collection[str], gaps: Mapping[str, str]
) -> Outcome:
    """As `_between`; what was not tested may break later or sooner, and leaves no end at all."""
    if not gaps:
        return _between(ends, "", unbroken)
    known = ", ".join(f"{name} at {np.mean(end):.2g}" for name, end in ends.items())
    return Unavailable(unit="", reason="; ".join([known, *map(": ".join, gaps.items())]))


def _between(
    ends: dict[str, list[float]],
    unit: str,
    unbroken: Collection[str] = (),
    gaps: Mapping[str, str] = MappingProxyType({}),
) -> Outcome:
    """Geometric mean of the ends' means over the seeds, and a factor of two beyond both.

    The upper end is open where a piece of the highest mean is still `unbroken`: a mean of lower
    limits is one. So it is where more may hold that is in no test: the `gaps`.
    """
    mean_of = {name: float(np.mean(end)) for name, end in ends.items()}
    means = list(mean_of.values())
    if list(ends) == [HEALED]:
        return Unavailable(
            unit=unit,
            reason="how pressed grains hold together is unknown: give the ceramic's "
            "adhesion_strength or adhesion_energy with its source. As tough as the ceramic they "
            f"would give{'' if gaps else ' at most'} {means[0]:.3g} {unit}".rstrip()
            + "".join(f"; {what}: {why}" for what, why in gaps.items()),
        )
    value = sqrt(min(means) * max(means))
    whole = max(mean_of, key=mean_of.__getitem__) in unbroken
    most = max(ends.values(), key=len)
    spread = float(np.std(most, ddof=1) / np.mean(most)) if len(most) > 1 else None
    return Quantity(
        value=value,
        unit=unit,
        method=f"bonds that break one after another; packings: {len(most)}; "
        + ", ".join([*ends, *gaps]),
        std_sampling=None if spread is None else value * spread / sqrt(len(most)),
        low=min(means) / FACTOR,
        high=None if whole or gaps else max(means) * FACTOR,
        estimate=True,
        validity="a bracket: strength and area of a bond are known to a factor of 2; flaws larger "
        "than the piece, such as agglomerates and cut edges, are not in it",
    )


def _scatter(tests: Sequence[NetworkTest], thickness: float) -> tuple[Outcome, Series | None]:
    """Weibull modulus over the seeds, and strength against the volume under load."""
    strengths = [t.strength.value for t in tests]
    if len(strengths) < LEAST_SAMPLES:
        reason = f"{len(strengths)} of at least {LEAST_SAMPLES} packings (--seeds)"
        return Unavailable(unit="", reason=reason), None
    found = fit_weibull(strengths, float(np.prod(tests[0].box)))
    volumes = [float(found.volume * size) for size in _SIZES]
    low, median, high = np.transpose([_of_size(found, v) for v in volumes]).tolist()
    return found.modulus, Series(
        x_name="volume under load",
        x_unit="m^3",
        x=tuple(volumes),
        y_name="median strength",
        y_unit="Pa",
        y=tuple(median),
        y_low=tuple(low),
        y_high=tuple(high),
        marks=(
            _of_piece("piece tested", found, found.volume),
            _of_piece("1 cm² of the membrane", found, thickness * _AREA),
        ),
        note=f"weakest link of {tests[0].held_by}; flaws larger than the packing are not in it",
    )


def _of_size(weibull: Weibull, volume: float) -> tuple[float, float, float]:
    """Median strength (Pa) of pieces of a volume (m3) between its ends.

    Those of a modulus one standard error away, and a factor of two beyond.
    """
    modulus, error = weibull.modulus.value, weibull.modulus.std or 0.0
    ends = [
        strength_of_size(weibull._replace(modulus=_modulus(m)), volume)
        for m in (modulus - error, modulus + error)
    ]
    return min(ends) / FACTOR, strength_of_size(weibull, volume), max(ends) * FACTOR


def _modulus(value: float) -> Quantity:
    return Quantity(value=value, unit="", method="end of the fitted modulus")


def _of_piece(label: str, weibull: Weibull, volume: float) -> Mark:
    low, median, high = _of_size(weibull, volume)
    return Mark(label=label, x=volume, y=median, y_low=low, y_high=high)


def _support(
    recipe: Recipe, supply: Supply, volume_fractions: dict[str, float], thickness: float
) -> tuple[float, float] | Unavailable | None:
    """Modulus and strength (Pa) that the support adds over the membrane's section."""
    support = recipe.support
    if support is None:
        return None
    modulus, strength = (
        supply.outcome(support.material, name, _FOR)
        for name in ("youngs_modulus", "tensile_strength")
    )
    if isinstance(modulus, Unavailable):
        return modulus
    if isinstance(strength, Unavailable):
        return strength
    fraction = volume_fractions["support"]
    stiffness = fraction * orientation_factor(support) * modulus.value
    return stiffness, carried_by(support, strength, fraction, thickness).value


def _trade(recipe: Recipe, supply: Supply, thickness: float) -> Series | None:
    """What carriers like the recipe's add and cost, in a membrane without them."""
    support = recipe.support
    if support is None or support.porosity is None:
        return None
    strength = supply.outcome(support.material, "tensile_strength", _FOR)
    if isinstance(strength, Unavailable):
        return None
    solid = 1 - support.porosity
    sheet = carried_by(support, strength, solid, support.thickness).value
    bare = thickness - solid * support.thickness
    return support_trade(bare, _CARRIERS, sheet_strength=sheet, porosity=support.porosity)


def _without_tests(
    recipe: Recipe,
    supply: Supply,
    volume_fractions: dict[str, float],
    thickness: float,
    lost: Unavailable,
    tests: Sequence[NetworkTest] = (),
    notes: Iterable[str] = (),
) -> StrengthSheet:
    """What is left without a tensile test: the support alone, if there is one."""
    strength: Outcome = lost
    strain: Outcome = Unavailable(unit="", reason=lost.reason)
    support = _support(recipe, supply, volume_fractions, thickness)
    if isinstance(support, tuple):
        modulus, carried = support
        ends, gaps = {"the support alone": [carried]}, {"membrane not tested": lost.reason}
        strength = _between(ends, "Pa", gaps=gaps)
        strain = _strain({"the support alone": [carried / modulus]}, (), gaps)
        notes = dict.fromkeys([*map(": ".join, gaps.items()), *notes])
    return StrengthSheet(
        tensile_strength=strength,
        failure_strain=strain,
        tests=tuple(tests),
        weibull_modulus=Unavailable(unit="", reason="no tensile tests"),
        support_trade=_trade(recipe, supply, thickness),
        notes=tuple(notes),
    )
