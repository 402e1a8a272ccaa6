"""How far particles may move before close pairs are listed anew.

Each class of size (one per factor of two in diameter) has its own slack, in diameters: a list
stays complete while no particle has gone further than its slack. Classes that move little get
little, so that a large particle does not list every small one for far around.
"""

import numpy as np
from numba import njit
from numpy.typing import NDArray

from ceralyte.packing.neighbours import Floats

CLASSES = 32
SLACK, SLACK_MIN = 0.075, 0.004
SLACK_MAX, SLACK_MAX_FINER = 0.2, 0.3  # of the class of the largest and others: lists grow
LIST_AGE = 20  # steps that a list should last
CHANGE, DECAY = 1.3, 0.9
MUCH, LITTLE = 0.7, 0.4  # of the slack was used

Classes = NDArray[np.int8]


def fresh_slack() -> Floats:
    """Return the slack (32,) of every class before anything is known of how they move."""
    return np.full(CLASSES, SLACK)


@njit(cache=True)
def size_classes(p: Floats) -> Classes:
    """Return the class of each particle: 0 for the largest, k for 2^-k of it."""
    greatest = p[:, 3].max()
    classes = np.empty(len(p), np.int8)
    for i in range(len(p)):
        classes[i] = min(int(np.log2(greatest / p[i, 3])), CLASSES - 1)
    return classes


@njit(cache=True)
def adapt_slack(
    slack: Floats, p: Floats, reference: Floats, scale: float, classes: Classes, age: int
) -> None:
    """Fit `slack` to how far each class went from `reference` within `age` steps.

    Classes that used most of it get more if the list did not last as long as it should, those
    that used little lose some; after a list that lasted for long, all do.
    """
    ways = np.zeros(CLASSES)
    for i in range(len(p)):
        square = 0.0
        for axis in range(3):
            square += (p[i, axis] - reference[i, axis]) ** 2
        k = classes[i]
        ways[k] = max(ways[k], np.sqrt(square) / (scale * p[i, 3]))
    for k in range(CLASSES):
        if age > 2 * LIST_AGE:
            change = 1 / CHANGE
        elif 2 * age < LIST_AGE and ways[k] > MUCH * slack[k]:
            change = CHANGE
        else:
            change = DECAY if ways[k] < LITTLE * slack[k] else 1.0
        most = SLACK_MAX if k == 0 else SLACK_MAX_FINER
        slack[k] = min(max(change * slack[k], SLACK_MIN), most)
