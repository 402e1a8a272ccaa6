// How far a job is, and the button that stops it.
import { api } from "../api";
import { h, setAttribute } from "../dom";
import { jobs, running } from "../jobs";
import { duration, spelled } from "../text";
import type { Job } from "../types";
import { busy } from "./notice";

export function stateBadge(job: Job): HTMLElement {
  return h("span", { class: `state ${job.state}` }, job.state);
}

const STEP = 5000; // ms between two looks at the clock

/** The stage, and the time left by now; an estimate that is used up is withdrawn. */
function said(job: Job, stage: string, left: number | null): string {
  if (left === null) return spelled(stage);
  const now = left - jobs.secondsSince(job);
  return `${spelled(stage)}, ${now > 0 ? `about ${duration(now)} left` : "longer than estimated"}`;
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
  const bar = h("progress", total > 0 && done > 0 ? { max: total, value: done } : {});
  const text = h("span", { class: "quiet" });
  const element = h("div", { class: "progress" }, bar, text);
  const tell = (): void => {
    text.textContent = said(job, stage, left);
    setAttribute(bar, "aria-label", text.textContent);
  };
  tell();
  if (left !== null) {
    const clock = window.setInterval(() => {
      if (element.isConnected) tell();
      else window.clearInterval(clock);
    }, STEP);
  }
  return element;
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
