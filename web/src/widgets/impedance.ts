// The impedance spectrum of a finished design: what it needs beyond the recipe is asked here.
import { h } from "../dom";
import type { Job } from "../types";
import { OptionsForm } from "./options";

const EXPONENT = "below 1: a constant-phase element instead of the capacitance";

export function impedanceForm(job: Job): HTMLElement {
  const form = new OptionsForm();
  const run = h("button", { type: "button" }, "Compute the spectrum");
  run.addEventListener(
    "click",
    form.start(() => ({ kind: "impedance", title: `Impedance: ${job.title}`, options: { job: job.id } })),
  );
  return h(
    "details",
    { class: "panel" },
    h("summary", {}, "Impedance spectrum of this membrane"),
    h(
      "div",
      { class: "fields" },
      form.field(
        "permittivity",
        "Relative permittivities",
        "e.g. ceramic=40, binder=2",
        "needed; of each phase that is not pore",
      ),
      form.field(
        "boundary_resistance",
        "Grain boundary resistance",
        "e.g. 0.5 ohm*cm^2",
        "per contact area",
      ),
      form.field("boundary_capacitance", "Grain boundary capacitance", "e.g. 1 uF/cm^2", "per contact area"),
      form.field("boundary_exponent", "Grain boundary exponent", "1", EXPONENT),
      form.field(
        "electrode_resistance",
        "Electrode resistance",
        "e.g. 10 ohm*cm^2",
        "of each; without it, those with a capacitance block",
      ),
      form.field(
        "electrode_capacitance",
        "Electrode capacitance",
        "e.g. 10 uF/cm^2",
        "of each; without both, electrodes are reversible",
      ),
      form.field("electrode_exponent", "Electrode exponent", "1", EXPONENT),
    ),
    run,
  );
}
