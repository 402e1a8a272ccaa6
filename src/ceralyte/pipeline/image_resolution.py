"""Whether the voxels of an image resolve the necks that its current flows through."""

from typing import Any

import numpy as np

from ceralyte.core.quantities import Outcome, Quantity, Unavailable
from ceralyte.model import Structure, Verdict
from ceralyte.model.results import Answer
from ceralyte.structure import Necks, measure_necks

ENOUGH = 4
"""Voxels across the median neck from which a conductivity can be extrapolated: of 80 images of
pressed packings (``benchmarks/necks.py``) those with as many are as near as `_YES` says, others as
`_NO` says."""

_YES = (
    "of images of pressed packings with as many, conductivities extrapolated from two voxel sizes "
    "were within 5 %, and within 16 % where grain boundaries rule"
)
_NO = (
    "of images of pressed packings with as few, conductivities extrapolated from two voxel sizes "
    "were up to 20 % off, and up to 57 % where grain boundaries rule: smaller voxels decide"
)

_QUESTION = "Do the voxels resolve the necks between the grains?"
NO_GRAINS = "the image has no grain labels; --split-grains or split_grains estimates them"
_TELLS_NOTHING = (
    "the error bar of the conductivity is the change to every second voxel: it does not show necks "
    "that are below a voxel on both, nor walls and necks whose errors cancel"
)
_CIRCLE = "area of contact as a circle, "
NECK_ORIGINS = {
    "known": "from the pressed grains that the image was made from",
    "extrapolated": "extrapolated from the image and every second voxel",
    "counted": "as counted: gaps below a voxel count as contact",
}
"""Where the areas of contacts come from, by `Necks.origin`."""


def necks_of(structure: Structure) -> Necks | None:
    """Return the necks between the grains of an image; None where it has no grains."""
    return measure_necks(structure) if structure.grain.any() else None


def neck_resolution(necks: Necks | None, *, estimated: bool) -> dict[str, Any]:
    """Return `voxels_per_neck`, `thin_necks` and `resolution` of an `ImageSheet`.

    Parameters
    ----------
    necks : Necks or None
        Of its grains; None: it has none.
    estimated : bool
        The grains come from `split_grains`.
    """
    if necks is None:
        return _unknown(NO_GRAINS, f"grains are not told apart ({NO_GRAINS}); {_TELLS_NOTHING}")
    voxels = necks.voxels
    if not len(voxels):
        return _unknown("no grains meet", "no grains meet")
    common: dict[str, Any] = {
        "unit": "",
        "estimate": estimated,
        "validity": "grains are those that watershed finds at waists" if estimated else "",
    }
    how = _CIRCLE + NECK_ORIGINS[necks.origin]
    median, thin = float(np.median(voxels)), float((voxels < ENOUGH).mean())
    return {
        "voxels_per_neck": Quantity(value=median, method=f"{how}; median over contacts", **common),
        "thin_necks": Quantity(value=thin, method=f"necks below {ENOUGH} voxels; {how}", **common),
        "resolution": _verdict(median, thin),
    }


def _verdict(median: float, thin: float) -> Verdict:
    resolved = median >= ENOUGH
    found = (
        f"the median neck is {median:.2g} voxels wide, {100 * thin:.0f} % of the necks are below "
    )
    return _answer("yes" if resolved else "no", f"{found}{ENOUGH}; {_YES if resolved else _NO}")


def _unknown(reason: str, why: str) -> dict[str, Any]:
    none: Outcome = Unavailable(unit="", reason=reason)
    return {
        "voxels_per_neck": none,
        "thin_necks": none,
        "resolution": _answer("unknown", why),
    }


def _answer(answer: Answer, reason: str) -> Verdict:
    return Verdict(topic="resolution", question=_QUESTION, answer=answer, reason=reason)
