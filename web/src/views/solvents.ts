// Which solvent leaves which ceramic alive: the matrix, and the mechanism on click.
import { api } from "../api";
import { h, replace } from "../dom";
import { formulas } from "../formula";
import { words } from "../text";
import type { Matrix, Names, Screening } from "../types";
import type { View } from "../view";
import { icon, lightOfOutcome, mechanism } from "../widgets/answers";
import { openDialog } from "../widgets/dialog";
import { complain } from "../widgets/notice";

/** Letters of the outcomes: a colour alone tells a colour-blind reader nothing. */
const LETTERS: Record<string, string> = {
  stable: "S",
  stable_morphology_change: "M",
  complex_reversible: "C",
  dissolves: "D",
  decomposes: "X",
  h2s_release: "H",
  ion_exchange: "I",
  test_it: "?",
};

async function explain(ceramic: string, solvent: string, binder: string): Promise<void> {
  const { rows } = await api.screen(ceramic, binder);
  const row = rows.find((candidate) => candidate.solvent === solvent);
  if (row) openDialog(`${ceramic} in ${solvent}`, mechanism(row));
}

function legend(): HTMLElement {
  return h(
    "ul",
    { class: "legend outcomes" },
    Object.entries(LETTERS).map(([outcome, letter]) =>
      h("li", {}, h("span", { class: `cell ${outcome}`, "aria-hidden": "true" }, letter), h("span", {}, formulas(words(outcome)))),
    ),
  );
}

function matrixTable(matrix: Matrix, binder: HTMLSelectElement): HTMLElement {
  const head = h(
    "tr",
    {},
    h("th", { scope: "col" }, "Solvent"),
    matrix.ceramics.map((name) => h("th", { scope: "col" }, h("span", {}, formulas(name)))),
  );
  const rows = matrix.solvents.map((solvent, j) =>
    h(
      "tr",
      {},
      h("th", { scope: "row" }, solvent),
      matrix.ceramics.map((ceramic, i) => {
        const cell = matrix.cells[i]![j]!;
        const tell = `${ceramic} in ${solvent}: ${words(cell.outcome)}, confidence ${Math.round(100 * cell.confidence)} %`;
        return h(
          "td",
          {},
          h(
            "button",
            {
              type: "button",
              class: `cell ${cell.outcome}`,
              title: `${tell}. ${cell.mechanism}`,
              "aria-label": tell,
              on: { click: () => void explain(ceramic, solvent, binder.value).catch(complain) },
            },
            LETTERS[cell.outcome] ?? "·",
          ),
        );
      }),
    ),
  );
  return h(
    "div",
    { class: "scroll tall", tabindex: 0, role: "region", "aria-label": "Matrix of solvents and ceramics" },
    h("table", { class: "matrix" }, h("thead", {}, head), h("tbody", {}, rows)),
  );
}

function ranking(rows: Screening[]): HTMLElement {
  return h(
    "ol",
    { class: "ranking" },
    rows.map((row) =>
      h(
        "li",
        {},
        h(
          "button",
          {
            type: "button",
            class: "plain row",
            on: { click: () => openDialog(`${row.ceramic} in ${row.solvent}`, mechanism(row)) },
          },
          icon(lightOfOutcome(row.usable, row.outcome)),
          h("b", {}, row.solvent),
          h("span", {}, formulas(words(row.outcome))),
          h("span", { class: "quiet" }, `${row.basis}, confidence ${Math.round(100 * row.confidence)} %`),
          h("span", { class: "quiet clip" }, formulas(row.mechanism)),
        ),
      ),
    ),
  );
}

function selects(names: Names, ceramic: string): { ceramic: HTMLSelectElement; binder: HTMLSelectElement } {
  const options = (list: string[]): HTMLElement[] => list.map((name) => h("option", { value: name }, name));
  const [one, two] = [
    h("select", {}, options(names.ceramics ?? [])),
    h("select", {}, h("option", { value: "" }, "none"), options(names.binders ?? [])),
  ];
  if (ceramic) one.value = ceramic;
  return { ceramic: one, binder: two };
}

export const solventsView: View = async (page, place) => {
  const names = await api.names();
  const ceramics = names.ceramics ?? [];
  const { ceramic, binder } = selects(names, place.id || "Li6PS5Cl");
  const [list, matrix] = [h("div", { "aria-live": "polite" }), h("div", {})];
  const filter = h("input", {
    type: "search",
    placeholder: "find a solvent",
    "aria-label": "Find a solvent",
  });
  const rank = async (): Promise<void> => {
    const { rows } = await api.screen(ceramic.value, binder.value);
    replace(
      list,
      h(
        "p",
        { class: "quiet" },
        formulas(
          `Solvents for ${ceramic.value}${binder.value ? ` with ${binder.value}` : ""}, the most promising first.`,
        ),
      ),
      ranking(rows),
    );
    narrow();
  };
  const narrow = (): void => {
    const wanted = filter.value.trim().toLowerCase();
    for (const row of page.querySelectorAll<HTMLElement>(".ranking li, .matrix tbody tr")) {
      const name = row.querySelector("b, th")?.textContent?.toLowerCase() ?? "";
      row.hidden = !name.includes(wanted);
    }
  };
  filter.addEventListener("input", narrow);
  for (const select of [ceramic, binder])
    select.addEventListener("change", () => void rank().catch(complain));
  replace(
    page,
    h("h1", {}, "Solvents"),
    h(
      "div",
      { class: "panel controls" },
      h("label", {}, "Ceramic", ceramic),
      h("label", {}, "Binder", binder),
      filter,
    ),
    h("section", { class: "panel" }, h("h2", {}, "Ranking"), list),
    h("section", { class: "panel" }, h("h2", {}, "All ceramics"), legend(), matrix),
  );
  await rank();
  replace(matrix, matrixTable(await api.matrix(ceramics), binder));
  narrow();
};
