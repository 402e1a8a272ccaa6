"""Young's and shear moduli and Poisson's ratios of a stiffness tensor."""

from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from ceralyte.core.quantities import Outcome, Quantity, Unavailable
from ceralyte.mechanics.bounds import youngs_and_poisson
from ceralyte.mechanics.solid import Solid

Floats = NDArray[np.float64]

_NOTHING = 1e-7
"""Eigenvalue over the largest one that counts as zero."""


class Isotropic(NamedTuple):
    """Young's, shear and bulk modulus and Poisson's ratio of an isotropic solid or sheet.

    Moduli in the unit of the tensor; a sheet has no bulk modulus.
    """

    youngs: float
    shear: float
    bulk: float | None
    poisson: float


def free_strains(tensor: Floats, load: int) -> Floats:
    """Return the strains, ndarray (n,), under a stress along one component, that strain being 1.

    Components that resist nothing are left as they are.
    """
    others = [k for k in range(len(tensor)) if k != load]
    inner = np.linalg.pinv(tensor[np.ix_(others, others)], rcond=_NOTHING, hermitian=True)
    strains = np.ones(len(tensor))
    strains[others] = -inner @ tensor[others, load]
    return strains


def free_modulus(tensor: Floats, load: int) -> float:
    """Return stress over strain for one component while all other stresses are zero.

    Young's modulus for a normal component, the shear modulus for another one.

    Examples
    --------
    >>> free_modulus(np.array([[4.0, 2.0], [2.0, 2.0]]), 0)
    2.0
    """
    return float(tensor[load] @ free_strains(tensor, load))


def isotropic_solid(tensor: Floats) -> Isotropic:
    """Return the isotropic solid between the means of stiffness and compliance over orientations.

    Parameters
    ----------
    tensor : ndarray (6, 6)
        Order xx, yy, zz, yz, xz, xy.

    Source
    ------
    Hill 1952, Proc. Phys. Soc. A 65, 349.
    """
    normal, mixed, shear = _sums(tensor)
    bulk_most, shear_most = (normal + 2 * mixed) / 9, (normal - mixed + 3 * shear) / 15
    normal, mixed, shear = _sums(np.linalg.inv(tensor))
    bulk_least, shear_least = (
        1 / (normal + 2 * mixed),
        15 / (4 * normal - 4 * mixed + 3 * shear),
    )
    bulk, rigid = (bulk_most + bulk_least) / 2, (shear_most + shear_least) / 2
    youngs, poisson = youngs_and_poisson(bulk, rigid)
    return Isotropic(youngs, rigid, bulk, poisson)


def isotropic_sheet(tensor: Floats) -> Isotropic:
    """Return the isotropic sheet in plane stress, as `isotropic_solid`, of a tensor (3, 3).

    Its order is xx, yy, xy.
    """
    Q, S = tensor, np.linalg.inv(tensor)
    area = (Q[0, 0] + Q[1, 1] + 2 * Q[0, 1]) / 4
    area = (area + 1 / (S[0, 0] + S[1, 1] + 2 * S[0, 1])) / 2
    rigid = (Q[0, 0] + Q[1, 1] - 2 * Q[0, 1] + 4 * Q[2, 2]) / 8
    rigid = (rigid + 2 / (S[0, 0] + S[1, 1] - 2 * S[0, 1] + S[2, 2])) / 2
    youngs = 4 * area * rigid / (area + rigid)
    return Isotropic(float(youngs), float(rigid), None, float((area - rigid) / (area + rigid)))


def _sums(tensor: NDArray[Any]) -> tuple[float, float, float]:
    """Sums of the three diagonal normal, three mixed normal and three shear entries."""
    normal, mixed = np.trace(tensor[:3, :3]), tensor[0, 1] + tensor[0, 2] + tensor[1, 2]
    return float(normal), float(mixed), float(np.trace(tensor[3:, 3:]))


def named_moduli(
    tensor: Floats, components: tuple[str, ...], solid: Solid, method: str, validity: str
) -> dict[str, Any]:
    """Return the moduli of a tensor (in units of `solid.reference`) as fields of `Stiffness`.

    An axis along which the solid does not hang together has no moduli, nor has a solid that some
    strain moves without resistance.
    """
    strengths = np.linalg.eigvalsh(tensor)
    least = _NOTHING * strengths[-1]

    def outcome(axes: str, unit: str, value: float | None, modulus: float) -> Outcome:
        apart = [axis for axis in dict.fromkeys(axes) if not solid.percolates[axis]]
        if apart:
            reason = f"no stiffness: the solid does not hang together along {' and '.join(apart)}"
        elif modulus <= least:
            reason = "no stiffness: parts of the solid move past each other without resistance"
        elif value is None:
            reason = "a sheet with free faces has none"
        else:
            scale = solid.reference if unit == "Pa" else 1.0
            return Quantity(value=scale * value, unit=unit, method=method, validity=validity)
        return Unavailable(unit=unit, reason=reason)

    place = {name: k for k, name in enumerate(components)}
    free = {name: free_modulus(tensor, k) for name, k in place.items()}
    strains = {name: free_strains(tensor, k) for name, k in place.items()}
    axes = [name[0] for name in components if name[0] == name[1]]
    sheared = [name for name in components if name[0] != name[1]]
    weakest, mean = float(strengths[0]), _NONE
    if weakest > least:
        mean = isotropic_solid(tensor) if len(axes) == 3 else isotropic_sheet(tensor)
    every = "".join(axes)
    return {
        "youngs_moduli": {a: outcome(a, "Pa", free[2 * a], free[2 * a]) for a in axes},
        "shear_moduli": {s: outcome(s, "Pa", free[s], free[s]) for s in sheared},
        "poissons_ratios": {
            a + b: outcome(a + b, "", -float(strains[2 * a][place[2 * b]]), free[2 * a])
            for a in axes
            for b in axes
            if a != b
        },
        "youngs_modulus": outcome(every, "Pa", mean.youngs, weakest),
        "shear_modulus": outcome(every, "Pa", mean.shear, weakest),
        "bulk_modulus": outcome(every, "Pa", mean.bulk, weakest),
        "poissons_ratio": outcome(every, "", mean.poisson, weakest),
    }


_NONE = Isotropic(0.0, 0.0, None, 0.0)
