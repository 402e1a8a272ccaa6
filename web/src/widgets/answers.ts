// Verdicts: a colour, a shape and a word, so that none of them stands alone.
import { type Child, h, svg } from "../dom";
import { formulas } from "../formula";
import { doiOf, opened, spelled, words } from "../text";
import type { Answer, Evidence, Screening, Source, Verdict } from "../types";

type Light = "yes" | "no" | "uncertain" | "unknown";

const SHAPES: Record<Light, [plate: string, sign: string]> = {
  yes: ["M12 1a11 11 0 1 0 0 22a11 11 0 1 0 0-22z", "M6.5 12.5l3.8 3.8 7.2-8"],
  no: ["M7.4 1h9.2L23 7.4v9.2L16.6 23H7.4L1 16.6V7.4z", "M8 8l8 8m0-8l-8 8"],
  uncertain: ["M12 1.5L23.3 22H.7z", "M12 9v6m0 3v.4"],
  unknown: [
    "M4.5 1.5h15a3 3 0 0 1 3 3v15a3 3 0 0 1-3 3h-15a3 3 0 0 1-3-3v-15a3 3 0 0 1 3-3z",
    "M9 9.2a3 3 0 1 1 4.4 2.7c-.9.5-1.4 1-1.4 2.1m0 3.2v.4",
  ],
};

export function lightOf(answer: Answer): Light {
  if (answer === "pass") return "yes";
  return answer === "fail" ? "no" : answer;
}

/** Of a screening: usable, not usable, or to be tested. */
export function lightOfOutcome(usable: boolean | null, outcome: string): Light {
  if (usable === null) return "unknown";
  if (!usable) return "no";
  return outcome === "stable" ? "yes" : "uncertain";
}

export function icon(light: Light): SVGSVGElement {
  const [plate, sign] = SHAPES[light];
  return svg(
    "svg",
    { class: `icon ${light}`, viewBox: "0 0 24 24", "aria-hidden": "true" },
    svg("path", { class: "plate", d: plate }),
    svg("path", { class: "sign", d: sign }),
  );
}

export function answer(light: Light, word: string): HTMLElement {
  return h("span", { class: `answer ${light}` }, icon(light), h("span", {}, formulas(word)));
}

export function doiLink(text: string): Node | string {
  const doi = doiOf(text);
  return doi ? h("a", { href: `https://doi.org/${doi}`, rel: "noreferrer", target: "_blank" }, doi) : text;
}

export function sourceList(sources: Source[]): HTMLElement {
  return h(
    "ul",
    { class: "sources" },
    sources.map((source) =>
      h(
        "li",
        {},
        formulas(source.text),
        source.locator ? [", ", doiLink(source.locator)] : null,
        h(
          "span",
          { class: "quiet" },
          ` ${[source.kind, source.confidence && `confidence ${source.confidence}`].filter(Boolean).join(", ")}`,
        ),
      ),
    ),
  );
}

export function verdictCard(verdict: Verdict): HTMLElement {
  return h(
    "article",
    { class: `card verdict ${lightOf(verdict.answer)}` },
    h("p", { class: "over" }, spelled(verdict.topic)),
    h("h3", {}, formulas(verdict.question)),
    grounds(verdict),
  );
}

/** The answer to the question of a verdict, its reason and its evidence. */
export function grounds(verdict: Verdict): Child[] {
  return [
    answer(lightOf(verdict.answer), spelled(verdict.answer)),
    h("p", {}, formulas(verdict.reason)),
    verdict.evidence.length > 0 &&
      h(
        "details",
        {},
        h("summary", {}, `Evidence (${verdict.evidence.length})`),
        sourceList(verdict.evidence),
      ),
  ];
}

/** What a solvent does to a ceramic, why, and who says so. */
export function mechanism(row: Screening): HTMLElement {
  const facts: [string, string | null | undefined][] = [
    ["Reaction", row.equation],
    ["Products", row.products],
    ["Recovery", row.recovery],
    ["Conductivity", row.conductivity_change],
    ["Note", row.note],
    ["Instead", row.alternative],
  ];
  return h(
    "div",
    { class: "mechanism" },
    h(
      "p",
      { class: "lead" },
      answer(lightOfOutcome(row.usable, row.outcome), words(row.outcome)),
      h("span", { class: "quiet" }, ` ${row.basis}, confidence ${Math.round(100 * row.confidence)} %`),
    ),
    h("p", {}, formulas(opened(row.mechanism))),
    h(
      "dl",
      { class: "facts" },
      facts
        .filter(([, text]) => text)
        .map(([name, text]) => [h("dt", {}, name), h("dd", {}, formulas(opened(text ?? "")))]),
    ),
    row.doubts.length > 0 && [
      h("h4", {}, "Doubts"),
      h(
        "ul",
        {},
        row.doubts.map((text) => h("li", {}, text)),
      ),
    ],
    evidenceList("Evidence", row.evidence),
    evidenceList("Against it", row.contradicting),
  );
}

function evidenceList(title: string, evidence: Evidence[]): Node[] {
  if (evidence.length === 0) return [];
  return [
    h("h4", {}, title),
    h(
      "ol",
      { class: "evidence" },
      evidence.map((item) =>
        h(
          "li",
          {},
          h("p", {}, h("span", { class: "tag" }, item.rank), " ", formulas(item.statement)),
          Object.keys(item.values).length > 0 &&
            h(
              "dl",
              { class: "facts small" },
              Object.entries(item.values).map(([name, value]) => [h("dt", {}, name), h("dd", {}, value)]),
            ),
          sourceList(item.sources),
        ),
      ),
    ),
  ];
}
