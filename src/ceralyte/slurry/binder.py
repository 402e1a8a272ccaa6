"""Binder in a slurry: does it dissolve, does it react, does it last against the electrodes?"""

from pydantic import Field

from ceralyte.core.provenance import Source
from ceralyte.core.quantities import Record
from ceralyte.core.units import TEMPERATURE, from_si
from ceralyte.model import Material
from ceralyte.slurry.anatomy import Anatomy
from ceralyte.slurry.evidence import sources_of
from ceralyte.slurry.mixture import Solvent
from ceralyte.slurry.solubility import Solubility, SolubilityWord, solubility
from ceralyte.slurry.windows import AtElectrode, Electrode, against_electrodes

ROOM = 298.15  # K, temperature of the processing
_FLUORINE_BESIDE_HYDROGEN = {"CF2-CH2", "CF2"}  # groups of PVDF and its copolymers


INTERPHASE = (
    "ether chains bind LiCl and Li3PS4 out of the argyrodite: an interphase that conducts badly is "
    "reported of poly(ethylene oxide) with LiTFSI on Li6PS5Cl, more of it with bromide: test it"
)
"""`ghorbanzade2024` in references.csv."""


class BinderCheck(Record):
    """A binder in a solvent, beside a ceramic.

    Attributes
    ----------
    binder : str
    solubility, solubility_basis : str
        Dissolved, dispersed or neither, and by what; as `Solubility`.
    recalled : bool
        Whether the solubility is only remembered, without a source.
    hansen_distance, hansen_radius : float or None
        MPa^0.5; distance between binder and solvent.
    reacts : bool or None
        With the ceramic; None: not known.
    reaction : str
    orthogonal : bool or None
        The article's demand (4b): the solvent takes the binder, dissolved or dispersed, and spares
        the ceramic, and the binder does not react; None: something of it is not known, such as
        whether a binder that does not dissolve can be dispersed.
    electrodes : dict of AtElectrode
        What happens against lithium, sodium, graphite and cathode.
    film : str
        Glass transition and what it means for the film; of a dispersion, what makes it one.
    sources : tuple of Source
        Of all but what happens at electrodes, which names its own.
    """

    binder: str
    solubility: SolubilityWord
    solubility_basis: str
    recalled: bool = False
    hansen_distance: float | None = None
    hansen_radius: float | None = None
    reacts: bool | None = None
    reaction: str = ""
    orthogonal: bool | None = None
    electrodes: dict[Electrode, AtElectrode] = Field(default_factory=dict)
    film: str = ""
    sources: tuple[Source, ...] = ()

    @property
    def told(self) -> str:
        """Whether they are orthogonal in words, and on what this rests.

        Examples
        --------
        >>> from ceralyte.slurry import assess
        >>> assess("Li6PS5Cl", "toluene", "PTFE").binder_check.told
        'no, unless PTFE can be dispersed in it (its solubility is recalled, not verified)'
        """
        words = {True: "yes", False: "no", None: "not known"}[self.orthogonal]
        if self.orthogonal is None and self.solubility == "insoluble":
            words = f"no, unless {self.binder} can be dispersed in it"
        rests = self.orthogonal is not False and self.recalled
        return words + (" (its solubility is recalled, not verified)" if rests else "")


def check_binder(
    binder: Material,
    solvent: Solvent | None,
    ceramic: Anatomy | None,
    usable: bool | None,
) -> BinderCheck:
    """Return what is known of a binder in a solvent beside a ceramic.

    Parameters
    ----------
    binder : Material
    solvent : Solvent or None
        None: a dry process.
    ceramic : Anatomy or None
        None: its formula is not known.
    usable : bool or None
        Whether the ceramic survives the solvent.
    """
    carried = solubility(binder, solvent)
    reacts, reaction = _reaction(binder, ceramic)
    answers = (usable, carried.takes_binder, None if reacts is None else not reacts)
    return BinderCheck(
        binder=binder.name,
        solubility=carried.word,
        solubility_basis=carried.basis,
        recalled=carried.recalled,
        hansen_distance=carried.distance,
        hansen_radius=carried.radius,
        reacts=reacts,
        reaction=reaction,
        orthogonal=False if False in answers else (None if None in answers else True),
        electrodes=against_electrodes(binder),
        film=_film(binder, carried),
        sources=(*carried.sources, *_interphase(reaction)),
    )


def _interphase(reaction: str) -> tuple[Source, ...]:
    if reaction != INTERPHASE:
        return ()
    return sources_of("binder", "ghorbanzade2024", "ether chains on Li6PS5Cl", "measured", "medium")


def _reaction(binder: Material, ceramic: Anatomy | None) -> tuple[bool | None, str]:
    """Whether the functional groups of a binder react with a ceramic: a rule."""
    groups = {g.strip() for g in binder.family.split(",") if g.strip()}
    if not groups or ceramic is None:
        return None, "functional groups or ceramic not known"
    sulfide = ceramic.family == "sulfide"
    hard = sulfide and ceramic.weakness != "soft"
    if "COOH" in groups and (sulfide or ceramic.family == "garnet"):
        what = "releases H2S from" if sulfide else "exchanges protons with"
        return True, f"its carboxylic acid {what} the ceramic"
    if "acrylate ester" in groups and sulfide:
        return True, "sulfur of the polyhedra adds to its acrylate: it crosslinks the ceramic"
    if "OH" in groups and hard:
        return True, "its hydroxyl groups take sulfur from the polyhedra"
    if groups & _FLUORINE_BESIDE_HYDROGEN and ceramic.family == "garnet":
        return True, "the alkaline surface of the garnet takes HF from it"
    if groups & _FLUORINE_BESIDE_HYDROGEN and hard:
        return None, "whether basic sulfide takes HF from its CF2 groups is not known: test it"
    if "carbonate" in groups and hard:
        return None, (
            "the carbon of a carbonate is an electrophile, which sulfide attacks in solvents; "
            "whether it does so in a solid polymer is not known: test it"
        )
    chains = groups >= {"ether", "OH ends"} or "polymer electrolyte" in groups
    if chains and sulfide and ceramic.weakness == "free_sulfide":
        return None, INTERPHASE
    if groups & {"OH ends", "residual OH"} and hard:
        return False, "only few hydroxyl groups: a little reaction at the surface at most"
    donors = groups & {"ester", "ether", "nitrile", "lactam", "carbonate"}
    if donors and ceramic.family == "halide":
        return False, f"its {', '.join(sorted(donors))} groups bind cations, but leave the ceramic"
    return False, "no group of it is known to react with this ceramic"


def _film(binder: Material, carried: Solubility) -> str:
    told = [_glass(binder)]
    if carried.word == "dispersible":
        told.append(carried.film or "what makes a film of the particles is not known: test it")
    return "; from the dispersion: ".join(told)


def _glass(binder: Material) -> str:
    values = binder.of("glass_transition_temperature")
    if not values:
        return "glass transition not known"
    at, melting = values[0].value, binder.of("melting_temperature")
    if melting and melting[0].value > ROOM:
        state = f"semicrystalline (melts at {_celsius(melting[0].value)}): tough, not sticky"
    elif at < ROOM:
        state = "rubbery at room temperature: forms a ductile film"
    else:
        state = "glassy at room temperature: brittle unless dried or pressed above it"
    return f"glass transition {_celsius(at)} ({values[0].kind}): {state}"


def _celsius(kelvin: float) -> str:
    return f"{from_si(kelvin, TEMPERATURE.display_unit):.0f} degC"
