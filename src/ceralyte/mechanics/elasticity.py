"""Estimate of the isotropic moduli of a pressed composite from its volume fractions."""

from collections.abc import Mapping
from math import sqrt
from typing import NamedTuple

from ceralyte.core.errors import InputError, UnknownNameError
from ceralyte.core.quantities import Outcome, Quantity, Unavailable
from ceralyte.mechanics.bounds import bulk_and_shear, hashin_shtrikman, youngs_and_poisson
from ceralyte.mechanics.porosity import (
    POROSITY_LAWS,
    POROSITY_LIMIT,
    Morphology,
    poissons_ratio_with_pores,
)
from ceralyte.model.results import Elasticity
from ceralyte.model.structure import PHASE_NAMES, PORE


class _Point(NamedTuple):
    """One evaluation of the estimate: values and the ends that the choice of model leaves."""

    youngs: float
    youngs_low: float
    youngs_high: float
    poisson: float
    poisson_low: float
    poisson_high: float


def estimate_elasticity(
    *,
    volume_fractions: Mapping[str, float],
    moduli: Mapping[str, tuple[Outcome, Outcome]],
    morphology: Morphology = "granular",
) -> Elasticity:
    """Estimate Young's, shear and bulk modulus and Poisson's ratio of a composite with pores.

    The solids are mixed by the mean of their Hashin-Shtrikman bounds. Porosity then lowers
    Young's modulus by the law of `morphology` in `POROSITY_LAWS`. Poisson's ratio drifts from
    that of the solid as spherical pores ("matrix") or flat ones ("granular") make it drift.

    Parameters
    ----------
    volume_fractions : mapping of float
        Shares of "ceramic", "binder", "support" and "pore" in the membrane, adding to 1.
    moduli : mapping of pairs
        Young's modulus (Pa) and Poisson's ratio of every solid phase that is there.
    morphology : {"granular", "matrix"}

    Returns
    -------
    Elasticity
        Four estimates. `low` and `high` span both porosity laws, both bounds of the solid
        mixture and two standard deviations of the material data; `std` is their standard
        deviation as if spread evenly. All `Unavailable`, with the reason, if a modulus is
        missing or the porosity is above 0.5. For the rigorous bounds, whose lower one is zero
        with pores, see `hashin_shtrikman`.

    Raises
    ------
    InputError
        Unknown phase, fractions that do not add to 1, modulus not above zero, Poisson's ratio
        outside (-1, 0.5).

    Validity
    --------
    Porosity 0 to 0.5; isotropic; solids well bonded to each other. Grains that merely touch
    are softer. A film of soft binder between all grains is at the lower end.

    Source
    ------
    Hashin & Shtrikman 1963; Roberts & Garboczi 2000 (porosity laws; for flat pores
    nu = nu_s + porosity / 0.604 (0.166 - nu_s)); Yan et al. 2010, CMES 55, 33 (the Mori-Tanaka
    Poisson's ratio agrees with computed spherical pores).
    """
    fractions = _checked_fractions(volume_fractions)
    porosity = fractions.pop(PHASE_NAMES[PORE], 0.0)
    if porosity > POROSITY_LIMIT:
        return _unavailable(
            f"porosity {porosity:.2f} is beyond the {POROSITY_LIMIT} up to which the law of "
            "Roberts and Garboczi holds; press harder or add solids"
        )
    given = {
        name: (E, nu)
        for name, (E, nu) in moduli.items()
        if name in fractions and isinstance(E, Quantity) and isinstance(nu, Quantity)
    }
    if len(given) < len(fractions):
        missing = [_missing(name, moduli) for name in fractions if name not in given]
        return _unavailable("; ".join(missing))
    _check_moduli(given)
    shares = {name: f / (1 - porosity) for name, f in fractions.items()}
    values = {name: (E.value, nu.value) for name, (E, nu) in given.items()}
    point = _evaluate(shares, values, porosity, morphology)
    std = _data_std(point, shares, given, porosity, morphology)
    return _as_elasticity(point, std, morphology)


def _evaluate(
    shares: Mapping[str, float],
    moduli: Mapping[str, tuple[float, float]],
    porosity: float,
    morphology: Morphology,
) -> _Point:
    """Evaluate the estimate for exact moduli; `shares` are those within the solid."""
    pairs = [bulk_and_shear(*moduli[name]) for name in shares]
    bulk, shear = [K for K, _ in pairs], [G for _, G in pairs]
    bounds = hashin_shtrikman(list(shares.values()), bulk, shear)
    K = (bounds.bulk_lower + bounds.bulk_upper) / 2
    G = (bounds.shear_lower + bounds.shear_upper) / 2
    soft, _ = youngs_and_poisson(bounds.bulk_lower, bounds.shear_lower)
    stiff, _ = youngs_and_poisson(bounds.bulk_upper, bounds.shear_upper)
    solid, _ = youngs_and_poisson(K, G)
    factors = [law(porosity) for law in POROSITY_LAWS.values()]
    factor = POROSITY_LAWS[morphology](porosity)
    ratios = poissons_ratio_with_pores(K, G, porosity, factor)
    return _Point(
        solid * factor,
        soft * min(factors),
        stiff * max(factors),
        ratios.spherical if morphology == "matrix" else ratios.flat,
        min(ratios),
        max(ratios),
    )


