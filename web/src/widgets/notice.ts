// Short messages at the foot of the page, read aloud by screen readers.
import { ApiError } from "../api";
import { h } from "../dom";

export function notice(text: string, kind: "plain" | "bad" = "plain"): void {
  const close = h("button", { type: "button", class: "plain", "aria-label": "Dismiss" }, "×");
  const box = h("div", { class: `notice ${kind}` }, h("span", {}, text), close);
  const remove = (): void => box.remove();
  close.addEventListener("click", remove);
  document.getElementById("notices")!.append(box);
  window.setTimeout(remove, kind === "bad" ? 15_000 : 5_000);
}

/** Show what went wrong; an error that is not the server's is a fault of the page and is thrown on. */
export function complain(reason: unknown): void {
  if (reason instanceof DOMException && reason.name === "AbortError") return;
  if (!(reason instanceof ApiError)) throw reason;
  notice(reason.line, "bad");
}

/** A handler that runs `action`, with its button disabled meanwhile, and tells its errors. */
export function busy(action: () => Promise<void>) {
  return (event: Event): void => {
    const button = event.currentTarget as HTMLButtonElement;
    button.disabled = true;
    action()
      .catch(complain)
      .finally(() => {
        button.disabled = false;
      });
  };
}
