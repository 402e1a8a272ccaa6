// All jobs with their state; every tab shows the same.
import { h, replace } from "../dom";
import { formulas } from "../formula";
import { jobs, running, time } from "../jobs";
import { duration, moment } from "../text";
import type { Job } from "../types";
import type { View } from "../view";
import { busy } from "../widgets/notice";
import { cancelButton, progressBar, stateBadge } from "../widgets/progress";

function took(job: Job): string {
  if (!job.started) return "";
  const end = job.ended ? time(job.ended) : Date.now();
  return duration((end - time(job.started)) / 1000);
}

function line(job: Job): HTMLElement {
  const target = job.kind === "study" ? `#/studies/${job.id}` : `#/results/${job.id}`;
  const remove =
    !running(job) &&
    h(
      "button",
      {
        type: "button",
        class: "small",
        "aria-label": `Delete ${job.title}`,
        on: { click: busy(() => jobs.remove(job.id)) },
      },
      "Delete",
    );
  return h(
    "tr",
    {},
    h(
      "th",
      { scope: "row" },
      h("a", { href: target }, formulas(job.title || job.kind)),
      job.error && h("p", { class: "error" }, job.error.message),
    ),
    h("td", {}, job.kind),
    h("td", {}, stateBadge(job), progressBar(job)),
    h("td", { class: "quiet" }, moment(time(job.created))),
    h("td", { class: "quiet took" }, took(job)),
    h("td", { class: "actions" }, cancelButton(job), remove),
  );
}

export const jobsView: View = (page, _, signal) => {
  const body = h("tbody", {});
  const none = h(
    "p",
    { class: "empty" },
    "No jobs yet. ",
    h("a", { href: "#/design" }, "Design a membrane"),
    " to start one.",
  );
  const table = h(
    "div",
    { class: "scroll panel", tabindex: 0, role: "region", "aria-label": "Jobs" },
    h(
      "table",
      { class: "jobs" },
      h(
        "thead",
        {},
        h(
          "tr",
          {},
          ["Job", "Kind", "State", "Made", "Took"].map((name) => h("th", { scope: "col" }, name)),
          h("td", {}),
        ),
      ),
      body,
    ),
  );
  const paint = (): void => {
    const all = jobs.all();
    replace(body, all.map(line));
    none.hidden = all.length > 0;
    table.hidden = all.length === 0;
  };
  jobs.listen(paint, signal);
  paint();
  replace(page, h("h1", {}, "Jobs"), none, table);
};
