"""What ``ceralyte blend`` does: find the densest blend of some powders, and show it."""

from dataclasses import dataclass
from typing import Any

from ceralyte.cli.output import STDOUT, shown, table
from ceralyte.cli.packing import PARTICLES
from ceralyte.core.errors import Mistakes
from ceralyte.model import Mixture, SizeDistribution
from ceralyte.packing import (
    Blend,
    describe,
    fewest_particles,
    optimise_mixture,
    parse_distribution,
)
from ceralyte.packing.sampling import N_MAX

STEP_OF_TWO, STEP_OF_THREE = 0.01, 0.05  # of the shares in the curve
DIGITS = 3  # of the shares: their optimum is flat
_HALF = 0.5 * 10**-DIGITS


@dataclass(frozen=True)
class Blended:
    """The densest blend of powders, which are given as text, and how to pack it.

    `mixture` is its text, `fewest` the particles that can represent it.
    """

    powders: tuple[str, ...]
    blend: Blend
    mixture: str
    fewest: int


def run(powders: list[str]) -> Blended:
    """Find the densest blend of two or three powders, given as text."""
    laws: list[SizeDistribution] = []
    wrong = Mistakes("powders")
    for k, powder in enumerate(powders, 1):
        with wrong.noted():
            laws.append(parse_distribution(powder, field=f"powder {k}"))
    wrong.tell()
    blend = optimise_mixture(laws, step=STEP_OF_TWO if len(laws) == 2 else STEP_OF_THREE)
    mixture = rounded(blend.mixture)
    return Blended(
        tuple(describe(law) for law in laws), blend, describe(mixture), fewest_particles(mixture)
    )


def document(blended: Blended) -> dict[str, Any]:
    """Return the numbers for one JSON document."""
    blend = blended.blend
    return {
        "powders": list(blended.powders),
        "shares": list(blend.shares),
        "packing_fraction": blend.packing_fraction.model_dump(mode="json"),
        "mixture": blended.mixture,
        "curve": [
            {"shares": list(shares), "packing_fraction": fraction}
            for shares, fraction in zip(blend.curve_shares, blend.curve_fractions, strict=True)
        ],
    }


def show(blended: Blended) -> None:
    """Print a table, and the text to pack."""
    blend = blended.blend
    alone = [
        next(f for s, f in zip(blend.curve_shares, blend.curve_fractions, strict=True) if s[k] == 1)
        for k in range(len(blended.powders))
    ]
    table(
        "Densest blend",
        ("powder", "share by volume", "packing fraction alone"),
        [
            (powder, f"{100 * share:.1f} %", f"{fraction:.4f}")
            for powder, share, fraction in zip(blended.powders, blend.shares, alone, strict=True)
        ],
    )
    estimate = blend.packing_fraction
    STDOUT.print(f"packing fraction of the blend: {shown(estimate)}", markup=False)
    STDOUT.print(f"{estimate.method}: {estimate.validity}", markup=False)
    STDOUT.print(_how_to_pack(blended), markup=False)


def _how_to_pack(blended: Blended) -> str:
    if blended.fewest > N_MAX:
        return f"{blended.mixture} cannot be packed: {blended.fewest:.2g} particles, above {N_MAX}"
    more = f" --particles {blended.fewest}" if blended.fewest > PARTICLES else ""
    return f'to pack it: ceralyte pack "{blended.mixture}"{more}'


def rounded(mixture: Mixture) -> Mixture:
    """Return the mixture with shares of few digits, without components that round to nothing."""
    parts = zip(mixture.shares, mixture.components, strict=True)
    kept = [(share, component) for share, component in parts if share >= _HALF]
    shares = [round(share, DIGITS) for share, _ in kept]
    largest = max(range(len(shares)), key=shares.__getitem__)
    shares[largest] = round(1 - sum(shares) + shares[largest], DIGITS)
    return Mixture(shares=tuple(shares), components=tuple(c for _, c in kept))
