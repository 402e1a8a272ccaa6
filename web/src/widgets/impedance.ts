// The impedance spectrum of a finished design: what it needs beyond the recipe is asked here.
import { h } from "../dom";
import type { Job } from "../types";
import { OptionsForm } from "./options";

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
    ),
    run,
  );
}
