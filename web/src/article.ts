/** An article beside what was read out of it: hover either and the other lights up. */
import { count, empty, h, save, type Child } from "./dom";
import type { Article, ArticleFact, Door, Head, Item, Mention } from "./door";
import { classLabel, colourOf, termLabel } from "./glyph";
import { days, here, link, set, within } from "./state";
import { byline, day, entityLink, percent } from "./words";
import { jsonld, turtle } from "./rdf";
import { judge, type Judge } from "./judge";

export async function articlesPage(door: Door): Promise<HTMLElement> {
  const all = await door.articles();
  const limits = days();
  const box = h("div", { class: "page" }, h("h1", { text: "Articles" }));
  const shown = all.filter((a) => within(a.published, a.published, limits));
  if (!all.length) return h("div", { class: "page" }, empty("No articles", "Build a graph first: kgraph build PATHS -o kg"));
  const list = h("ul", { class: "plain articles roomy" });
  const publishers = [...new Set(all.map((a) => a.publisher).filter(Boolean))].sort();
  const chosen = h("select", { "aria-label": "Publisher" }, h("option", { value: "", text: "All publishers" }), ...publishers.map((p) => h("option", { value: p, text: p })));
  const status = h("p", { class: "quiet", role: "status" });
  const draw = (): void => {
    const rows = shown.filter((a) => !chosen.value || a.publisher === chosen.value);
    status.textContent = rows.length === all.length ? count(all.length, "article") : `${rows.length} of ${count(all.length, "article")}`;
    list.replaceChildren(...rows.map(row));
    if (!rows.length) list.replaceChildren(h("li", {}, empty("No article in these days", "Widen the days on the timeline, or choose another publisher.")));
  };
  chosen.addEventListener("change", draw);
  draw();
  box.append(h("div", { class: "tools" }, chosen, status), list);
  return box;
}

const row = (a: Head): HTMLElement => h("li", {}, h("a", { href: link("article", a.id), text: a.title }), h("span", { class: "quiet", text: [a.publisher, a.published ? day(a.published) : "no date", a.section, count(a.facts, "fact"), count(a.mentions, "mention")].filter(Boolean).join(" · ") }));

interface Parts { article: Article; nodes: Map<string, Item>; cut: (from: number, to: number) => string; judge: Judge | null }

export async function articlePage(door: Door, id: string): Promise<HTMLElement> {
  const article = await door.article(id);
  const letters = /[\ud800-\udfff]/.test(article.text) ? [...article.text] : null;
  const cut = (from: number, to: number): string => (letters ? letters.slice(from, to).join("") : article.text.slice(from, to));
  const parts: Parts = { article, nodes: new Map(article.nodes.map((n) => [n.id, n])), cut, judge: await judge(door) };
  const { head } = article;
  const whole = article.segments.length > 0;
  const text = whole ? words(parts) : sentences(parts);
  const side = facts(parts);
  wire(text, side, parts);
  const reading = h("div", { class: "reading" }, text, side);
  const tabs: Record<string, () => HTMLElement> = {
    Text: () => reading,
    RDF: () => source(turtle(article, door), `${id}.ttl`),
    "JSON-LD": () => source(jsonld(article, door), `${id}.jsonld`),
    ...(whole ? { Raw: () => source(article.segments.map(([kind, from, to]) => (kind === "text" ? cut(Number(from), Number(to)) : String(from))).join("\n\n"), `${id}.txt`) } : {}),
  };
  const body = h("div", { role: "tabpanel", id: "tabpanel", "aria-labelledby": "tab-Text", tabindex: -1 }, reading);
  const buttons = Object.keys(tabs).map((name, i) => h("button", { role: "tab", id: `tab-${name}`, "aria-controls": "tabpanel", "aria-selected": i === 0, tabindex: i ? -1 : 0, text: name, onclick: () => choose(i) }));
  const choose = (i: number): void => {
    buttons.forEach((b, n) => { b.setAttribute("aria-selected", String(n === i)); b.tabIndex = n === i ? 0 : -1; });
    body.setAttribute("aria-labelledby", buttons[i]!.id);
    body.replaceChildren(tabs[buttons[i]!.textContent!]!());
  };
  const bar = h("div", { role: "tablist", class: "tabs", "aria-label": "Ways to see the article" }, ...buttons);
  bar.addEventListener("keydown", (event) => {
    const turn = event.key === "ArrowRight" ? 1 : event.key === "ArrowLeft" ? -1 : 0;
    if (!turn) return;
    const next = (buttons.findIndex((b) => b.tabIndex === 0) + turn + buttons.length) % buttons.length;
    choose(next);
    buttons[next]!.focus();
  });
  const about = [head.publisher, head.published ? day(head.published) : "no date of publication", head.section].filter(Boolean).join(" · ");
  const made = h("div", { class: "page" },
    h("header", { class: "article-head" }, h("h1", { text: head.title }), h("p", { class: "quiet" }, about, head.url ? h("span", {}, " · ", h("a", { href: head.url, text: new URL(head.url).hostname })) : null)), bar, body);
  const wanted = here().params.get("fact");
  if (wanted) requestAnimationFrame(() => flash(text, side, wanted));
  return made;
}

