// The whole recipe as a form, and its errors beside the fields that they belong to.
import { h, replace } from "../dom";
import { problem, typeset } from "../text";
import type { Json, Names, Path, RecipeError, RecipeReply, Schema } from "../types";
import { type Field, type Form, keyOf, makeField } from "./fields";
import type { RecipeDocument } from "./document";

const SECTIONS = [
  "ceramic",
  "binder",
  "process",
  "slurry",
  "membrane",
  "press",
  "support",
  "cell",
  "targets",
];
const HEAD = ["name", "description", "reference", "temperature"];

/** The sentence beside a field; a nearest name is a button where it can be put in. */
function told(error: RecipeError, accept: ((name: string) => void) | null): HTMLElement {
  const nearest = error.nearest ?? [];
  const offered = (name: string): HTMLElement =>
    accept
      ? h("button", { type: "button", class: "suggestion", on: { click: () => accept(name) } }, name)
      : h("b", {}, name);
  return h(
    "span",
    {},
    `${problem(typeset(error.message))}.`,
    error.allowed && nearest.length === 0 && ` Allowed: ${typeset(error.allowed)}.`,
    nearest.length > 0 && [
      " Did you mean ",
      nearest.map((name, k) => [k === 0 ? "" : k < nearest.length - 1 ? ", " : " or ", offered(name)]),
      "?",
    ],
  );
}

/** Path of the field that holds the error: its own, or the nearest one around it. */
function slotFor(path: Path, slots: Map<string, HTMLElement>): HTMLElement | undefined {
  for (let length = path.length; length > 0; length -= 1) {
    const slot = slots.get(keyOf(path.slice(0, length)));
    if (slot?.isConnected) return slot;
  }
  return undefined;
}

export class RecipeForm {
  readonly element = h("form", { class: "recipe", novalidate: true, "aria-label": "Recipe" });
  private readonly general = h("div", { class: "general", role: "alert" });
  private readonly fields = new Map<string, Field>();
  private readonly form: Form;

  constructor(
    private readonly recipe: RecipeDocument,
    root: Schema,
    names: Names,
  ) {
    this.form = { root, names, slots: new Map(), change: (path, value) => recipe.change({ path, value }) };
    const properties = root.properties ?? {};
    const rest = Object.keys(properties).filter((name) => !SECTIONS.includes(name) && !HEAD.includes(name));
    const build = (name: string): HTMLElement | false => {
      const property = properties[name];
      if (!property) return false;
      const field = makeField([name], property, (root.required ?? []).includes(name), this.form);
      this.fields.set(name, field);
      return field.element;
    };
    replace(
      this.element,
      this.general,
      h("div", { class: "grid" }, HEAD.map(build)),
      SECTIONS.map(build),
      h("details", { class: "more" }, h("summary", {}, "Measurements and own materials"), rest.map(build)),
    );
    this.element.addEventListener("submit", (event) => event.preventDefault());
    recipe.onReply((reply) => this.show(reply));
  }

  private show(reply: RecipeReply): void {
    if (reply.recipe) for (const [name, field] of this.fields) field.show(reply.recipe[name]);
    for (const slot of this.form.slots.values()) {
      slot.replaceChildren();
      slot.closest(".field")?.classList.remove("wrong");
    }
    replace(
      this.general,
      reply.errors.flatMap((error) => (this.place(error) ? [] : [this.sentence(error)])),
      this.recipe.waiting &&
        h("p", { class: "error waiting" }, "What you changed in the form waits until the YAML can be read again."),
    );
  }

  private place(error: RecipeError): boolean {
    const slot = slotFor(error.path, this.form.slots);
    if (!slot) return false;
    slot.append(told(error, this.acceptance(error)));
    slot.closest(".field")?.classList.add("wrong");
    for (let outer = slot.closest("details"); outer; outer = outer.parentElement?.closest("details") ?? null)
      outer.open = true;
    return true;
  }

  private sentence(error: RecipeError): HTMLElement {
    const where = [keyOf(error.path), error.line && `line ${error.line}`].filter(Boolean).join(", ");
    return h(
      "p",
      { class: "error" },
      where && h("b", {}, `${where}: `),
      told(error, this.acceptance(error)),
    );
  }

  /** What puts a nearest name in for the one that nobody knows: as the key, or within the value. */
  private acceptance({ path, unknown }: RecipeError): ((name: string) => void) | null {
    const value = valueAt(this.recipe.reply?.recipe ?? null, path);
    if (!unknown || value === undefined) return null;
    if (typeof value === "string" && value.includes(unknown))
      return (name) => this.recipe.change({ path, value: value.replace(unknown, () => name) });
    if (path[path.length - 1] !== unknown) return null;
    return (name) => {
      this.recipe.change({ path, value: null });
      this.recipe.change({ path: [...path.slice(0, -1), name], value });
    };
  }
}

function valueAt(tree: Json, path: Path): Json | undefined {
  let node: Json | undefined = tree;
  for (const key of path) {
    if (typeof node !== "object" || node === null) return undefined;
    node = (node as Record<string | number, Json>)[key];
  }
  return path.length > 0 ? node : undefined;
}
