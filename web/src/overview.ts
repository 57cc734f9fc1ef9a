/** The first page: what is in this graph, and where to begin. */
import { capital, count, h, s } from "./dom";
import type { Checks, Door, Head } from "./door";
import { classLabel, mark } from "./glyph";
import { link } from "./state";
import { day, entityLink } from "./words";
import { section } from "./card";

export async function overviewPage(door: Door): Promise<HTMLElement> {
  const [start, found] = await Promise.all([door.start(), door.overview()]);
  const nodes = new Map(found.nodes.map((n) => [n.id, n]));
  const total = found.counts.reduce((sum, [, n]) => sum + n, 0);
  const tile = (n: number | null, words: string, to: string, kind = "") => h("a", { class: `tile ${kind}`, href: to }, h("strong", { text: n === null ? "…" : n.toLocaleString("en-GB") }), h("span", { text: words }));
  const own = [tile(total, "people, bodies, events, statements", link("explore")), tile(found.articles, "articles", link("articles"))];
  const tiles = h("div", { class: "tiles" }, ...own, ...checked(null));
  // Looking at the whole graph takes longer than drawing this page.
  void door.checks().then((c) => tiles.replaceChildren(...own, ...checked(c)), () => tiles.replaceChildren(...own, tile(null, "not checked: see Quality", link("quality"))));
  function checked(c: Checks | null): HTMLElement[] {
    const [violations, warnings] = [c?.findings["Violation"] ?? null, c?.findings["Warning"] ?? null];
    return [
      tile(c?.disagreements ?? null, c?.disagreements === 1 ? "disagreement between sources" : "disagreements between sources", link("disagreements")),
      tile(violations, violations === 1 ? "violation" : "violations", link("quality"), c === null ? "" : violations ? "bad" : "good"),
      tile(warnings, "warnings: possible, but not complete", link("quality"), "")];
  }
  const most = Math.max(1, ...found.counts.map(([, n]) => n));
  const bars = h("ul", { class: "bars" }, ...found.counts.map(([cls, n]) => {
    const bar = h("span", { class: "bar" });
    bar.style.width = `${(100 * n) / most}%`;
    return h("li", {}, h("span", { class: "name" }, mark(cls), capital(classLabel(cls))), h("span", { class: "track" }, bar), h("span", { class: "n", text: n }));
  }));
  return h("div", { class: "page" },
    h("div", { class: "hero" }, h("h1", { text: start.title === "kgraph" ? "What the articles say" : start.title }),
      h("p", { class: "lead", text: `${count(found.articles, "article")}, ${count(found.facts, "fact")}; each with the words that say it.` })),
    tiles,
    h("div", { class: "columns" },
      h("div", { class: "column-of" }, section("Best connected", h("ul", { class: "plain big" }, ...found.top.map((id) => h("li", {}, entityLink(nodes.get(id), id), h("span", { class: "quiet", text: ` ${count(nodes.get(id)?.degree ?? 0, "link")}` })))))),
      h("div", { class: "column-of" }, section("Newest articles", articleList(found.newest)), section("Coverage by month", months(found.months), monthTable(found.months)))),
    section("What there is", bars),
    section("Questions", h("ul", { class: "plain questions" }, ...found.questions.map((q) => h("li", {}, door.served ? h("a", { href: link("query", q.name), text: q.title }) : h("span", {}, q.title, h("code", { class: "quiet", text: q.example })))))));
}

export function articleList(articles: Head[]): HTMLElement {
  return h("ul", { class: "plain articles" }, ...articles.map((a) => h("li", {}, h("a", { href: link("article", a.id), text: a.title }), h("span", { class: "quiet", text: [a.publisher, a.published ? day(a.published) : "no date", count(a.facts, "fact")].filter(Boolean).join(" · ") }))));
}

/** Every month from the first to the last; those without anything are gaps people should see. */
function months(rows: [string, number, number][]): Element {
  if (!rows.length) return h("p", { class: "quiet", text: "No article or event has a month." });
  const index = (m: string): number => Number(m.slice(0, 4)) * 12 + Number(m.slice(5)) - 1;
  const first = index(rows[0]![0]);
  const span = index(rows.at(-1)![0]) - first + 1;
  const most = Math.max(...rows.map((r) => Math.max(r[1], r[2])));
  const [w, tall] = [480, 70];
  const step = w / span;
  const picture = s("svg", { viewBox: `0 0 ${w} ${tall * 2 + 26}`, class: "months", role: "img", "aria-label": "Articles published and events reported, by month; the table below has the figures" });
  for (const [month, articles, events] of rows) {
    const x = (index(month) - first) * step;
    const bar = (n: number, up: boolean, cls: string): void => {
      if (n) picture.append(s("rect", { x, y: up ? tall - (n / most) * tall : tall + 22, width: Math.max(2, step - 1), height: (n / most) * tall, class: cls }, s("title", { text: `${month}: ${n} ${cls}` })));
    };
    bar(articles, true, "articles");
    bar(events, false, "events");
  }
  for (let y = Math.ceil(first / 12); y * 12 < first + span; y++) {
    const x = (y * 12 - first) * step;
    if (span < 150 || y % 5 === 0) picture.append(s("text", { x, y: tall + 15, text: y }));
  }
  return h("figure", {}, picture, h("figcaption", { class: "quiet" }, "Above the line articles by day of publication, below it events by the month they happened in."));
}

function monthTable(rows: [string, number, number][]): HTMLElement {
  return h("details", { class: "twin" }, h("summary", { text: "As table" }), h("table", {}, h("thead", {}, h("tr", {}, ...["Month", "Articles", "Events"].map((t) => h("th", { scope: "col", text: t })))), h("tbody", {}, ...rows.map((r) => h("tr", {}, ...r.map((v) => h("td", { text: v })))))));
}
