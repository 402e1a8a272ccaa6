"""What Python is given in place of numbers, names and lists is told as a mistake of input."""

from collections.abc import Callable

import numpy as np
import pytest

import ceralyte as cl
from ceralyte.core.errors import InputError
from ceralyte.packing import farr_groot, optimise_mixture, parse_distribution
from ceralyte.structure import from_labels
from ceralyte.transport import arrhenius, effective_conductivity, randomly_oriented, vogel_through

BLOCK = np.ones((4, 4, 4), int)
IMAGE = from_labels(BLOCK, 1e-6, {1: "ceramic"})


@pytest.mark.parametrize(
    ("call", "message"),
    [
        (lambda: parse_distribution(3), "size distribution: got 3. Allowed: text, such as"),
        (lambda: optimise_mixture(cl.model.Mono(diameter=1e-6)), "powders: got Mono.* a list of"),
        (lambda: farr_groot(["a"]), "diameters: are no array of numbers"),
        (lambda: from_labels(BLOCK, 1e-6, {1: "ceramic"}, periodic=True), "periodic: got True"),
        (lambda: from_labels(BLOCK, 1e-6, {1: "ceramic"}, periodic=(True,)), r"got \(True,\)"),
        (lambda: effective_conductivity(IMAGE, {1: 0.25}), "unknown name '1'. .*ceramic"),
        (lambda: vogel_through(1, (300.0, 1.0), 200.0), "first: got 1. Allowed: a temperature"),
        (lambda: vogel_through((300.0, 1.0), (310.0,), 200.0), r"second: got \(310.0,\)"),
        (lambda: arrhenius("a", 300.0, 3e4, 300.0), "conductivity_reference: got 'a', no number"),
        (lambda: arrhenius(0.1, 300.0, 3e4, [300.0]), r"temperature: got \[300.0\], no number"),
        (lambda: randomly_oriented(IMAGE, 3), "principal: got Structure"),
        (lambda: randomly_oriented([1.0, 1.0, 0.1], [3]), r"count: got \[3\]"),
    ],
)
def test_other_types_are_mistakes_of_input(call: Callable[[], object], message: str) -> None:
    with pytest.raises(InputError, match=message):
        call()
