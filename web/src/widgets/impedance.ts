// The impedance spectrum of a finished design: what it needs beyond the recipe is asked here.
import { api } from "../api";
import { h } from "../dom";
import type { Job } from "../types";
import { go } from "../view";
import { busy } from "./notice";

export function impedanceForm(job: Job): HTMLElement {
  const field = (label: string, usual: string, hint: string): [HTMLElement, HTMLInputElement] => {
    const input = h("input", { type: "text", placeholder: usual, autocomplete: "off" });
    return [h("label", { class: "stacked" }, label, input, h("span", { class: "help" }, hint)), input];
  };
  const [one, permittivity] = field(
    "Relative permittivities",
    "e.g. ceramic=40, binder=2",
    "needed; of each phase that is not pore",
  );
  const [two, resistance] = field("Grain boundary resistance", "e.g. 0.5 ohm*cm^2", "per contact area");
  const [three, capacitance] = field("Grain boundary capacitance", "e.g. 1 uF/cm^2", "per contact area");
  const run = h("button", { type: "button" }, "Compute the spectrum");
  run.addEventListener(
    "click",
    busy(async () => {
      const given = { permittivity, boundary_resistance: resistance, boundary_capacitance: capacitance };
      const options = Object.fromEntries(
        Object.entries(given)
          .filter(([, input]) => input.value.trim())
          .map(([name, input]) => [name, input.value.trim()]),
      );
      const { id } = await api.start({
        kind: "impedance",
        title: `Impedance: ${job.title}`,
        options: { job: job.id, ...options },
      });
      go(`results/${id}`);
    }),
  );
  return h(
    "details",
    { class: "panel" },
    h("summary", {}, "Impedance spectrum of this membrane"),
    h("div", { class: "fields" }, one, two, three),
    run,
  );
}
