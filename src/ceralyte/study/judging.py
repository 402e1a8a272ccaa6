"""What a plan wants of its results: losses to make small, constraints to meet."""

from dataclasses import dataclass

from ceralyte.core.quantities import Quantity
from ceralyte.pipeline import Numbers
from ceralyte.study.constraints import Bound, Miss, met, misses
from ceralyte.study.sampling import Tell
from ceralyte.study.schema import Study


@dataclass(frozen=True)
class Judge:
    """The objectives and constraints of a study."""

    study: Study
    bounds: tuple[Bound, ...]

    def losses(self, numbers: Numbers) -> list[float] | None:
        """Return the objectives with the sign that makes smaller better; None if one is missing."""
        found = []
        for name, goal in self.study.objectives.items():
            outcome = numbers.outcomes[name]
            if not isinstance(outcome, Quantity):
                return None
            found.append(-outcome.value if goal == "maximise" else outcome.value)
        return found

    def misses(self, numbers: Numbers) -> dict[str, Miss]:
        """Return by how much, or why, every constraint is missed."""
        return misses(numbers, self.study.constraints, self.bounds)

    def feasible(self, numbers: Numbers) -> bool:
        """Whether all constraints are met by the nominal values."""
        return all(met(miss) for miss in self.misses(numbers).values())

    def __call__(self, told: Tell) -> tuple[list[float], list[float]] | None:
        """Return losses and violations of a result; None where there are none.

        A search needs a number for each: what is no share of a limit counts as a whole one.
        """
        if told.numbers is None or (losses := self.losses(told.numbers)) is None:
            return None
        missed = self.misses(told.numbers).values()
        return losses, [1.0 if isinstance(miss, str) else miss for miss in missed]
