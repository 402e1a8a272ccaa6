// Text in tables that spreadsheets open: a cell that would be a formula stays text. The same rule as
// core/spreadsheet.py.
const FORMULA = /^'*[=+\-@\t\r\n＝＋－＠]/;

const isNumber = (text: string): boolean => text.trim() !== "" && !Number.isNaN(Number(text));

/** The text of a CSV cell, with an apostrophe where a spreadsheet would compute it. */
export const guarded = (text: string): string =>
  FORMULA.test(text) && !isNumber(text) ? `'${text}` : text;
