"""What is assumed of an input that a publication does not state: ranges, each with its reason."""

from typing import Literal

import numpy as np
from numpy.typing import NDArray
from scipy.special import ndtri

from ceralyte.core.quantities import Record
from ceralyte.literature.hindcast.words import out_of_slurry, out_of_solution
from ceralyte.literature.membrane import PublishedMembrane
from ceralyte.literature.statements import ARTICLE
from ceralyte.slurry.modifiers import modifiers

Floats = NDArray[np.float64]

NORMAL_95 = 1.6449
"""95 % of a normal distribution lie below its mean and that many standard deviations."""


class Prior(Record):
    """The central 90 % or, of an even law, the whole range of an input that is not stated.

    `basis`: "source" with the citation in `reason`, or "assumption" with its ground.
    """

    name: str
    low: float
    high: float
    unit: str
    law: Literal["uniform", "log-uniform", "log-normal"]
    basis: Literal["source", "assumption"]
    reason: str

    def draw(self, rng: np.random.Generator, count: int) -> Floats:
        """Return `count` values, in `unit`, spread evenly over the range."""
        if self.law == "uniform":
            return self.low + (self.high - self.low) * strata(rng, count)
        low, high = np.log(self.low), np.log(self.high)
        if self.law == "log-uniform":
            return np.asarray(np.exp(low + (high - low) * strata(rng, count)))
        middle, spread = (low + high) / 2, (high - low) / (2 * NORMAL_95)
        return np.asarray(np.exp(normal(rng, middle, spread, count)))


def strata(rng: np.random.Generator, count: int) -> Floats:
    """Return `count` numbers from 0 to 1, one in each of as many equal parts, in random order.

    A Latin hypercube: what inputs do one by one depends on the seed hardly at all.

    Source
    ------
    McKay, Beckman and Conover, Technometrics 21 (1979) 239.
    """
    return np.asarray((rng.permutation(count) + rng.random(count)) / count)


def normal(rng: np.random.Generator, mean: float, std: float, count: int) -> Floats:
    """Return `count` normal numbers, one in each of as many equally likely parts."""
    return np.asarray(mean + std * ndtri(strata(rng, count)))


