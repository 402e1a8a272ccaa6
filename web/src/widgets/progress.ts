// How far a job is, and the button that stops it.
import { api } from "../api";
import { h } from "../dom";
import { jobs, running } from "../jobs";
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
    overdue,
  } = job.progress ?? {
    stage: job.state === "queued" ? "waiting for a free worker" : "starting",
    done: 0,
    total: 0,
    seconds_left: null,
    overdue: false,
  };
  const name = spelled(stage === "done" ? "finishing" : stage);
  const bar = h(
    "progress",
    total > 0 && done > 0 ? { max: total, value: done, "aria-label": name } : { "aria-label": name },
  );
  const text = h("span", { class: "quiet", "aria-live": "off" });
  const tell = (): void => {
    const now = left === null ? null : left - jobs.age(job);
    text.textContent = `${name}${overdue || (now !== null && now <= 0) ? ", longer than estimated" : now === null ? "" : `, about ${duration(now)} left`}`;
  };
  tell();
  if (left !== null) countDown(text, tell);
  return h("div", { class: "progress" }, bar, text);
}

/** Tell anew each second while the text is on the page. */
function countDown(text: HTMLElement, tell: () => void): void {
  const timer = window.setInterval(() => {
    if (text.isConnected) tell();
    else window.clearInterval(timer);
  }, 1000);
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
