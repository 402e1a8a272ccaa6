// How far a job is, and the button that stops it.
import { api } from "../api";
import { h } from "../dom";
import { running } from "../jobs";
import { duration, spelled } from "../text";
import type { Job } from "../types";
import { busy } from "./notice";

export function stateBadge(job: Job): HTMLElement {
  return h("span", { class: `state ${job.state}` }, job.state);
}

export function progressBar(job: Job): HTMLElement | null {
  if (!running(job)) return null;
  const {
    stage,
    done,
    total,
    seconds_left: left,
  } = job.progress ?? {
    stage: job.state === "queued" ? "waiting for a free worker" : "starting",
    done: 0,
    total: 0,
    seconds_left: null,
  };
  const text = `${spelled(stage)}${left !== null ? `, about ${duration(left)} left` : ""}`;
  return h(
    "div",
    { class: "progress" },
    h(
      "progress",
      total > 0 && done > 0 ? { max: total, value: done, "aria-label": text } : { "aria-label": text },
    ),
    h("span", { class: "quiet" }, text),
  );
}

export function cancelButton(job: Job): HTMLElement | null {
  if (!running(job)) return null;
  return h(
    "button",
    {
      type: "button",
      class: "small",
      "aria-label": `Cancel ${job.title}`,
      on: {
        click: busy(async () => {
          await api.cancel(job.id);
        }),
      },
    },
    "Cancel",
  );
}
