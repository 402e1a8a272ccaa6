"""Thresholds of the rules and their lapse rates, shipped as a table that a command refits."""

from functools import lru_cache
from importlib import resources

from ceralyte.core.quantities import Record
from ceralyte.materials.reader import read_rows

COLUMNS = ("name", "value", "unit", "prior", "meaning")


class Calibration(Record):
    """What is fitted to documented outcomes.

    Attributes
    ----------
    halide, bridged, open : float
        kcal/mol: donor strength DN (1 - 1/eps) access above which a solvent attacks halide
        octahedra, P2S7 units, and PS4 beside free sulfide or hard GeS4 and SiS4.
    lapse_halide, lapse_sulfide, lapse_oxide : float
        How often the rules of a family are wrong however firmly they speak, 0 to 0.5.
    """

    halide: float
    bridged: float
    open: float
    lapse_halide: float
    lapse_sulfide: float
    lapse_oxide: float

    def chance(self, family: str, raw: float) -> float:
        """Return the calibrated chance that a ceramic stays usable, from that of a rule."""
        lapse = self._lapse(family)
        return lapse + (1 - 2 * lapse) * raw

    def raw(self, family: str, chance: float) -> float:
        """Return the chance of a rule that is calibrated to `chance`, within 0 to 1."""
        lapse = self._lapse(family)
        return min(max((chance - lapse) / (1 - 2 * lapse), 0.0), 1.0)

    def _lapse(self, family: str) -> float:
        lapses = {"halide": self.lapse_halide, "sulfide": self.lapse_sulfide}
        return lapses.get(family, self.lapse_oxide)


@lru_cache(maxsize=1)
def shipped_calibration() -> Calibration:
    """Return the shipped table (`docs/slurry/make.py` refits it)."""
    path = resources.files("ceralyte.slurry") / "data" / "calibration.csv"
    rows = read_rows(path.read_text(encoding="utf-8"), "calibration.csv", COLUMNS, COLUMNS)
    return Calibration.model_validate({row["name"]: float(row["value"]) for _, row in rows})