function source(text: string, file: string): HTMLElement {
  return h("div", {}, h("p", { class: "tools" }, h("button", { class: "small", text: `Save as ${file.slice(file.lastIndexOf("."))}`, onclick: () => save(file, new Blob([text], { type: "text/plain" })) })), h("pre", { class: "source", tabindex: 0, role: "region", "aria-label": "Source text", text }));
}

// -- the text ---------------------------------------------------------------------------------

/** The text in atoms: stretches in which neither a mention nor a piece of evidence begins or ends. */
function words(parts: Parts): HTMLElement {
  const { article, cut } = parts;
  const box = h("div", { class: "text", lang: "en" });
  const edges = new Set<number>();
  for (const m of article.mentions) edges.add(m[0]).add(m[1]);
  for (const f of article.facts) for (const e of article.pool.facts[f[5]]![3]) edges.add(article.pool.evidence[e]![1]).add(article.pool.evidence[e]![2]);
  const sorted = [...edges].sort((a, b) => a - b);
  let chrome: HTMLElement | null = null;
  for (const [kind, from, to] of article.segments) {
    if (kind !== "text") {
      if (kind === "title" || !chrome) box.append((chrome = h("div", { class: kind === "title" ? "chrome title" : "chrome" })));
      chrome.append(h("p", {}, h("span", { class: "zone", text: kind }), String(from)));
      if (kind === "title") chrome = null;
      continue;
    }
    chrome = null;
    for (const [a, b] of paragraphs(cut(Number(from), Number(to)), Number(from))) {
      const p = h("p", {});
      const stops = [a, ...sorted.filter((e) => e > a && e < b), b];
      let group: { key: number; element: HTMLElement } | undefined;
      for (let i = 0; i + 1 < stops.length; i++) {
        const atom = h("span", { class: "atom", "data-start": stops[i], "data-end": stops[i + 1], text: cut(stops[i]!, stops[i + 1]!) });
        const number = innermost(article.mentions, stops[i]!, stops[i + 1]!);
        if (number < 0) { p.append(atom); group = undefined; continue; }
        if (group?.key !== number) {
          group = { key: number, element: mention(parts, article.mentions[number]!, number) };
          p.append(group.element);
        }
        group.element.append(atom);
      }
      box.append(p);
    }
  }
  return box;
}

/** Where the text is withheld: the sentences that say the facts, in their order, one atom each. */
function sentences({ article }: Parts): HTMLElement {
  const { head, pool } = article;
  const quotes = new Map(article.facts.flatMap((f) => pool.facts[f[5]]![3].map((e) => [e, pool.evidence[e]!] as const)));
  const inOrder = [...new Map([...quotes.values()].map((q) => [`${q[1]} ${q[2]}`, q])).values()].sort((a, b) => a[1] - b[1] || a[2] - b[2]);
  return h("div", { class: "text", lang: "en" },
    h("p", { class: "withheld" }, "The article’s full text is not shown here; these are the sentences that say its facts. ", head.url ? h("a", { href: head.url, text: `Read it at ${new URL(head.url).hostname}` }) : null),
    ...inOrder.map(([, from, to, said]) => h("p", {}, h("span", { class: "atom", "data-start": from, "data-end": to, text: said }))));
}

