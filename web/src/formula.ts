// Chemical formulas with their numbers set low: "Li6PS5Cl in water" -> Li<sub>6</sub>PS...
import { h } from "./dom";

const ELEMENTS = new Set(
  (
    "H He Li Be B C N O F Ne Na Mg Al Si P S Cl Ar K Ca Sc Ti V Cr Mn Fe Co Ni Cu Zn Ga Ge As Se Br Kr Rb Sr Y Zr Nb Mo " +
    "Tc Ru Rh Pd Ag Cd In Sn Sb Te I Xe Cs Ba La Ce Pr Nd Sm Eu Gd Tb Dy Ho Er Tm Yb Lu Hf Ta W Re Os Ir Pt Au Hg Tl Pb Bi"
  ).split(" "),
);

/** An address or DOI, which stays as it is, or what may be a formula. */
const WORD =
  /(?:https?:\/|10\.\d{4,9})\/\S+|(?:(?<![\w.])|·\d+(?:\.\d+)?)(?:\(?[A-Z][a-z]?(?:\d+(?:\.\d+)?)?(?:\)(?:\d+(?:\.\d+)?)?)?)+(?!\w)/g;
const COUNT = /(?<=[A-Za-z)])\d+(?:\.\d+)?/g;
/** The charge of an ion behind its formula, as in PS4^3-. */
const CHARGE = /(?<=[A-Za-z0-9)])\^\d?[+-](?![\w.])/g;

function isFormula(word: string): boolean {
  const symbols = word.match(/[A-Z][a-z]?/g) ?? [];
  if (word.includes("/") || symbols.length < 2) return false;
  return /\d/.test(word) && symbols.every((symbol) => ELEMENTS.has(symbol));
}

function pieces(
  text: string,
  pattern: RegExp,
  make: (found: string) => (Node | string)[],
): (Node | string)[] {
  const parts: (Node | string)[] = [];
  let end = 0;
  for (const found of text.matchAll(pattern)) {
    parts.push(text.slice(end, found.index), ...make(found[0]));
    end = found.index + found[0].length;
  }
  return [...parts, text.slice(end)];
}

/** A count and the point after it, before the molecules of a crystal or complex, as in Li3InCl6.2H2O. */
const ADDED = /([A-Za-z)][1-9]\d*(?:\.\d+)??)\.(?=(?:\d+(?:\.\d+)?)?\(?(?:H2O|CH|C\d+H))/g;

export function formulas(text: string): (Node | string)[] {
  const low = (part: string): (Node | string)[] =>
    pieces(part, WORD, (word) =>
      isFormula(word) ? pieces(word, COUNT, (count) => [h("sub", {}, count)]) : [word],
    );
  return pieces(text.replace(ADDED, "$1·"), CHARGE, (charge) => [
    h("sup", {}, charge.slice(1).replace("-", "−")),
  ]).flatMap((part) => (typeof part === "string" ? low(part) : [part]));
}

const [LOW, HIGH] = ["₀₁₂₃₄₅₆₇₈₉₊₋", "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻"];

/** The same as plain text, for drawings: "Li6PS5Cl" -> "Li₆PS₅Cl". */
export const lowered = (text: string): string =>
  formulas(text)
    .map((part) =>
      typeof part === "string"
        ? part
        : [...part.textContent!]
            .map((sign) => (part.nodeName === "SUP" ? HIGH : LOW)["0123456789+−".indexOf(sign)] ?? sign)
            .join(""),
    )
    .join("");
