"""What the stages answer: frozen records with verdicts and error bars."""

from typing import Literal, NamedTuple

from ceralyte.core.provenance import Source
from ceralyte.core.quantities import Outcome, Record

Answer = Literal["yes", "no", "uncertain", "unknown"]


class Verdict(Record):
    """A question that a maker of membranes asks, and the answer with its reason.

    `answer`: "yes" meets the target or is safe; "no" does not; "uncertain" the error bar spans
    the limit, or something speaks against a yes; "unknown" cannot be judged, `reason` says what
    is missing (never read it as "fine").
    """

    topic: str
    question: str
    answer: Answer
    reason: str
    evidence: tuple[Source, ...] = ()


class Mark(Record):
    """A point beside a `Series`, in its units: where a design stands, or what was measured.

    Its error bar is `y_std`, or reaches from `y_low` to `y_high`.
    """

    label: str
    x: float
    y: float
    y_std: float | None = None
    y_low: float | None = None
    y_high: float | None = None
    measured: bool = False


class Series(Record):
    """A curve: `y` against `x`, SI, with names and units for its axes.

    Its error is a standard deviation, `y_std`, or a bracket from `y_low` to `y_high`.
    """

    x_name: str
    x_unit: str
    x: tuple[float, ...]
    y_name: str
    y_unit: str
    y: tuple[float, ...]
    y_std: tuple[float, ...] | None = None
    y_low: tuple[float, ...] | None = None
    y_high: tuple[float, ...] | None = None
    marks: tuple[Mark, ...] = ()
    note: str = ""


class Conduction(Record):
    """Steady ionic conduction through a structure along one axis.

    Attributes
    ----------
    axis, boundary : str
    percolates : bool
        Whether a conducting path joins the two ends.
    conductivity : Quantity (S/m) or Unavailable
        Unavailable where nothing percolates.
    tortuosity_factor : Quantity (-) or Unavailable
        Ceramic volume fraction x bulk conductivity / effective conductivity; the binder's
        share, where the binder conducts, is inside the effective conductivity.
    geometry : {"grains", "voxels"}
        Whether grains were cut exactly, each for itself, or voxels were taken as they are.
    dissipation : dict of str to float
        Share of the dissipated power in each phase, by name, in "interfaces" between grains or
        phases, and in the contacts with "electrodes", where these resist [-].
    flux_imbalance : float
        Largest relative deviation of any layer's flux from the mean flux [-].
    residual : float
        Relative residual of the linear system.
    iterations : int
    converged : bool
    """

    axis: Literal["x", "y", "z"]
    boundary: Literal["electrodes", "periodic"]
    percolates: bool
    conductivity: Outcome
    tortuosity_factor: Outcome
    geometry: Literal["grains", "voxels"]
    dissipation: dict[str, float]
    flux_imbalance: float
    residual: float
    iterations: int
    converged: bool

    @property
    def value(self) -> float:
        """Effective conductivity, S/m; raises `UnavailableError` where nothing percolates."""
        return self.conductivity.value

    @property
    def std(self) -> float | None:
        """Error bar of `value`, S/m."""
        return self.conductivity.std

    @property
    def unit(self) -> str:
        """SI unit of `value`."""
        return self.conductivity.unit


class ConductivityTensor(Record):
    """Effective conductivity in all directions of a periodic structure.

    Attributes
    ----------
    rows : tuple of 3 tuples of 3 Outcome, S/m
        Row a, column b: current density along b per field along a (x, y, z). Unavailable where
        nothing percolates along a.
    geometry : {"grains", "voxels"}
    flux_imbalance : float
        Largest of the three solutions.
    asymmetry : float or None
        Largest difference of two entries that are the same in the limit, over the largest entry: so
        far may entries off the diagonal be wrong, to first order in the error of the potential.
        None where fewer than two axes conduct.
    iterations : int
        Of all three.
    """

    rows: tuple[tuple[Outcome, Outcome, Outcome], ...]
    geometry: Literal["grains", "voxels"]
    flux_imbalance: float
    asymmetry: float | None
    iterations: int

    @property
    def values(self) -> tuple[tuple[float, ...], ...]:
        """Components, S/m; raises `UnavailableError` where one is missing."""
        return tuple(tuple(entry.value for entry in row) for row in self.rows)


class Elasticity(Record):
    """Isotropic elastic response of a composite: an estimate between rigorous bounds."""

    youngs_modulus: Outcome
    poissons_ratio: Outcome
    shear_modulus: Outcome
    bulk_modulus: Outcome


class ModulusBounds(NamedTuple):
    """Lower and upper bounds on bulk modulus K and shear modulus G, Pa."""

    bulk_lower: float
    bulk_upper: float
    shear_lower: float
    shear_upper: float


class HotSpot(Record):
    """Where a phase is stressed most, under tension of the whole along one axis.

    `percentile_99` and `maximum` are von Mises stresses over the mean stress of the whole [-],
    at the centres of voxels; `position` of the maximum in m. The maximum grows without end as
    voxels shrink (corners), the percentile does not.
    """

    percentile_99: float
    maximum: float
    position: tuple[float, float, float]


class Stiffness(Record):
    """Elastic stiffness of a structure, solved on its voxels.

    Attributes
    ----------
    boundary : str
    components : tuple of str
        Order of the tensor: "xx", "yy", "zz", "yz", "xz", "xy" or, of a slab, "xx", "yy", "xy".
    tensor : tuple of tuple of float
        Mean stress (Pa) per mean strain; shear strains are engineering ones.
    percolates : dict of bool
        Whether the solid holds together along x, y, z.
    youngs_moduli : dict of Outcome, Pa
        Stress over strain along each axis, sides free.
    shear_moduli : dict of Outcome, Pa
        By "yz", "xz", "xy".
    poissons_ratios : dict of Outcome, [-]
        By "xy": contraction along y in tension along x.
    youngs_modulus, shear_modulus, bulk_modulus, poissons_ratio : Outcome
        Of the isotropic solid between the Voigt and the Reuss mean over orientations (Hill); of
        a slab, of the isotropic sheet, without bulk modulus.
    voigt_reuss, hashin_shtrikman : ModulusBounds
        On the isotropic moduli, from the volume fractions of the image.
    energy_shares : dict of float
        Share of each phase in the elastic energy under tension along `axis` [-].
    hot_spots : dict of HotSpot
        By phase, under tension along `axis`.
    axis : str
    iterations : tuple of int
        One per load.
    residual, error : float
        Largest relative residual; largest estimated relative error of an energy.
    converged : bool
    """

    boundary: Literal["bulk", "slab"]
    components: tuple[str, ...]
    tensor: tuple[tuple[float, ...], ...]
    percolates: dict[str, bool]
    youngs_moduli: dict[str, Outcome]
    shear_moduli: dict[str, Outcome]
    poissons_ratios: dict[str, Outcome]
    youngs_modulus: Outcome
    shear_modulus: Outcome
    bulk_modulus: Outcome
    poissons_ratio: Outcome
    voigt_reuss: ModulusBounds
    hashin_shtrikman: ModulusBounds
    energy_shares: dict[str, float]
    hot_spots: dict[str, HotSpot]
    axis: Literal["x", "y", "z"]
    iterations: tuple[int, ...]
    residual: float
    error: float
    converged: bool


class MandrelResult(Record):
    """Predicted outcome of bending a membrane once around a cylinder.

    `diameter` of the cylinder in m, `strain` of the outer face [-].
    """

    diameter: float
    strain: float
    answer: Literal["pass", "fail", "uncertain"]
    reason: str