def _data_std(
    point: _Point,
    shares: Mapping[str, float],
    given: Mapping[str, tuple[Quantity, Quantity]],
    porosity: float,
    morphology: Morphology,
) -> tuple[float, float]:
    """Standard deviation of Young's modulus (Pa) and Poisson's ratio from the material data."""
    values = {name: (E.value, nu.value) for name, (E, nu) in given.items()}
    variance_E = variance_nu = 0.0
    for name, (E, nu) in given.items():
        for step_E, step_nu in ((min(E.std or 0.0, 0.9 * E.value), 0.0), (0.0, nu.std or 0.0)):
            moved = values | {name: (E.value - step_E, max(nu.value - step_nu, -0.99))}
            there = _evaluate(shares, moved, porosity, morphology)
            variance_E += (there.youngs - point.youngs) ** 2
            variance_nu += (there.poisson - point.poisson) ** 2
    return sqrt(variance_E), sqrt(variance_nu)


def _as_elasticity(
    point: _Point, data_std: tuple[float, float], morphology: Morphology
) -> Elasticity:
    """Join model spread and data spread; derive G and K."""
    reach = 1 + 2 * data_std[0] / point.youngs
    E_low, E_high = point.youngs_low / reach, point.youngs_high * reach
    nu_low = max(point.poisson_low - 2 * data_std[1], -0.99)
    nu_high = min(point.poisson_high + 2 * data_std[1], 0.4999)
    K, G = bulk_and_shear(point.youngs, point.poisson)
    shear_ends = (bulk_and_shear(E_low, nu_high)[1], bulk_and_shear(E_high, nu_low)[1])
    bulk_ends = (bulk_and_shear(E_low, nu_low)[0], bulk_and_shear(E_high, nu_high)[0])
    law = POROSITY_LAWS[morphology].description
    mixing = "mean of the Hashin-Shtrikman bounds of the solids"
    pore = "spherical pores" if morphology == "matrix" else "flat pores"
    return Elasticity(
        youngs_modulus=_estimate(
            point.youngs, "Pa", E_low, E_high, f"{mixing}, Roberts-Garboczi ({law}) for porosity"
        ),
        poissons_ratio=_estimate(
            point.poisson, "", nu_low, nu_high, f"{mixing}, drift with porosity as of {pore}"
        ),
        shear_modulus=_estimate(G, "Pa", *shear_ends, "from Young's modulus, Poisson's ratio"),
        bulk_modulus=_estimate(K, "Pa", *bulk_ends, "from Young's modulus, Poisson's ratio"),
    )


def _estimate(value: float, unit: str, low: float, high: float, method: str) -> Quantity:
    return Quantity(
        value=value,
        unit=unit,
        method=method,
        std_model=(high - low) / 12**0.5,
        low=low,
        high=high,
        estimate=True,
        validity=(
            "isotropic, well bonded, porosity up to 0.5; grains that merely touch are softer; the "
            "constants of the porosity law are not checked against its paper (Roberts and "
            "Garboczi, J. Am. Ceram. Soc. 83 (2000) 3041)"
        ),
    )


def _unavailable(reason: str) -> Elasticity:
    modulus = Unavailable(unit="Pa", reason=reason)
    return Elasticity(
        youngs_modulus=modulus,
        poissons_ratio=Unavailable(unit="", reason=reason),
        shear_modulus=modulus,
        bulk_modulus=modulus,
    )


def _checked_fractions(volume_fractions: Mapping[str, float]) -> dict[str, float]:
    """Return the fractions of the phases that are there."""
    for name, f in volume_fractions.items():
        if name not in PHASE_NAMES.values():
            raise UnknownNameError("volume_fractions", name, PHASE_NAMES.values())
        if not 0 <= f <= 1:
            raise InputError(f"volume_fractions.{name}", f"{f:g}", "0 to 1")
    total = sum(volume_fractions.values())
    if abs(total - 1) > 1e-6:
        raise InputError("volume_fractions", f"add to {total:.6g}", "shares adding to 1")
    return {name: f for name, f in volume_fractions.items() if f > 0}


def _missing(name: str, moduli: Mapping[str, tuple[Outcome, Outcome]]) -> str:
    """Say what is missing for a phase, and how to supply it."""
    lacking = "Young's modulus and Poisson's ratio"
    if name in moduli:
        lacking = " and ".join(
            f"{symbol} ({given.reason})"
            for symbol, given in zip(
                ("Young's modulus", "Poisson's ratio"), moduli[name], strict=True
            )
            if isinstance(given, Unavailable)
        )
    return (
        f"{lacking} of the {name} missing; give youngs_modulus and poissons_ratio of its "
        "material, with a source, in your own materials file"
    )


def _check_moduli(given: Mapping[str, tuple[Quantity, Quantity]]) -> None:
    for name, (E, nu) in given.items():
        if E.value <= 0:
            raise InputError(f"moduli.{name}", f"Young's modulus {E.value:g} Pa", "above 0 Pa")
        if not -1 < nu.value < 0.5:
            raise InputError(f"moduli.{name}", f"Poisson's ratio {nu.value:g}", "-1 to 0.5, open")
