"""Which numbers of a design the report shows, in which order, under which names."""

from dataclasses import dataclass

from ceralyte.core.format import Shown, shown
from ceralyte.model import Design

LABELS = {
    "packing_fraction": "Packing fraction of the powder",
    "coordination_number": "Contacts per particle",
    "contact_number": "Neighbours per grain after pressing",
    "relative_density": "Relative density",
    "porosity": "Porosity",
    "yield_stress": "Yield stress of the pressing law",
    "springback": "Springback on release, by volume",
    "thickness": "Thickness",
    "areal_mass": "Areal mass",
    "membrane_density": "Density of the membrane",
    "binder_film_thickness": "Binder film thickness",
    "binder_coverage": "Ceramic surface under binder",
    "effective_conductivity": "Effective conductivity",
    "network_conductivity": "Conductivity of the contact network",
    "contact_resolution": "Contact radius in cells of the grid",
    "tortuosity_factor": "Tortuosity factor",
    "areal_resistance": "Areal resistance",
    "activation_energy": "Activation energy",
    "youngs_modulus": "Young’s modulus",
    "youngs_modulus_estimate": "Young’s modulus, from the volume fractions",
    "poissons_ratio": "Poisson’s ratio",
    "tensile_strength": "Tensile strength",
    "network_strength": "Tensile strength, network of bonds",
    "failure_strain": "Strain at failure",
    "fracture_energy": "Fracture energy",
    "bend_radius_minimum": "Smallest bend radius",
    "specific_energy": "Specific energy",
    "energy_density": "Energy density",
    "c_rate": "C-rate (1/h)",
}
"""Field of `Design` -> its name in print."""

SUPPORT_LABELS = {
    "open_area": "Area free of the support, face to face",
    "densest_layer": "Area free in the support’s densest layer",
    "beside": "Volume beside the support",
    "ceramic_between": "Ceramic between the support’s fibres",
    "ceramic_outside": "Ceramic in the layers above and below the support",
}
"""Key of `Design.support_coverage` -> its name in print."""

GROUPS = {
    "Powder and pressing": (
        "packing_fraction",
        "coordination_number",
        "contact_number",
        "relative_density",
        "porosity",
        "yield_stress",
        "springback",
    ),
    "Membrane": (
        "thickness",
        "areal_mass",
        "membrane_density",
        "binder_film_thickness",
        "binder_coverage",
    ),
    "Ion transport": (
        "effective_conductivity",
        "network_conductivity",
        "contact_resolution",
        "tortuosity_factor",
        "areal_resistance",
        "activation_energy",
    ),
    "Mechanics": (
        "youngs_modulus",
        "youngs_modulus_estimate",
        "poissons_ratio",
        "tensile_strength",
        "network_strength",
        "bend_radius_minimum",
    ),
    "Cell": ("specific_energy", "energy_density"),
}
HEADLINES = (
    "thickness",
    "effective_conductivity",
    "areal_resistance",
    "relative_density",
    "bend_radius_minimum",
    "specific_energy",
)


@dataclass(frozen=True)
class Row:
    """One quantity of a design, ready to print."""

    label: str
    shown: Shown


def headlines(design: Design) -> tuple[Row, ...]:
    """Return the six numbers that a maker of membranes asks for first."""
    return tuple(_row(design, name) for name in HEADLINES)


def groups(design: Design) -> dict[str, tuple[Row, ...]]:
    """Return all numbers of the design by group."""
    rows = {title: tuple(_row(design, n) for n in names) for title, names in GROUPS.items()}
    rows["Membrane"] += tuple(
        Row(f"Share of the binder: {place}", shown(share, "fraction"))
        for place, share in design.binder_shares.items()
    )
    rows["Membrane"] += tuple(
        Row(label, shown(design.support_coverage[name], "fraction"))
        for name, label in SUPPORT_LABELS.items()
        if name in design.support_coverage
    )
    return rows


def label_of(name: str) -> str:
    """Return the name in print of a quantity, also of one that the table does not know."""
    plain = name.replace("_", " ")
    return LABELS.get(name, plain[:1].upper() + plain[1:])


def _row(design: Design, name: str) -> Row:
    return Row(label_of(name), shown(getattr(design, name), name))
