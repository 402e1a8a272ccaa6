// Choosing among jobs: one of them, or up to so many.
import { h, replace } from "../dom";
import { formulas } from "../formula";
import { jobs } from "../jobs";
import type { Job } from "../types";

/** Tick boxes for finished jobs that pass `fits`; calls `onChange` with the ids in order. */
export function jobBoxes(
  fits: (job: Job) => boolean,
  chosen: string[],
  most: number,
  onChange: (ids: string[]) => void,
  signal: AbortSignal,
): HTMLElement {
  const element = h("fieldset", { class: "boxes" });
  const toggle = (id: string, on: boolean): void => {
    const left = chosen.filter((other) => other !== id);
    chosen = on ? [...left, id].slice(-most) : left;
    paint();
    onChange(chosen);
  };
  const paint = (): void => {
    const list = jobs.all().filter((job) => job.state === "done" && fits(job));
    replace(
      element,
      h("legend", {}, most < 10 ? `Designs (up to ${most})` : "Designs"),
      list.length === 0 && h("p", { class: "quiet" }, "No finished design yet."),
      list.map((job) => {
        const box = h("input", { type: "checkbox", name: job.id });
        box.checked = chosen.includes(job.id);
        box.addEventListener("change", () => {
          toggle(job.id, box.checked);
          element.querySelector<HTMLElement>(`input[name="${CSS.escape(job.id)}"]`)?.focus();
        });
        return h("label", {}, box, h("span", {}, formulas(job.title)));
      }),
    );
  };
  jobs.listen((job) => {
    if (!job || job.state !== "running") paint();
  }, signal);
  paint();
  return element;
}
