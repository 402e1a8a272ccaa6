// Options of a job as text fields: what the server refuses is told beside its field.
import { api, ApiError, type JobOrder } from "../api";
import { h, setAttribute, uniqueId } from "../dom";
import { problem, typeset } from "../text";
import { go } from "../view";
import { busy } from "./notice";

const PREFIX = "options.";

interface Asked {
  input: HTMLInputElement;
  slot: HTMLElement;
}

export class OptionsForm {
  private readonly asked = new Map<string, Asked>();

  /** A labelled field for the option `name`. */
  field(name: string, label: string, placeholder: string, hint = ""): HTMLElement {
    const id = uniqueId("option");
    const input = h("input", { id, type: "text", placeholder, autocomplete: "off", name });
    const slot = h("span", { class: "error", id: `${id}-error`, role: "alert" });
    setAttribute(input, "aria-describedby", hint ? `${id}-error ${id}-help` : `${id}-error`);
    this.asked.set(name, { input, slot });
    return h(
      "div",
      { class: "stacked" },
      h("label", { for: id }, label),
      input,
      slot,
      hint && h("span", { class: "help", id: `${id}-help` }, hint),
    );
  }

  fill(name: string, value: string): void {
    this.asked.get(name)!.input.value = value;
  }

  /** What a button does that orders a job with these options and shows it. */
  start(order: () => JobOrder): (event: Event) => void {
    return busy(async () => {
      for (const { input, slot } of this.asked.values()) {
        slot.textContent = "";
        setAttribute(input, "aria-invalid", false);
      }
      const wanted = order();
      const options = { ...wanted.options, ...this.values() };
      try {
        const { id } = await api.start({ ...wanted, options });
        go(`results/${id}`);
      } catch (reason) {
        this.tell(reason);
      }
    });
  }

  private values(): Record<string, string> {
    const texts = [...this.asked].map(([name, { input }]) => [name, input.value.trim()] as const);
    return Object.fromEntries(texts.filter(([, text]) => text !== ""));
  }

  private tell(reason: unknown): void {
    const field = reason instanceof ApiError ? (reason.problem.field ?? "") : "";
    const wrong = field.startsWith(PREFIX) && this.asked.get(field.slice(PREFIX.length));
    if (!wrong) throw reason;
    const { message, allowed } = (reason as ApiError).problem;
    wrong.slot.textContent = typeset(`${problem(message)}.${allowed ? ` Allowed: ${allowed}.` : ""}`);
    setAttribute(wrong.input, "aria-invalid", "true");
    wrong.input.focus();
  }
}