function* paragraphs(text: string, start: number): Generator<[number, number]> {
  let at = start;
  for (const piece of text.split("\n\n")) {
    const length = [...piece].length;
    if (length) yield [at, at + length];
    at += length + 2;
  }
}

function innermost(mentions: Mention[], from: number, to: number): number {
  let best = -1;
  mentions.forEach((m, i) => { if (m[0] <= from && m[1] >= to && m[4].length && (best < 0 || m[1] - m[0] < mentions[best]![1] - mentions[best]![0])) best = i; });
  return best;
}

function mention(parts: Parts, [, , kind, rule, refs]: Mention, number: number): HTMLElement {
  const found = refs.map((r) => parts.nodes.get(r)).filter((n) => n !== undefined);
  const cls = found[0]?.cls ?? "kg:Thing";
  const said = found.map((n) => `${n.label} (${classLabel(n.cls)})`).join("; ");
  const made = h("a", { class: `mention ${kind}`, href: link("entity", refs[0] ?? ""), "data-mention": number, "data-refs": refs.join(" "), title: `${said}\n${kind}, linked by ${rule}` });
  made.style.setProperty("--c", colourOf(cls, false));
  made.style.setProperty("--cd", colourOf(cls, true));
  return made;
}

// -- the facts ----------------------------------------------------------------------------------

const NAMING = new Set(["rdf:type", "schema:name", "skos:altLabel", "kg:abbreviation", "schema:familyName", "schema:givenName", "schema:honorificPrefix"]);

function facts(parts: Parts): HTMLElement {
  const { article, nodes } = parts;
  const groups = new Map<string, ArticleFact[]>();
  for (const f of article.facts) {
    if (!groups.has(f[0])) groups.set(f[0], []);
    groups.get(f[0])!.push(f);
  }
  const side = h("aside", { class: "facts", "aria-label": "Facts read out of the article", tabindex: 0 });
  const naming = h("input", { type: "checkbox", id: "naming", checked: here().params.get("names") === "1" });
  naming.addEventListener("change", () => { set({ names: naming.checked ? "1" : "" }, true); side.classList.toggle("with-names", naming.checked); });
  side.classList.toggle("with-names", naming.checked);
  const telling = article.facts.filter((f) => !NAMING.has(f[1])).length;
  side.append(h("div", { class: "side-head" }, h("h2", { text: `${count(telling, "fact")}` }), h("label", { for: "naming" }, naming, ` and ${count(article.facts.length - telling, "name and type", "names and types")}`)));
  if (!article.facts.length) side.append(empty("No facts", "Nothing in this article was understood as a fact. Its names are marked in the text."));
  for (const [subject, rows] of groups) {
    const only = rows.every((f) => NAMING.has(f[1]));
    side.append(h("section", { class: only ? "naming" : "", "data-subject": subject }, h("h3", {}, entityLink(nodes.get(subject), subject), merging(parts, subject)), h("ul", {}, ...rows.map((f) => factRow(parts, f)))));
  }
  return side;
}

function merging(parts: Parts, subject: string): Child {
  const node = parts.nodes.get(subject);
  return parts.judge && node ? parts.judge.thing(node) : null;
}

