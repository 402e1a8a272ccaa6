// From a recipe to a job: form and YAML in step, chemistry and weigh-out beside, run.
import { api } from "../api";
import { draft } from "../draft";
import { h, replace } from "../dom";
import { RecipeDocument } from "../form/document";
import { formulas } from "../formula";
import { RecipeForm } from "../form/form";
import { number, typeset } from "../text";
import type { About, Example, RecipeReply, Sheet } from "../types";
import { go, type View } from "../view";
import { answer, lightOf, mechanism, grounds } from "../widgets/answers";
import { openDialog } from "../widgets/dialog";
import { Editor } from "../widgets/editor";
import { busy, complain } from "../widgets/notice";
import { rowTable } from "../widgets/rows";

export const designView: View = async (page) => {
  const [about, schema, names, examples] = await Promise.all([
    api.about(),
    api.schema(),
    api.names(),
    api.examples(),
  ]);
  const recipe = new RecipeDocument(draft.read(), draft.waiting(), draft.write);
  const form = new RecipeForm(recipe, schema, names);
  const editor = new Editor("Recipe as YAML", (text) => recipe.setText(text), 19);
  const [lights, aside] = [
    h("section", { class: "panel", "aria-label": "Verdicts on the recipe", "aria-live": "polite" }),
    h("section", { class: "panel check-sheet", "aria-label": "Composition and expectation" }),
  ];
  const start = runBar(recipe, about);
  const gallery = galleryOf(
    examples.filter((example) => example.kind === "recipe"),
    recipe.text === "",
    async (name) => {
      recipe.open((await api.example(name)).yaml);
      gallery.open = false;
      window.scrollTo(0, 0);
    },
  );
  const work = h(
    "div",
    { class: "work" },
    h("div", { class: "left" }, form.element),
    h(
      "div",
      { class: "right" },
      lights,
      h(
        "section",
        { class: "panel" },
        h(
          "div",
          { class: "over-editor" },
          h("h2", {}, "YAML"),
          h(
            "button",
            {
              type: "button",
              class: "small",
              on: { click: () => void navigator.clipboard.writeText(recipe.text) },
            },
            "Copy",
          ),
        ),
        editor.element,
      ),
      aside,
    ),
  );

  recipe.onReply((reply, from) => {
    editor.show(reply.yaml, from === "form" || reply.yaml !== editor.text);
    editor.mark(reply.errors.flatMap((error) => error.line ?? []));
    if (reply.sheet) {
      replace(lights, lightsOf(reply.sheet));
      replace(aside, sheetOf(reply.sheet));
    } else if (reply.errors.length > 0) replace(lights, errorsOf(reply));
    aside.hidden = reply.errors.length > 0 || aside.childElementCount === 0;
    work.hidden = false;
    start.show(reply);
  });
  work.hidden = recipe.text === "";
  replace(page, h("h1", { class: "sr" }, "Design a membrane"), start.element, gallery, work);
  if (recipe.text) recipe.setText(recipe.text);
  else start.element.hidden = true;
};

function galleryOf(
  examples: Example[],
  open: boolean,
  choose: (name: string) => Promise<void>,
): HTMLDetailsElement {
  return h(
    "details",
    { class: "gallery", open },
    h("summary", {}, "Start from a published membrane"),
    h(
      "p",
      { class: "lead quiet" },
      "Each recipe follows a publication and says what is published and what is assumed. Change what you like: the page says at once whether the solvent spares the ceramic, and a run predicts conductivity, stiffness, bending and energy with error bars.",
    ),
    h(
      "div",
      { class: "cards" },
      examples.map((example) =>
        h(
          "button",
          {
            type: "button",
            class: "card example",
            "data-example": example.name,
            on: { click: () => void choose(example.name).catch(complain) },
          },
          h("b", {}, formulas(typeset(example.title))),
          example.summary &&
            h("span", { class: "quiet" }, formulas(typeset(example.summary.replaceAll("`", "")))),
        ),
      ),
    ),
  );
}

function errorsOf(reply: RecipeReply): HTMLElement {
  const count = reply.errors.length;
  return h(
    "div",
    {},
    answer("no", count === 1 ? "One thing to mend" : `${count} things to mend`),
    h(
      "ul",
      { class: "mending" },
      reply.errors.map((error) =>
        h("li", {}, h("b", {}, error.path.join(".") || "file"), ` ${error.message}`),
      ),
    ),
  );
}

function lightsOf(sheet: Sheet): HTMLElement {
  return h(
    "div",
    { class: "lights" },
    sheet.verdicts.map((verdict) =>
      h(
        "button",
        {
          type: "button",
          class: `light ${lightOf(verdict.answer)}`,
          "aria-haspopup": "dialog",
          on: {
            click: () =>
              openDialog(
                verdict.question,
                sheet.chemistry && verdict.topic === "chemistry"
                  ? h("div", {}, mechanism(sheet.chemistry))
                  : h("div", {}, grounds(verdict)),
              ),
          },
        },
        answer(lightOf(verdict.answer), verdict.answer),
        h("span", {}, formulas(verdict.question)),
        h("span", { class: "why" }, "why?"),
      ),
    ),
  );
}

function sheetOf(sheet: Sheet): HTMLElement {
  const percent = (value: number): string => `${number(value)} %`;
  return h(
    "div",
    {},
    h("h2", {}, "Before any computation"),
    h(
      "table",
      { class: "shares" },
      h("caption", {}, "Solids"),
      h(
        "thead",
        {},
        h(
          "tr",
          {},
          ["", "by mass", "by volume"].map((name) => h("th", { scope: "col" }, name)),
        ),
      ),
      h(
        "tbody",
        {},
        sheet.shares.map((share) =>
          h(
            "tr",
            {},
            h("th", { scope: "row" }, formulas(share.name)),
            h("td", {}, percent(share.mass_percent)),
            h("td", {}, percent(share.volume_percent)),
          ),
        ),
      ),
    ),
    rowTable([
      { title: "Expected", rows: sheet.rows },
      { title: "Weigh out for 100 cm²", rows: sheet.weigh_out },
    ]),
    sheet.notes.length > 0 &&
      h(
        "details",
        {},
        h("summary", {}, `Notes (${sheet.notes.length})`),
        h(
          "ul",
          { class: "notes" },
          sheet.notes.map((note) => h("li", {}, note)),
        ),
      ),
  );
}

function runBar(recipe: RecipeDocument, about: About) {
  const level = h(
    "select",
    { id: "level" },
    about.levels.map((name) => h("option", { value: name }, name)),
  );
  const seeds = h("input", { id: "seeds", type: "number", min: 1, max: 50, value: 1 });
  const run = h("button", { type: "button", class: "primary" }, "Run");
  const title = h("strong", {});
  run.addEventListener(
    "click",
    busy(async () => {
      const { id } = await api.start({
        kind: "design",
        title: title.textContent ?? "",
        recipe: recipe.text,
        level: level.value,
        seeds: Number(seeds.value),
      });
      go(`results/${id}`);
    }),
  );
  const element = h(
    "div",
    { class: "runbar" },
    title,
    h("label", { for: "level" }, "Level", level),
    h("label", { for: "seeds" }, "Seeds", seeds),
    run,
  );
  return {
    element,
    show(reply: RecipeReply): void {
      const name = reply.recipe?.name;
      replace(title, formulas(typeof name === "string" ? name : "Recipe without a name"));
      run.disabled = reply.errors.length > 0;
      run.title = run.disabled ? "mend the recipe first" : "";
      element.hidden = false;
    },
  };
}
