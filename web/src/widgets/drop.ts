// A place to drop a file.
import { h, replace } from "../dom";
import { bytes } from "../text";
import type { UploadKind } from "../types";

/**
 * A place to drop or choose a file; `take` is called with it and fills `out`, which is emptied of
 * what an earlier file left. Its errors are told below the place.
 */
export function dropZone(
  kind: UploadKind,
  types: string,
  limit: number,
  out: HTMLElement,
  take: (file: File) => Promise<void>,
): HTMLElement {
  const input = h("input", { type: "file", accept: types, "aria-label": `File: ${kind}` });
  const problem = h("p", { class: "error", role: "alert" });
  const zone = h(
    "div",
    { class: "drop" },
    input,
    h("span", { class: "quiet" }, `or drop it here; up to ${bytes(limit)}`),
  );
  const read = async (file: File): Promise<void> => {
    problem.textContent = "";
    replace(out);
    if (file.size > limit)
      problem.textContent = `${file.name} has ${bytes(file.size)}; allowed are ${bytes(limit)}`;
    else {
      zone.classList.add("reading");
      await take(file).catch((reason: unknown) => {
        problem.textContent =
          reason instanceof Error
            ? "line" in reason
              ? String(reason.line)
              : reason.message
            : String(reason);
      });
      zone.classList.remove("reading");
    }
  };
  input.addEventListener("click", () => {
    input.value = ""; // so that the same file can be chosen again
  });
  input.addEventListener("change", () => {
    if (input.files?.[0]) void read(input.files[0]);
  });
  zone.addEventListener("dragover", (event) => {
    event.preventDefault();
    zone.classList.add("over");
  });
  zone.addEventListener("dragleave", () => zone.classList.remove("over"));
  zone.addEventListener("drop", (event) => {
    event.preventDefault();
    zone.classList.remove("over");
    const file = event.dataTransfer?.files[0];
    if (file) void read(file);
  });
  return h("div", {}, zone, problem);
}
