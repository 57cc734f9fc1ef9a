// Drives the pages in a real browser and prints one line of JSON per check: {name, ok, error}.
// node drive.mjs '{"url": "...", "served": true, "checks": ["..."]?, "other": "url of a hostile page"?}'
import { createRequire } from "node:module";
import { readFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import assert from "node:assert/strict";

const require = createRequire(fileURLToPath(new URL("../../web/package.json", import.meta.url)));
const { chromium } = require("playwright-core");
const axe = await readFile(require.resolve("axe-core/axe.min.js"), "utf8");
const { url, served, chromium: executablePath, hostile, short } = JSON.parse(process.argv[2]);

const browser = await chromium.launch({ executablePath, args: ["--no-sandbox", "--use-gl=angle", "--use-angle=swiftshader", "--enable-unsafe-swiftshader"] });
const origin = served ? new URL(url).origin : "file://";

/** A page on which any error in the console, any foreign request and any dialog is remembered. */
async function open(hash = "#/", { bypass = false, ...options } = {}) {
  const context = await browser.newContext({ viewport: { width: 1280, height: 800 }, acceptDownloads: true, bypassCSP: bypass, reducedMotion: "reduce", ...options });
  const page = await context.newPage();
  page.wrong = [];
  page.on("console", (m) => m.type() === "error" && page.wrong.push(m.text()));
  page.on("pageerror", (e) => page.wrong.push(String(e)));
  page.on("dialog", (d) => { page.wrong.push(`dialog: ${d.message()}`); void d.dismiss(); });
  page.on("request", (r) => { if (!r.url().startsWith(origin) && !/^(blob|data):/.test(r.url())) page.wrong.push(`foreign request: ${r.url()}`); });
  page.left = [];
  page.on("response", (r) => { if (!r.url().startsWith(origin) && !/^(blob|data):/.test(r.url())) page.left.push(r.url()); });
  page.setDefaultTimeout(20000);
  await page.goto(url + hash);
  await page.waitForSelector("main[data-shown]");
  return page;
}
const shut = async (page) => { assert.deepEqual(page.wrong, []); await page.context().close(); };
/** Wait until the picture holds more than, fewer than or exactly so many nodes; returns how many. */
const ready = async (page, how = ">", than = 0) => {
  await page.waitForFunction(([h, t]) => { const n = Number(document.querySelector(".canvas")?.dataset.ready ?? 0); return h === ">" ? n > t : h === "<" ? n < t && n > 0 : n === t; }, [how, than]);
  return Number(await page.getAttribute(".canvas", "data-ready"));
};
const find = async (page, words) => { await page.fill("#search input", words); await page.waitForSelector("#search [role=option]"); };
const go = async (page, words) => { await find(page, words); await page.press("#search input", "Enter"); await ready(page); };

const checks = {
  async "the overview counts what there is, without an error or a foreign request"() {
    const page = await open();
    assert.match(await page.textContent(".lead"), /\d+ articles, [\d,]+ facts/);
    assert.ok((await page.locator(".tile").count()) >= 5);
    await shut(page);
  },
  async "the content security policy is in force"() {
    const page = await open();
    const ran = await page.evaluate(async () => {
      const made = document.createElement("script");
      made.textContent = "window.smuggled = 1";
      document.body.append(made);
      document.body.insertAdjacentHTML("beforeend", '<img src="https://elsewhere.example/x.png" onerror="window.smuggled = 2">');
      await fetch("https://elsewhere.example/").catch(() => 0);
      return window.smuggled;
    });
    assert.equal(ran, undefined);
    assert.ok(page.wrong.some((w) => /Content Security Policy/.test(w)));
    assert.deepEqual(page.left, []);
    await page.context().close();
  },
  async "search folds accents and knows other names"() {
    const page = await open();
    await find(page, "karman");
    assert.match(await page.textContent("#search [role=option]"), /Von Kármán crater/);
    await page.fill("#search input", "haug");
    await page.waitForFunction(() => /Ingrid Haug/.test(document.querySelector("#search [role=option]")?.textContent ?? ""));
    await page.fill("#search input", "qqqq");
    await page.waitForSelector("#search .none");
    await shut(page);
  },
  async "expand, collapse and undo change the picture and the address"() {
    const page = await open();
    await go(page, "ingrid haug");
    const first = await ready(page);
    await page.click(".side .value a.thing[data-id^=shen-ruolan]");
    await page.waitForFunction(() => document.querySelector(".side h2")?.textContent === "Shen Ruolan");
    await page.click(".side button:text-is('Expand')");
    const more = await ready(page, ">", first);
    assert.match(page.url(), /f=ingrid-haug[^&]*shen-ruolan/);
    await page.click(".toolbar button:text-is('Undo')");
    assert.equal(await ready(page, "<", more), first);
    await shut(page);
  },
  async "a path between two things is found and said"() {
    const page = await open();
    await go(page, "ingrid haug");
    await page.fill(".path-to input", "kari lunde");
    await page.waitForSelector(".path-to [role=option]");
    await page.press(".path-to input", "Enter");
    await page.waitForFunction(() => /shortest path, \d+ step/.test(document.querySelector(".status").textContent));
    await shut(page);
  },
  async "filters leave out classes, dates, publishers and what is uncertain, and say so"() {
    const page = await open("#/explore");
    const all = await ready(page);
    await page.uncheck('[id="c-schema:Person"]');
    const fewer = await ready(page, "<", all);
    assert.match(await page.textContent(".status"), /filtered out/);
    await page.fill("#from", "2023-01-01");
    await page.dispatchEvent("#from", "change");
    await ready(page, "<", fewer);
    await page.click("#days button");
    await ready(page, "=", fewer);
    await page.selectOption("#publisher", "Corvo Press");
    assert.ok((await ready(page, "<", fewer)) < fewer);
    await shut(page);
  },
  async "events collapse to edges"() {
    const page = await open("#/explore");
    const all = await ready(page);
    await page.click("button:text-is('Events as edges')");
    await ready(page, "<", all);
    await page.click("button:text-is('As table')");
    assert.equal(await page.locator(".twin-box table").first().locator("td:nth-child(2):text-is('meeting')").count(), 0);
    await shut(page);
  },
  async "the table holds every node of the picture"() {
    const page = await open("#/explore");
    const all = await ready(page);
    await page.click("button:text-is('As table')");
    assert.equal(await page.locator(".twin-box table").first().locator("tbody tr").count(), all);
    await shut(page);
  },
  async "the same address gives the same picture, as GEXF and SVG too; PNG is one"() {
    const files = [];
    for (let i = 0; i < 2; i++) {
      const page = await open();
      await go(page, "ingrid haug");
      await page.click(".menu summary");
      const saved = async (name) => { const [download] = await Promise.all([page.waitForEvent("download"), page.click(`.menu button:has-text('${name}')`)]); return readFile(await download.path()); };
      files.push([String(await saved("GEXF")), String(await saved("SVG"))]);
      assert.equal((await saved("PNG")).subarray(1, 4).toString(), "PNG");
      await shut(page);
    }
    assert.deepEqual(files[0], files[1]);
    assert.match(files[0][0], /<node id="ingrid-haug/);
    assert.match(files[0][1], /<path/);
  },
  async "a click on evidence opens the article and its words flash"() {
    const page = await open();
    await go(page, "ingrid haug");
    await page.click(".side .evidence summary >> nth=0");
    const words = (await page.textContent(".side blockquote p >> nth=0")).slice(1, -1);
    await page.click(".side blockquote a >> nth=0");
    await page.waitForSelector(".atom.flash");
    const lit = (await page.locator(".atom.flash").allTextContents()).join("");
    assert.equal(lit, words);
    assert.equal(await page.locator(".fact.chosen").count(), 1);
    await shut(page);
  },
  async "hover on a fact lights its words, hover on a name lights its facts"() {
    const page = await open("#/articles");
    await page.click("a:text-is('Research minister in Shanghai')");
    await page.waitForSelector(".text .mention");
    await page.hover(".facts .fact:not(.naming) >> nth=0");
    assert.ok((await page.locator(".atom.lit").count()) > 0);
    await page.hover(".text .mention:has-text('Ingrid Haug') >> nth=0");
    assert.ok((await page.locator(".facts section.lit").count()) > 0);
    assert.ok((await page.locator(".chrome").count()) > 0);
    await page.click("[role=tab]:text-is('RDF')");
    assert.match(await page.textContent(".source"), /rdf:subject id:/);
    await page.click("[role=tab]:text-is('JSON-LD')");
    assert.ok(JSON.parse(await page.textContent(".source"))["@graph"].length > 20);
    await shut(page);
  },
  async "the brush on the timeline limits every page"() {
    const page = await open("#/timeline");
    await page.waitForSelector(".event");
    const box = await page.locator(".brush-box").boundingBox();
    await page.mouse.move(box.x + box.width * 0.96, box.y + 20);
    await page.mouse.down();
    await page.mouse.move(box.x + box.width * 0.985, box.y + 20, { steps: 4 });
    await page.mouse.up();
    await page.waitForFunction(() => /from=\d{4}-\d\d-\d\d&to=/.test(location.hash));
    assert.match(await page.textContent("#days"), /Days:/);
    await page.click("#nav a:text-is('Articles')");
    await page.waitForFunction(() => /^\d+ of \d+ articles/.test(document.querySelector("main [role=status]")?.textContent ?? ""));
    await page.click("#nav a:text-is('Explore')");
    await ready(page);
    assert.match(await page.textContent(".status"), /without a date/);
    await shut(page);
  },
  async "uncertain dates are hatched, and the table holds the same events"() {
    const page = await open("#/timeline");
    await page.waitForSelector(".event");
    assert.ok((await page.locator('.lanes [fill="url(#hatch)"]').count()) > 0);
    await page.click(".twin summary");
    assert.ok((await page.locator(".twin tbody tr").count()) > 40);
    await shut(page);
  },
  async "quality shows findings with their words, and what is empty says so"() {
    const page = await open("#/quality");
    await page.waitForSelector(".finding");
    await page.click(".finding summary >> nth=0");
    assert.ok((await page.locator(".finding[open] li").count()) > 0);
    assert.match(await page.textContent("main"), /The quarantine is empty/);
    await page.goto(url + "#/disagreements");
    await page.waitForSelector("main[data-shown=disagreements]");
    await page.waitForSelector(".dispute");
    const said = await page.locator(".dispute", { hasText: "Gozo Lighthouse Trust" }).first().textContent();
    assert.match(said, /1913[\s\S]*founded in 1913[\s\S]*1911[\s\S]*founded in 1911/);
    await shut(page);
  },
  async "properties are called by words, and a page of an event has nothing empty on it"() {
    const page = await open();
    await go(page, "team gold medal to");
    await page.click(".side a:text-is('Page')");
    await page.waitForSelector(".beside");
    const words = await page.textContent("main");
    assert.doesNotMatch(words, /\b(schema|kg|rdf|rdfs|skos|org|foaf):\w/);
    assert.doesNotMatch(words, /No event names it/);
    assert.match(words, /Recipient/);
    await shut(page);
  },
  async "an unknown thing or page is said to be unknown"() {
    const page = await open("#/entity/nobody-000000");
    assert.match(await page.textContent("main"), /Not in this graph/);
    page.wrong = page.wrong.filter((w) => !/404/.test(w));
    await page.goto(url + "#/nonsense");
    await page.waitForFunction(() => /no such page/.test(document.querySelector("main").textContent));
    await shut(page);
  },
  async "keyboard alone is enough: search, walk the picture, expand, read the words"() {
    const page = await open();
    await page.keyboard.press("/");
    await page.keyboard.type("ingrid haug");
    await page.waitForSelector("#search [role=option]");
    await page.keyboard.press("Enter");
    const first = await ready(page);
    let at = "";
    for (let i = 0; i < 80 && !at.includes("canvas"); i++) {
      await page.keyboard.press("Tab");
      at = await page.evaluate(() => document.activeElement.className);
    }
    assert.match(at, /canvas/);
    await page.keyboard.press("ArrowUp");
    await page.waitForFunction(() => { const h = document.querySelector(".side h2"); return h && h.textContent !== "Ingrid Haug"; });
    await page.keyboard.press("Enter");
    await page.waitForFunction(() => decodeURIComponent(location.hash).split("&")[0].includes(","));
    await page.keyboard.press("u");
    await ready(page, "=", first);
    for (let i = 0; i < 60 && at !== "SUMMARY evidence"; i++) {
      await page.keyboard.press("Tab");
      at = await page.evaluate(() => `${document.activeElement.tagName} ${document.activeElement.parentElement.className}`);
    }
    await page.keyboard.press("Enter");
    await page.waitForSelector(".side .evidence[open] blockquote");
    await shut(page);
  },
  async "nothing of what axe-core finds is serious, light or dark"() {
    const article = await open("#/articles");
    const id = (await article.getAttribute(".articles a", "href")).split("/").at(-1);
    await shut(article);
    const pages = served ? [`#/article/${id}`, "#/query/meetings", "#/review"] : ["#/", "#/explore", "#/explore?f=liu-xiaoming", "#/timeline", "#/articles", `#/article/${id}`, "#/disagreements", "#/quality"];
    for (const colorScheme of ["light", "dark"]) {
      const page = await open("#/", { bypass: true, colorScheme });
      await page.evaluate(axe);
      for (const hash of pages) {
        await page.goto(url + hash);
        await page.waitForFunction((name) => document.querySelector("main").dataset.shown?.startsWith(name), hash.slice(2).split("?")[0] || "overview");
        if (hash.includes("explore")) await page.waitForTimeout(300);
        if (hash.includes("query")) await page.evaluate(() => { document.querySelector(".editor").shadowRoot.querySelector(".cm-scroller").style.cssText = "min-height: 0; max-height: 3rem"; }); // a long query, scrolled
        const { violations } = await page.evaluate(() => window.axe.run(document, { resultTypes: ["violations"] }));
        const serious = violations.filter((v) => ["serious", "critical"].includes(v.impact)).map((v) => `${hash} ${colorScheme} ${v.id}: ${v.nodes[0].html.slice(0, 160)} ${v.nodes[0].failureSummary?.slice(0, 200)}`);
        assert.deepEqual(serious, []);
      }
      await page.context().close();
    }
  },
  async "on a phone no page is wider than the screen"() {
    const page = await open("#/", { viewport: { width: 390, height: 844 }, isMobile: true, hasTouch: true });
    for (const hash of ["#/", "#/explore", "#/timeline", "#/articles", "#/disagreements", "#/quality", ...(served ? ["#/query/meetings", "#/review"] : [])]) {
      await page.goto(url + hash);
      await page.waitForFunction((name) => document.querySelector("main").dataset.shown === name, hash.slice(2) || "overview");
      const [wide, screen] = await page.evaluate(() => [document.documentElement.scrollWidth, innerWidth]);
      assert.ok(wide <= 390 && screen <= 390, `${hash} is ${wide} wide`); // a wide page makes a phone's window wider
      const current = await page.locator("#nav [aria-current]").boundingBox();
      assert.ok(current.x >= 0 && current.x + current.width <= 390, `${hash}: its name in the navigation is out of sight`);
    }
    await shut(page);
  },
  async "without WebGL the picture is SVG"() {
    const page = await open("#/explore", {});
    await page.goto(`${url.split("#")[0]}?svg#/explore`);
    await ready(page);
    assert.ok((await page.locator(".canvas svg path[data-id]").count()) > 50);
    await page.locator(".canvas svg path[data-id^=ingrid-haug]").click({ force: true });
    await page.waitForFunction(() => document.querySelector(".side h2")?.textContent === "Ingrid Haug");
    await shut(page);
  },
  async "theme follows the system until somebody chooses"() {
    const page = await open("#/", { colorScheme: "dark" });
    assert.equal(await page.getAttribute("html", "data-theme"), "dark");
    await page.click("#theme");
    assert.equal(await page.getAttribute("html", "data-theme"), "light");
    await shut(page);
  },
};

const common = Object.keys(checks).length;

if (short) checks["a file without texts shows the sentences that say each fact, and they flash"] = async () => {
  const context = await browser.newContext({ reducedMotion: "reduce" });
  const page = await context.newPage();
  await page.goto(`${short}#/articles`);
  await page.waitForSelector(".articles a");
  await page.click(".articles a");
  await page.waitForSelector(".withheld");
  assert.ok((await page.locator(".text .atom").count()) > 3);
  assert.equal(await page.locator("[role=tab]:text-is('Raw')").count(), 0);
  await page.click(".fact .show >> nth=0");
  await page.waitForSelector(".atom.lit");
  await context.close();
};

if (hostile) checks["text from articles is never markup"] = async () => {
  const context = await browser.newContext();
  const page = await context.newPage();
  const wrong = [];
  page.on("dialog", (d) => { wrong.push(d.message()); void d.dismiss(); });
  page.on("request", (r) => { if (!/^(file|blob|data):/.test(r.url())) wrong.push(r.url()); });
  for (const hash of ["#/", "#/explore", "#/articles", "#/timeline", "#/quality", "#/disagreements"]) {
    await page.goto(hostile + hash);
    await page.waitForFunction((name) => document.querySelector("main").dataset.shown === name, hash.slice(2) || "overview");
    assert.equal(await page.locator("main img, main script, main iframe, main b").count(), 0);
    assert.equal(await page.locator('a[href^="javascript"], a[href^="data"]').count(), 0);
  }
  await page.goto(hostile + "#/articles");
  await page.waitForSelector(".articles a");
  await page.click(".articles a");
  await page.waitForSelector(".text");
  assert.equal(await page.locator("main img, main script").count(), 0);
  assert.deepEqual(wrong, []);
  assert.equal(await page.evaluate(() => window.smuggled), undefined);
  await context.close();
};

if (served) Object.assign(checks, {
  async "a question of the library is asked with its parameters, as table, graph and raw"() {
    const page = await open("#/query/meetings");
    await page.fill(".parameters .finder input", "wu weiren");
    await page.waitForSelector(".parameters [role=option]");
    await page.press(".parameters .finder input", "Enter");
    await page.waitForFunction(() => document.querySelector(".editor").shadowRoot.querySelector(".cm-content").textContent.includes("wu-weiren"));
    await page.click("button.primary");
    await page.waitForSelector("main table tbody tr");
    assert.match(await page.textContent("main table"), /Liu Xiaoming/);
    assert.deepEqual(await page.locator("main table th").allTextContents(), ["date", "what", "place", "quote"]);
    assert.equal(await page.textContent(".taken span"), "Wu Weiren");
    await page.click(".taken button");
    await page.waitForFunction(() => !document.querySelector(".editor").shadowRoot.querySelector(".cm-content").textContent.includes("wu-weiren"));
    await page.click(".tools button:text-is('Raw')");
    assert.ok(JSON.parse(await page.textContent("main .source")).results.bindings.length > 0);
    const [download] = await Promise.all([page.waitForEvent("download"), page.click("button:text-is('Save CSV')")]);
    assert.match(String(await readFile(await download.path())), /^date,what/);
    await shut(page);
  },
  async "an answer can be drawn"() {
    const page = await open("#/query");
    await page.click("button.primary");
    await page.waitForSelector("main table tbody tr");
    await page.waitForSelector("main table tbody a.thing:has-text('Meeting of')"); // things have their names, not their ids
    await page.click(".tools button:text-is('Graph')");
    await page.waitForSelector(".result-picture canvas");
    await shut(page);
  },
  async "the editor completes the terms of the ontology"() {
    const page = await open("#/query");
    const editor = page.locator(".cm-content");
    await editor.click();
    await page.keyboard.press("Control+a");
    await page.keyboard.type("SELECT * { ?m a kg:Meet");
    await page.waitForSelector(".cm-tooltip-autocomplete:has-text('kg:Meeting')"); // a list for the letters before may be there
    await shut(page);
  },
  async "a query that is wrong is said to be wrong, and why"() {
    const page = await open("#/query");
    await page.locator(".cm-content").click();
    await page.keyboard.press("Control+a");
    await page.keyboard.type("SELECT nonsense");
    await page.keyboard.press("Escape");
    await page.click("button.primary");
    await page.waitForSelector(".note.bad");
    page.wrong = page.wrong.filter((w) => !/400/.test(w));
    assert.match(await page.textContent(".note.bad"), /not a query/);
    await shut(page);
  },
  async "a timeout is shown for what it is"() {
    const page = await open("#/query");
    await page.locator(".cm-content").click();
    await page.keyboard.press("Control+a");
    await page.keyboard.insertText("SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i FILTER(?a != ?d && ?d != ?g && STRLEN(STR(?c)) > STRLEN(STR(?f)) + STRLEN(STR(?i))) }");
    await page.keyboard.press("Escape");
    await page.click("button.primary");
    await page.waitForSelector(".note", { timeout: 30000 });
    assert.match(await page.textContent(".note"), /No answer in time/);
    assert.match(await page.textContent(".note"), /says nothing about the graph/);
    page.wrong = page.wrong.filter((w) => !/503/.test(w));
    await shut(page);
  },
  async "a fact judged wrong is a line in the list of decisions, and is marked when the page is opened again"() {
    const page = await open("#/articles");
    await page.click("a:text-is('Research minister in Shanghai')");
    await page.waitForSelector(".fact:not(.naming) .judge");
    const fact = await page.getAttribute(".fact:not(.naming)", "data-fact");
    await page.click(`[data-fact="${fact}"] .judge summary`);
    await page.click(`[data-fact="${fact}"] button:text-is('Wrong')`);
    await page.waitForSelector(`[data-fact="${fact}"].judged`);
    await page.reload();
    await page.waitForSelector(`[data-fact="${fact}"].judged`);
    await shut(page);
  },
  async "after the build: a rejected fact is marked as such"() {
    const page = await open("#/articles");
    await page.click("a:text-is('Research minister in Shanghai')");
    await page.waitForSelector(".fact.judged .chip:text-is('rejected')");
    await shut(page);
  },
  async "review: M merges, S skips, U undoes"() {
    const page = await open("#/review");
    await page.waitForSelector(".pair .card");
    const said = () => page.textContent("main [role=status]");
    const left = Number((await said()).match(/\d+/)[0]);
    assert.ok((await page.locator(".reasons li").count()) > 0);
    await page.keyboard.press("m");
    await page.waitForFunction((n) => document.querySelector("main [role=status]").textContent.startsWith(`Merged · ${n} pair`), left - 1);
    await page.keyboard.press("u");
    await page.waitForFunction((n) => document.querySelector("main [role=status]").textContent.startsWith(`Undone · ${n} pair`), left);
    await page.keyboard.press("s");
    await page.waitForFunction(() => /^Skipped/.test(document.querySelector("main [role=status]").textContent));
    await shut(page);
  },
});

/** What is driven from both doors; the rest is the same code on the same data, and driven from the file alone. */
const BOTH = ["the overview counts what there is, without an error or a foreign request", "the content security policy is in force", "search folds accents and knows other names", "expand, collapse and undo change the picture and the address", "a path between two things is found and said", "a click on evidence opens the article and its words flash", "the brush on the timeline limits every page", "an unknown thing or page is said to be unknown", "nothing of what axe-core finds is serious, light or dark"];

const wanted = process.env.CHECK;
const queue = Object.entries(checks).filter(([name], i) => (wanted ? name.includes(wanted) : !name.startsWith("after the build") && (!served || BOTH.includes(name) || i >= common)));
const inTurn = ["a fact judged", "review:"]; // decisions are a list: one after the other, and last
queue.sort(([a], [b]) => Number(inTurn.some((t) => a.startsWith(t))) - Number(inTurn.some((t) => b.startsWith(t))));
async function work(stop) {
  while (queue.length && !stop(queue[0][0])) {
    const [name, check] = queue.shift();
    const begun = Date.now();
    let error = "";
    try { await check(); } catch (e) { error = `${e.message}\n${(e.stack ?? "").split("\n").filter((l) => l.includes("drive.mjs")).slice(0, 2).join("\n")}`; }
    console.log(JSON.stringify({ name, ok: !error, error, seconds: (Date.now() - begun) / 1000 }));
  }
}
await Promise.all(Array.from({ length: 3 }, () => work((name) => inTurn.some((t) => name.startsWith(t)))));
await work(() => false);
await browser.close();
