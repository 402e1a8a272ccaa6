"""What the fibres of a support carry of the press, and what that leaves for the grains."""

from collections.abc import Sequence

import numpy as np

from ceralyte.core.quantities import Quantity, Unavailable
from ceralyte.core.units import MODULUS, PRESSURE, show
from ceralyte.pipeline.built import Built
from ceralyte.pipeline.samples import Sample
from ceralyte.pipeline.supply import Supply
from ceralyte.pressing import axial_compression, relative_density
from ceralyte.recipe import Recipe

_FOR = "the load of the support"
_AS_GOOD = 0.99
"""Of a pressure: differences less than this are none."""


def support_load_notes(recipe: Recipe, supply: Supply, built: Built) -> tuple[str, ...]:
    """Return what fibres carry of the press, where particles were pressed around them.

    The pressing law knows of no fibres: to it the space beside them is under the pressure of the
    press. How much of that pressure is there is estimated from the forces that grains exert on
    fibres, and bounded by fibres that shorten with the membrane, elastic and in parallel.
    """
    found = built.densification
    samples = [s for s in built.samples if s.path and s.path.support_stresses is not None]
    if recipe.support is None or not samples or not found.pressure or not found.yield_stress:
        return ()
    stress, support = found.yield_stress.value, built.filling.support_fraction
    about = _mean_share(samples, 1 - support, [0.0] * len(samples))
    least, bound = about, ""
    modulus = supply.outcome(recipe.support.material, "youngs_modulus", _FOR)
    if isinstance(modulus, Unavailable):
        bound = f"; no bound without Young's modulus of the fibres ({modulus.reason})"
    else:
        upright = [support * modulus.value * max(_axial(s), 0.0) / stress for s in samples]
        least = _mean_share(samples, 1 - support, upright)
        bound = _bound(found.pressure, modulus, least, about)
    pressure = show(about * found.pressure, PRESSURE)
    carried = "carry a part of the press" if about < _AS_GOOD else "relieve the grains of nothing"
    return (
        f"fibres of the support {carried}: of the {show(found.pressure, PRESSURE)} of the press "
        f"about {pressure} are on the space beside them, by the forces between grains and fibres "
        f"(estimate){bound}{_densities(built, least, about)}; what fibres exert on each other "
        "where they cross is not known",
    )


def _bound(pressure: float, modulus: Quantity, least: float, about: float) -> str:
    if least > _AS_GOOD * about:
        return "; fibres that lie so flat carry nothing along their axes"
    return (
        f", at least {show(least * pressure, PRESSURE)} if fibres shorten with the membrane, in "
        f"parallel and elastic with {show(modulus.value, MODULUS)} (a bound: they buckle, turn and "
        "slide)"
    )


def _mean_share(samples: Sequence[Sample], beside: float, upright: Sequence[float]) -> float:
    """Pressure in the space `beside` the support over that of the press, mean over samples.

    `upright`: what fibres carry along their axes, over the yield stress.
    """
    shares = []
    for sample, more in zip(samples, upright, strict=True):
        path = sample.path
        assert path is not None  # chosen so
        assert path.support_stresses is not None
        grains = float(path.load[-1])
        whole = grains + float(path.support_stresses[-1, 2]) + more
        shares.append(grains / (beside * whole))
    return float(np.mean(shares))


def _axial(sample: Sample) -> float:
    path, fibres = sample.path, sample.pressed.particles.obstacles
    assert path is not None  # chosen so
    assert fibres is not None
    return axial_compression(fibres, float(path.thickness[-1] / path.thickness[0]))


def _densities(built: Built, least: float, about: float) -> str:
    """What the law makes of the pressures beside the fibres, where the law gave the density."""
    found = built.densification
    if not found.points or found.yield_stress is None or found.pressure is None:
        return ""
    if least > _AS_GOOD:
        return ""
    low, middle = (
        100
        * relative_density(share * found.pressure, built.initial.value, found.yield_stress.value)
        for share in (least, min(about, 1.0))
    )
    ends = f"{middle:.3g} %" if about - least < 1 - _AS_GOOD else f"{low:.3g} to {middle:.3g} %"
    return (
        f"; under that the law gives a ceramic share of {ends}, and this membrane is taken with "
        f"{100 * found.fraction.value:.3g} %"
    )
