// Colours that colour-blind readers tell apart: Okabe and Ito (2008) for kinds, viridis and
// cividis for amounts.
export const KINDS = ["#0072B2", "#D55E00", "#009E73", "#CC79A7", "#E69F00", "#56B4E9", "#6b7280"] as const;

export const PHASES: Record<string, string> = {
  pore: "#20242c",
  ceramic: "#6fa8d2",
  binder: "#E69F00",
  support: "#009E73",
  substrate: "#9a9187",
};

// Every sixteenth of the tables of matplotlib (CC0); between them colours are interpolated.
const TABLES = {
  viridis:
    "440154 48186a 472d7b 424086 3b528b 33638d 2c728e 26828e 21918c 1fa088 28ae80 3fbc73 5ec962 84d44b addc30 d8e219 fde725".split(
      " ",
    ),
  cividis:
    "00224e 002e6a 1a386f 32436d 434e6c 535a6d 61656f 6f7073 7d7c78 8c8878 9b9476 aba072 bcae6c cdbb63 dec958 f0d846 fee838".split(
      " ",
    ),
};

export type MapName = keyof typeof TABLES;

export function rgb(hex: string): [number, number, number] {
  const value = Number.parseInt(hex.replace("#", ""), 16);
  return [value >> 16, (value >> 8) & 255, value & 255];
}

/** 256 colours of four bytes: red, green, blue, opaque. */
export function colourTable(name: MapName): Uint8ClampedArray {
  const stops = TABLES[name].map(rgb);
  const table = new Uint8ClampedArray(256 * 4);
  for (let k = 0; k < 256; k += 1) {
    const place = (k / 255) * (stops.length - 1);
    const below = Math.min(Math.floor(place), stops.length - 2);
    const [from, to] = [stops[below]!, stops[below + 1]!];
    for (let c = 0; c < 3; c += 1) table[4 * k + c] = from[c]! + (place - below) * (to[c]! - from[c]!);
    table[4 * k + 3] = 255;
  }
  return table;
}
