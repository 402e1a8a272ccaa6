// Words and numbers as people read them. Quantities come from the server as text.

/** "mass_fraction" -> "Mass fraction". */
export const spelled = (name: string): string => opened(name.replaceAll("_", " "));

/** The same with a capital at its beginning. */
export const opened = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);

/** What is wrong, as the beginning of a sentence: "got '40'" -> "‘40’ does not do". */
export const problem = (message: string): string =>
  opened(message.replace(/^got (.+)$/, (_, given: string) => `${given} cannot be used`));

/** Units in print typography: "1 um to 2 ohm*cm^2" -> "1 µm to 2 Ω cm²". */
export function typeset(text: string): string {
  return text
    .replace(/\bum\b/g, "µm")
    .replace(/\bdegC\b/g, "°C")
    .replace(/\bohm\b/g, "Ω")
    .replace(/(?<=[a-zA-ZΩ])\*(?=[a-zA-Z])/g, " ")
    .replace(/\^2\b/g, "²")
    .replace(/\^3\b/g, "³")
    .replace(/\b(\d(?:\.\d+)?)e\+?0?(-?\d+)\b/g, (_, digits: string, power: string) =>
      Math.abs(Number(power)) < 7 && Number(power) > 0
        ? String(Number(`${digits}e${power}`))
        : `${digits === "1" ? "" : `${digits} × `}10${superscript(power)}`,
    );
}

function superscript(power: string): string {
  return [...power].map((sign) => "⁻⁰¹²³⁴⁵⁶⁷⁸⁹"["-0123456789".indexOf(sign)] ?? sign).join("");
}

/** To three significant digits, with a power of ten where the plain number would be long. */
export function number(value: number, digits = 3): string {
  if (value === 0) return "0";
  const size = Math.abs(value);
  if (size >= 1e-3 && size < 1e7) {
    const plain = String(Number(value.toPrecision(digits))).replace("-", "−");
    return size < 1e4 ? plain : plain.replace(/\B(?=(\d{3})+$)/g, "\u202f");
  }
  const [mantissa, power] = value.toExponential(digits - 1).split("e") as [string, string];
  return `${String(Number(mantissa)).replace("-", "−")} × 10${superscript(power.replace("+", ""))}`;
}

export function bytes(size: number): string {
  if (size < 1000) return `${size} B`;
  const step = Math.min(3, Math.floor(Math.log10(size) / 3));
  return `${number(size / 1000 ** step, 3)} ${["B", "kB", "MB", "GB"][step]}`;
}

export function duration(seconds: number): string {
  if (seconds < 90) return `${Math.max(1, Math.round(seconds))} s`;
  if (seconds < 5400) return `${Math.round(seconds / 60)} min`;
  return `${number(seconds / 3600, 2)} h`;
}

export function moment(milliseconds: number): string {
  const date = new Date(milliseconds);
  const today = date.toDateString() === new Date().toDateString();
  return date.toLocaleString(
    "en-GB",
    today
      ? { hour: "2-digit", minute: "2-digit" }
      : { day: "numeric", month: "short", hour: "2-digit", minute: "2-digit" },
  );
}

export const words = (outcome: string): string => outcome.replaceAll("_", " ").replace("h2s", "H2S");

const DOI = /\b(10\.\d{4,9}\/[^\s;,"]+[^\s;,."])/;

/** The DOI in a text, or "". */
export const doiOf = (text: string): string => DOI.exec(text)?.[1] ?? "";
