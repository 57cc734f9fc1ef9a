// Builds src/kgraph/web/static from web/src. "node build.mjs --check" builds into memory and compares instead.
import { build } from "esbuild";
import { createHash } from "node:crypto";
import { mkdir, readFile, readdir, rm, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const here = dirname(fileURLToPath(import.meta.url));
const target = join(here, "../src/kgraph/web/static");
const common = { bundle: true, minify: true, target: "es2022", write: false, legalComments: "none", charset: "utf8", logLevel: "warning", absWorkingDir: here, metafile: true };
const define = { "process.env.NODE_ENV": '"production"' };

const results = await Promise.all([
  build({ ...common, entryPoints: { app: "src/main.ts" }, outdir: target, format: "esm", splitting: true, chunkNames: "[name]-[hash]", define: { ...define, SERVED: "true" } }),
  build({ ...common, entryPoints: { single: "src/main.ts" }, outdir: target, format: "iife", define: { ...define, SERVED: "false" } }),
  build({ ...common, entryPoints: { layout: "src/layout-worker.ts" }, outdir: target, format: "iife", define }),
  build({ ...common, entryPoints: { style: "src/style.css" }, outdir: target }),
]);

const files = new Map(results.flatMap((r) => r.outputFiles.map((f) => [f.path.slice(target.length + 1), f.text])));
files.set("licences.txt", await licences(results));
files.set("index.html", await readFile(join(here, "src/index.html"), "utf8"));

/** The licences of every package of which a byte is in the built files. */
async function licences(built) {
  const names = new Set(built.flatMap((r) => Object.values(r.metafile.outputs).flatMap((o) => Object.entries(o.inputs).filter(([, i]) => i.bytesInOutput > 0).map(([path]) => path))).map((path) => /node_modules\/((?:@[^/]+\/)?[^/]+)\//.exec(path)?.[1]).filter(Boolean));
  const parts = ["The pages of kgraph contain parts of the following packages.\n"];
  for (const name of [...names].sort()) {
    const folder = join(here, "node_modules", name);
    const { version, license } = JSON.parse(await readFile(join(folder, "package.json"), "utf8"));
    const file = (await readdir(folder)).filter((f) => /^licen[cs]e/i.test(f)).sort()[0];
    if (!["MIT", "BSD-3-Clause", "BSD-2-Clause", "ISC", "Apache-2.0"].includes(license)) throw new Error(`${name}: licence ${license} may not be shipped`);
    if (!file) throw new Error(`${name} brings no licence text`);
    parts.push(`${"=".repeat(78)}\n${name} ${version} (${license})\n${"=".repeat(78)}\n\n${(await readFile(join(folder, file), "utf8")).trim()}\n`);
  }
  return parts.join("\n");
}

const digest = (text) => createHash("sha256").update(text).digest("hex").slice(0, 12);
if (process.argv.includes("--check")) {
  const there = (await readdir(target).catch(() => [])).sort();
  const wrong = [...new Set([...there, ...files.keys()])].filter((name) => !files.has(name) || !there.includes(name));
  for (const name of there) if (files.has(name) && (await readFile(join(target, name), "utf8")) !== files.get(name)) wrong.push(name);
  if (wrong.length) {
    console.error(`src/kgraph/web/static is not what web/src gives: ${wrong.sort().join(", ")}\nbuild it again with: make web`);
    process.exit(1);
  }
  console.log(`src/kgraph/web/static is what web/src gives (${there.length} files)`);
} else {
  await rm(target, { recursive: true, force: true });
  await mkdir(target, { recursive: true });
  for (const [name, text] of files) {
    await writeFile(join(target, name), text);
    console.log(`${name.padEnd(28)} ${String(text.length).padStart(8)}  ${digest(text)}`);
  }
}