function factRow(parts: Parts, [, predicate, value, label, isNode, number, reviewed]: ArticleFact): HTMLElement {
  const [id, confidence, extractor] = parts.article.pool.facts[number]!;
  const dated = /edtf|:start|:end|asOf/i.test(predicate);
  const shown = isNode ? entityLink(parts.nodes.get(value), value) : h("span", { class: "literal", text: dated ? day(value) : label || value });
  const row = h("li", { class: `fact ${NAMING.has(predicate) ? "naming" : ""} ${reviewed === "rejected" || reviewed === "corrected" ? "judged" : ""}`, "data-fact": id, "data-number": number },
    h("button", { class: "show", "aria-label": `Show the words that say: ${termLabel(predicate)}`, title: `Confidence ${percent(confidence)}, read by ${extractor}` }, h("span", { class: "predicate", text: termLabel(predicate) })),
    h("span", {}, shown, reviewed ? h("span", { class: `chip ${reviewed === "accepted" ? "good" : "warn"}`, text: reviewed, title: "Somebody decided so; see decisions.jsonl" }) : null), meter(confidence), parts.judge ? parts.judge.fact(id) : null);
  return row;
}

function meter(value: number): HTMLElement {
  const inner = h("i", {});
  inner.style.width = `${Math.round(value * 100)}%`;
  return h("span", { class: "meter", role: "img", "aria-label": `confidence ${percent(value)}`, title: `confidence ${percent(value)}` }, inner);
}

// -- together ------------------------------------------------------------------------------------

function wire(text: HTMLElement, side: HTMLElement, { article }: Parts): void {
  const atoms = [...text.querySelectorAll<HTMLElement>(".atom")];
  const rows = [...side.querySelectorAll<HTMLElement>("[data-number]")];
  const ranges = (number: number): [number, number][] => article.pool.facts[number]![3].map((e) => [article.pool.evidence[e]![1], article.pool.evidence[e]![2]]);
  const light = (number: number | null): void => {
    const lit = number === null ? [] : ranges(number);
    for (const a of atoms) a.classList.toggle("lit", lit.some(([f, t]) => Number(a.dataset["start"]) >= f && Number(a.dataset["end"]) <= t));
    for (const r of rows) r.classList.toggle("lit", number !== null && r.dataset["number"] === String(number));
  };
  for (const r of rows) {
    r.addEventListener("mouseenter", () => light(Number(r.dataset["number"])));
    r.addEventListener("mouseleave", () => light(null));
    r.addEventListener("focusin", () => light(Number(r.dataset["number"])));
    r.querySelector(".show")!.addEventListener("click", () => flash(text, side, r.dataset["fact"]!));
  }
  text.addEventListener("mouseover", (event) => {
    const found = (event.target as Element).closest<HTMLElement>("[data-mention]");
    const refs = new Set(found?.dataset["refs"]?.split(" ") ?? []);
    for (const section of side.querySelectorAll<HTMLElement>("[data-subject]")) section.classList.toggle("lit", refs.has(section.dataset["subject"]!));
    for (const m of text.querySelectorAll<HTMLElement>(".mention")) m.classList.toggle("same", refs.size > 0 && m.dataset["refs"]!.split(" ").some((r) => refs.has(r)));
  });
  text.addEventListener("mouseleave", () => { for (const e of [...side.querySelectorAll(".lit"), ...text.querySelectorAll(".same")]) e.classList.remove("lit", "same"); });
}

/** Scroll to a fact's words and let them flash; the fact is marked beside them. */
function flash(text: HTMLElement, side: HTMLElement, fact: string): void {
  const row = side.querySelector<HTMLElement>(`[data-fact="${CSS.escape(fact)}"]`);
  if (!row) return;
  if (row.classList.contains("naming")) side.classList.add("with-names");
  row.dispatchEvent(new Event("mouseenter"));
  const lit = [...text.querySelectorAll<HTMLElement>(".atom.lit")];
  const calm = matchMedia("(prefers-reduced-motion: reduce)").matches;
  lit[0]?.scrollIntoView({ block: "center", behavior: calm ? "auto" : "smooth" });
  row.scrollIntoView({ block: "nearest" });
  for (const a of lit) { a.classList.remove("flash"); void a.offsetWidth; a.classList.add("flash"); }
  for (const r of side.querySelectorAll(".chosen")) r.classList.remove("chosen");
  row.classList.add("chosen");
}

export { byline };
