// Bundle the page into the Python package: `node build.mjs`, see `make web`.
// build.json says from which sources the bundle comes; tests/unit/app/test_bundle.py checks it.
import { createHash } from "node:crypto";
import { cpSync, mkdirSync, readFileSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join, relative } from "node:path";
import { fileURLToPath } from "node:url";
import esbuild from "esbuild";

const here = dirname(fileURLToPath(import.meta.url));
const out = join(here, "..", "src", "ceralyte", "app", "static");

function filesBelow(folder) {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => relative(here, join(entry.parentPath, entry.name)).replaceAll("\\", "/"));
}

function sourcesHash() {
  const top = ["build.mjs", "index.html", "package-lock.json", "package.json", "tsconfig.json"];
  const hash = createHash("sha256");
  for (const name of [...top, ...filesBelow(join(here, "src"))].sort()) {
    hash
      .update(name)
      .update("\0")
      .update(readFileSync(join(here, name)))
      .update("\0");
  }
  return hash.digest("hex");
}

function licences(metafile) {
  const packages = new Set();
  for (const input of Object.keys(metafile.inputs)) {
    const found = /node_modules\/((?:@[^/]+\/)?[^/]+)\//.exec(input);
    if (found) packages.add(found[1]);
  }
  return [...packages]
    .sort()
    .map((name) => {
      const folder = join(here, "node_modules", name);
      const file = readdirSync(folder).find((entry) => /^licen[cs]e/i.test(entry));
      if (!file) throw new Error(`${name} has no licence file`);
      return `==== ${name} ====\n\n${readFileSync(join(folder, file), "utf8").trim()}\n`;
    })
    .join("\n");
}

rmSync(out, { recursive: true, force: true });
mkdirSync(out, { recursive: true });
const result = await esbuild.build({
  absWorkingDir: here,
  entryPoints: ["src/main.ts", "src/theme.ts", "src/style.css"],
  outdir: out,
  bundle: true,
  splitting: true,
  format: "esm",
  target: "es2022",
  minify: true,
  metafile: true,
  legalComments: "none",
  loader: { ".woff2": "file" },
  assetNames: "[name]",
  chunkNames: "[name]-[hash]",
  logLevel: "warning",
});
for (const name of ["index.html", "src/icon.svg"])
  cpSync(join(here, name), join(out, name.replace("src/", "")));
writeFileSync(join(out, "licences.txt"), licences(result.metafile));
const files = Object.fromEntries(
  readdirSync(out)
    .sort()
    .map((name) => [
      name,
      createHash("sha256")
        .update(readFileSync(join(out, name)))
        .digest("hex"),
    ]),
);
writeFileSync(join(out, "build.json"), `${JSON.stringify({ sources: sourcesHash(), files }, null, 1)}\n`);
