// Opens the pages in a browser and says when they were painted and ready. See pages.py, which runs it.
import { createRequire } from "node:module";
import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";

const require = createRequire(fileURLToPath(new URL("../web/package.json", import.meta.url)));
const { chromium } = require("playwright-core");
const { folder, port, chromium: executablePath, starts, vis: visToo } = JSON.parse(readFileSync(0, "utf8"));
const browser = await chromium.launch({ executablePath, args: ["--no-sandbox", "--use-gl=angle", "--use-angle=swiftshader", "--enable-unsafe-swiftshader"] });

async function timed(url, ready, { warm = true, patience = 120_000 } = {}) {
  if (warm) { const page = await browser.newPage(); await page.goto(url).catch(() => 0); await page.close(); }
  const all = [];
  for (let i = 0; i < (warm ? 3 : 1); i++) {
    const page = await browser.newPage({ viewport: { width: 1280, height: 800 } });
    await page.goto(url, { waitUntil: "commit" });
    let at = null;
    try { at = await (await page.waitForFunction(ready, null, { timeout: patience, polling: 20 })).jsonValue(); } catch { /* not ready in time */ }
    const paint = at === null ? null : await page.waitForTimeout(100).then(() => page.evaluate(() => performance.getEntriesByName("first-contentful-paint")[0]?.startTime ?? null));
    all.push({ paint, ready: at, nodes: await page.evaluate(() => Number(document.querySelector(".canvas")?.dataset.ready ?? 0)).catch(() => 0) });
    await page.close();
  }
  all.sort((a, b) => (a.ready ?? 1e9) - (b.ready ?? 1e9));
  const middle = all[Math.floor(all.length / 2)];
  const seconds = (ms) => (ms === null ? null : Math.round(ms) / 1000);
  return { "first paint": seconds(middle.paint), ready: middle.ready === null ? `not within ${patience / 1000} s` : seconds(middle.ready), ...(middle.nodes ? { nodes: middle.nodes } : {}) };
}

const shown = () => document.querySelector("main[data-shown]:not(:has(.loading))") && performance.now();
const drawn = () => Number(document.querySelector(".canvas")?.dataset.ready ?? 0) > 0 && performance.now();
const vis = () => window.ready;
const found = {};
const base = `http://127.0.0.1:${port}/`;
found["served: overview"] = await timed(`${base}#/`, shown);
found["served: explore, first picture"] = await timed(`${base}#/explore`, drawn);
found["file: overview"] = await timed(`${folder}/kg.html#/`, shown);
found["file: explore, first picture"] = await timed(`${folder}/kg.html#/explore`, drawn);
for (const [size, ids] of Object.entries(starts)) {
  found[`served: neighbourhood of ${size}`] = await timed(`${base}#/explore?h=,&f=${ids.join(",")}`, drawn);
  found[`file: neighbourhood of ${size}`] = await timed(`${folder}/kg.html#/explore?h=,&f=${ids.join(",")}`, drawn);
  if (visToo) found[`vis-network: the same ${size}`] = await timed(`${folder}/vis-${size}.html`, vis, { warm: false, patience: 180_000 });
}
console.log(JSON.stringify(found));
await browser.close();
