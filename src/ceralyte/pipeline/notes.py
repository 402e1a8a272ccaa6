"""What a reader must know of a design: where a model left its range, and what was assumed."""

from ceralyte.core.quantities import Outcome, Quantity
from ceralyte.core.units import LENGTH, show
from ceralyte.packing import percentiles, sampling_note
from ceralyte.pipeline.binding import film_note
from ceralyte.pipeline.built import Built
from ceralyte.pipeline.inputs import Inputs
from ceralyte.structure import support_coverage


def notes_on(
    inputs: Inputs, built: Built, film: Outcome, volume_fractions: dict[str, Quantity]
) -> tuple[str, ...]:
    """Return the notes on the structures of a design.

    Parameters
    ----------
    inputs, built : Inputs and Built
    film : Outcome, m
        Binder film on the grains.
    volume_fractions : dict of Quantity
        Of the phases in the membrane [-].
    """
    return (
        *_on_particles(inputs, built),
        *_on_binder(inputs, built, film),
        *_on_image(built, volume_fractions),
        *_on_support(inputs, built),
        *_on_substrate(inputs),
    )


def is_thin_film(built: Built, film: Outcome, voxels: int) -> bool:
    """Whether the binder coats the grains of the image, which are smooth, more thinly than that.

    `voxels` are those of the finer image.
    """
    voxel = built.samples[0].structure.voxel_size
    binding = built.filling.binding
    coated = binding is not None and binding.placement == "coating"
    if not coated or not isinstance(film, Quantity):
        return False
    thickest = film.value if film.high is None else film.high
    return thickest < voxels * voxel


def _on_particles(inputs: Inputs, built: Built) -> list[str]:
    size, notes = inputs.recipe.ceramic.size, list(built.piece.notes)
    too_few = sampling_note(built.piece.size, len(built.packings[0]))
    if too_few:
        notes.append(too_few)
    if built.piece.height is not None and built.piece.support is None:
        large = percentiles(size, "volume").d90
        notes.append(
            f"the membrane is only {built.thickness / large:.1f} of its large particles (d90) "
            "thick: it was packed between two flat walls, near which it is looser"
        )
    return notes


def _on_binder(inputs: Inputs, built: Built, film: Outcome) -> list[str]:
    binding, binder = built.filling.binding, inputs.recipe.binder
    if binding is None or binder is None:
        return []
    notes = [f"binder placed as {binding.placement}: {binding.reason}"]
    if "binder" not in inputs.beside:
        notes.append(
            "the binder fills pores only: it does not come between grains, so the loss that a "
            "film on the contacts costs is not in the conductivity"
        )
    voxel = built.samples[0].structure.voxel_size
    if binding.placement == "coating" and not built.densification.dispersed:
        even = built.filling.even_film(built.samples[0].pressed)
        notes += filter(None, [film_note(even, binder.film_thickness, built.filling.roughness)])
    if is_thin_film(built, film, 2):
        notes.append(
            f"the film of {show(film.value, LENGTH)} is thinner than two voxels of "
            f"{show(voxel, LENGTH)}: the image holds its volume, but no even film, and the "
            "discretisation error may be larger than stated"
        )
    thin = binding.placement == "fibrils" and binding.size and binding.size < 2 * voxel
    if thin and binding.size:
        notes.append(
            f"fibrils of {show(binding.size, LENGTH)} are thinner than two voxels of "
            f"{show(voxel, LENGTH)}: the image shows fewer, two voxels thick, of the same volume"
        )
    return notes


def _on_image(built: Built, volume_fractions: dict[str, Quantity]) -> list[str]:
    made = built.samples[0].structure.volume_fractions
    membrane = 1 - made["substrate"]
    made = {phase: share / membrane for phase, share in made.items()}
    return [
        f"the image holds {100 * made[phase]:.2f} vol% {phase} instead of "
        f"{100 * wanted.value:.2f}: its voxels are too coarse for this share"
        for phase, wanted in volume_fractions.items()
        if abs(made[phase] - wanted.value) > 0.005 * max(wanted.value, 0.01)
    ]


def _on_support(inputs: Inputs, built: Built) -> list[str]:
    plan = inputs.makeup.support
    if plan is None:
        return []
    left = support_coverage(built.samples[0].structure)
    outside = ""
    if left.ceramic_outside is not None:
        outside = f" and {100 * left.ceramic_outside:.3g} % of the layers below and above"
    pitch = "" if plan.geometry is None else f", pitch {show(plan.geometry.pitch, LENGTH)}"
    return [
        f"support: {plan.kind}, {100 * plan.porosity:.3g} % porous, fibres of "
        f"{show(plan.fibre_diameter, LENGTH)}{pitch}, in the middle of the membrane. It leaves "
        f"{100 * left.beside:.3g} % of the volume, {100 * left.narrowest:.3g} % of the area in its "
        f"densest layer, and {100 * left.open_area:.3g} % of the area free from face to face; "
        f"as built, the ceramic fills {100 * left.ceramic_between:.3g} % of the space between its "
        f"fibres{outside}; {100 * built.filling.ceramic_fraction:.3g} % over both",
        f"fibres are not compressed in this model: they lie {built.piece.stretch:.3g} times as "
        "far apart across before pressing and move with the membrane, so that the support has its "
        "stated thickness after it",
    ]


def _on_substrate(inputs: Inputs) -> list[str]:
    face = inputs.recipe.membrane.substrate
    if face is None:
        return []
    return [
        f"the lower face follows an electrode of {show(face.roughness, LENGTH)} root mean square "
        f"height, correlated over {show(face.correlation_length, LENGTH)}: random Gaussian "
        "heights, the upper face flat; the thickness is the mean one, and the network over "
        "contacts is that of flat faces"
    ]