PRESSURE = Prior(
    name="pressing pressure",
    low=30e6,
    high=440e6,
    unit="Pa",
    law="log-uniform",
    basis="source",
    reason=f"{ARTICLE}, section 2: stresses of 30 to 440 MPa have been applied",
)
PELLET_PRESSURE = Prior(
    name="pressure at which pellets of soft ceramics are measured",
    low=250e6,
    high=500e6,
    unit="Pa",
    law="log-uniform",
    basis="assumption",
    reason="published pellets are pressed at about 360 MPa and seldom say how dense they are",
)
PELLET_POROSITY = Prior(
    name="pores of the sintered pellets of an oxide",
    low=0.02,
    high=0.1,
    unit="",
    law="uniform",
    basis="assumption",
    reason="sintered pellets reach 90 to 98 % of the density",
)
PACKING = Prior(
    name="packing fraction before pressing",
    low=0.55,
    high=0.66,
    unit="",
    law="uniform",
    basis="assumption",
    reason="from loose random packing of equal spheres to a little above the dense one, 0.64",
)
BINDER = Prior(
    name="binder in a membrane without support",
    low=0.005,
    high=0.2,
    unit="",
    law="log-uniform",
    basis="source",
    reason=f"{ARTICLE}, caption of Fig. 2: 0.5 to 20 wt%",
)
BINDER_SUPPORTED = Prior(
    name="binder beside a support",
    low=0.005,
    high=0.04,
    unit="",
    law="log-uniform",
    basis="assumption",
    reason=f"about 2 wt%, which {ARTICLE}, caption of Fig. 2, names for supported membranes",
)
SUPPORT_THICKNESS = Prior(
    name="thickness of the support",
    low=15e-6,
    high=30e-6,
    unit="m",
    law="uniform",
    basis="source",
    reason=f"{ARTICLE}, section 2: supports as thin as 15 to 30 um",
)
SUPPORT_POROSITY = Prior(
    name="porosity of the support",
    low=0.65,
    high=0.9,
    unit="",
    law="uniform",
    basis="source",
    reason=f"{ARTICLE}, section 2: about 70 %; 80 to 90 % in Kim's thesis (polyimide nonwoven)",
)
FRAME = Prior(
    name="ceramic in a frame that is filled with polymer, by volume",
    low=0.35,
    high=0.75,
    unit="",
    law="uniform",
    basis="assumption",
    reason="enough to connect (a third), open enough to be filled",
)
FIBRE_FRAME = Prior(
    name="ceramic in a frame of fibres or tubes that is filled with polymer, by volume",
    low=0.1,
    high=0.3,
    unit="",
    law="uniform",
    basis="assumption",
    reason="spun webs are 80 to 90 % open (Kim's thesis, polyimide nonwoven), and shrink on firing",
)
SHARE = Prior(
    name="ceramic beside a polymer that may conduct, by mass",
    low=0.1,
    high=0.9,
    unit="",
    law="uniform",
    basis="assumption",
    reason="anything between a filled polymer and a bound ceramic",
)
FILLED_POROSITY = Prior(
    name="pores of a ceramic cast, cured or sintered together with a polymer",
    low=0.0,
    high=0.15,
    unit="",
    law="uniform",
    basis="assumption",
    reason="bubbles of the solvent; no publication of the table states them",
)
SINTERED_POROSITY = Prior(
    name="pores of a sintered or sprayed film",
    low=0.02,
    high=0.2,
    unit="",
    law="uniform",
    basis="assumption",
    reason="thin films sinter to less than the 95 to 98 % of hot-pressed pellets",
)
CONTACT = Prior(
    name="conductivity of the oxide as joined in the membrane, over that of its pellets",
    low=0.03,
    high=1.0,
    unit="",
    law="log-uniform",
    basis="assumption",
    reason="from grains that touch in points to a body as well sintered as the pellets; no "
    "publication of the table states it",
)
FRAME_CONTACT = Prior(
    name="conductivity of the oxide in a fired frame, over that of its pellets",
    low=0.1,
    high=1.0,
    unit="",
    law="log-uniform",
    basis="assumption",
    reason="its walls are fired, less dense and less long than pellets are",
)
FIRED = Prior(
    name="conductivity of a fired sheet of oxide, over that of its pellets",
    low=0.3,
    high=2.0,
    unit="",
    law="log-uniform",
    basis="source",
    reason="1 of tape-cast Li7La3Zr1.75Nb0.25Al0.1O12 (uenergyhub.com on its tape casting with "
    "Li3BO3), 2 of tape-cast Li0.34La0.56TiO3 (Jiang et al., Adv. Mater. 32 (2020) 1906221), "
    "beside the pellets of the same powders; the lower end is an assumption",
)
COLD_SINTERED = Prior(
    name="conductivity of an oxide joined by cold sintering, over that of its pellets",
    low=0.005,
    high=0.1,
    unit="",
    law="log-uniform",
    basis="source",
    reason="Li1.3Al0.3Ti1.7(PO4)3 pressed with a liquid below 300 degC: 0.002 mS/cm, 0.43 fired "
    "afterwards (repository.lboro.ac.uk, article 22236613), 0.0126 (Nanomaterials 12 (2022) 3178) "
    "and 0.069 (10.1016/j.jeurceramsoc.2024.02.028), where fired pellets have 0.4 to 1",
)
PLASTICISED = Prior(
    name="conductivity of a polymer with nitrile, or of a poly(ionic liquid)",
    low=1e-2,
    high=3e-1,
    unit="S/m",
    law="log-uniform",
    basis="source",
    reason="up to 3 mS/cm at 25 degC in succinonitrile (Alarco et al., Nat. Mater. 3 (2004) 476); "
    "a polymer takes from that: the lower end is an assumption",
)
GEL = Prior(
    name="conductivity of a gel: ionic liquid in a polymer, or a monomer cured in place",
    low=5e-2,
    high=8e-1,
    unit="S/m",
    law="log-uniform",
    basis="source",
    reason="8 mS/cm of liquid held by PVDF-HFP (Kalyana Sundaram and Subramania, Electrochim. Acta "
    "52 (2007) 4987), 2.7 mS/cm of a cyanoacrylate cured in place (Cui et al., ACS Appl. Mater. "
    "Interfaces 9 (2017), in its abstract), 2.2 mS/cm of a gel of PMMA and PLA (Khan et al., "
    "10.21203/rs.3.rs-3468138); the lower end, half of the least, is an assumption",
)
BINDER_RESISTANCE = Prior(
    name="resistance that binder adds between pressed grains, over theirs, for a volume as theirs",
    low=4.0,
    high=22.0,
    unit="",
    law="log-uniform",
    basis="source",
    reason="films beside the pellet of the same powder, their volume, pores and solvent taken out, "
    "conduct 0.8 times as well with 3 wt% NBR (4; Kim et al., Chem. Eng. J. 529 (2026) 173036), "
    "0.7 with 5 wt% PIB (4; Li et al., Adv. Energy Mater. 14 (2024) 2402929), 0.2 with 5 wt% PTFE, "
    "0.5 and 0.7 with polymers with salt (22 in the middle; Cao et al., Adv. Mater. 2026, e74533)",
)
PRECIPITATED = Prior(
    name="conductivity of a sulfide out of its solution, over that of its pellets",
    low=0.03,
    high=0.33,
    unit="",
    law="log-uniform",
    basis="source",
    reason="Kim's thesis, section 4.3 (argyrodites from ethanol): 0.1 to 0.2 mS/cm of Li6PS5Cl "
    "heated to 180 degC, 1.0 of Li6PS5Cl0.5Br0.5 heated to 400 degC; pressed pellets have about 3",
)


SLURRY = Prior(
    name="conductivity of a sulfide that was stirred in a slurry, over that before",
    low=0.55,
    high=1.0,
    unit="",
    law="uniform",
    basis="source",
    reason="after toluene 0.73 of Li3PS4 and 0.67 of Li10GeP2S12 (the thesis at "
    "123dok.com/kr/article 10513754, section 4.1.1.1), 0.63 of Li5.7PS4.7Cl1.3 (Li et al., Adv. "
    "Energy Mater. 14 (2024) 2402929); from a little below these to no loss",
)


def solvent_effect(row: PublishedMembrane, ceramic: str, family: str) -> Prior | None:
    """Return what a solvent costs a ceramic that comes through it, as `design` takes it.

    A sulfide and a solvent of which no report gives a range have that of sulfides in slurries;
    None for other ceramics, and without a solvent.
    """
    if out_of_solution(row, family):
        return PRECIPITATED
    for effect in modifiers(ceramic, row.solvent.casefold().strip()):
        if effect.quantity == "conductivity" and effect.low is not None and effect.high is not None:
            return Prior(
                name=f"conductivity of {ceramic} after {effect.solvent}, over that before",
                low=effect.low,
                high=effect.high,
                unit="",
                law="uniform",
                basis="source",
                reason=effect.statement,
            )
    return SLURRY if out_of_slurry(row, family) else None
