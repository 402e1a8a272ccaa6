// A dialog of the browser: Escape closes it, the focus stays inside and goes back afterwards.
import { h } from "../dom";
import { formulas } from "../formula";

export function openDialog(title: string, content: Node): void {
  const close = h("button", { type: "button", class: "plain", "aria-label": "Close" }, "×");
  const dialog = h(
    "dialog",
    { "aria-label": title },
    h("header", {}, h("h2", {}, formulas(title)), close),
    h("div", { class: "content" }, content),
  );
  close.addEventListener("click", () => dialog.close());
  dialog.addEventListener("click", (event) => {
    if (event.target === dialog) dialog.close();
  });
  dialog.addEventListener("close", () => dialog.remove());
  document.body.append(dialog);
  dialog.showModal();
}
