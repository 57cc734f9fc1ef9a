/** What is known of one thing or event, each line with the words that say it. */
import { count, h, type Child } from "./dom";
import type { Card, Door, Item, Line } from "./door";
import { classLabel, mark } from "./glyph";
import { link } from "./state";
import { day, entityLink, evidence, heading } from "./words";

const ORDER = ["kg:edtf", "kg:start", "kg:end", "kg:asOf", "rdf:type"];
const WHEN: Record<string, true> = { "kg:edtf": true, "kg:start": true, "kg:end": true, "kg:asOf": true, "kg:proposedEdtf": true };

export function cardView(card: Card, options: { page?: string; level?: "h1" | "h2"; actions?: Child[] } = {}): HTMLElement {
  const nodes = new Map(card.nodes.map((n) => [n.id, n]));
  const self = nodes.get(card.id)!;
  const made = h("article", { class: "card", "aria-label": self.label });
  made.append(head(self, options.level ?? "h2"));
  if (options.actions?.length) made.append(h("div", { class: "actions" }, ...options.actions));
  const groups = new Map<string, Child[]>();
  const rank = (p: string): number => (ORDER.includes(p) ? ORDER.indexOf(p) : ORDER.length);
  const said = new Set(card.lines.filter((l) => l[5].length).map((l) => heading(l[0], l[1])));
  const derived = (l: Line): number => (said.has(heading(l[0], l[1])) ? 0 : 1); // what follows by a rule comes last
  const lines = [...card.lines].sort((a, b) => derived(a) - derived(b) || a[1] - b[1] || rank(a[0]) - rank(b[0]));
  for (const [predicate, inverse, value, label, isNode, facts] of lines) {
    const key = heading(predicate, inverse);
    const node = nodes.get(value);
    const shown = isNode ? entityLink(node, value, options.page) : h("span", { text: WHEN[predicate] ? day(value) : label || value, title: WHEN[predicate] ? `EDTF ${value}` : undefined });
    const when = isNode && node?.kind === "event" && node.edtf ? h("span", { class: "quiet", text: ` ${day(node.edtf)}` }) : null;
    if (!groups.has(key)) groups.set(key, []);
    groups.get(key)!.push(h("dd", {}, h("div", { class: "value" }, shown, when), evidence(facts, card.pool)));
  }
  const list = h("dl", {});
  for (const [key, values] of groups) list.append(h("div", { class: "group" }, h("dt", {}, key, values.length > 1 ? h("span", { class: "quiet", text: ` ${values.length}` }) : null), ...values));
  made.append(card.lines.length ? list : h("p", { class: "quiet", text: "It is named, and nothing else is said of it." }));
  return made;
}

function head(self: Item, level: "h1" | "h2"): HTMLElement {
  const facts = [
    self.names?.length ? h("p", { class: "also", text: `also ${self.names.slice(0, 6).join(", ")}${self.names.length > 6 ? " …" : ""}` }) : null,
    self.kind === "event" ? h("p", { class: "when", text: self.edtf ? day(self.edtf) : "No date is given in any article." }) : null,
  ];
  const badges = h("p", { class: "badges" },
    h("span", { class: "chip" }, mark(self.cls), classLabel(self.cls)),
    self.sources ? h("span", { class: "chip", text: self.sources === 1 ? "1 publisher" : `${self.sources} publishers`, title: "How many publishers report it" }) : null,
    self.disputed ? h("a", { class: "chip warn", href: link("disagreements"), text: "sources disagree" }) : null);
  return h("header", {}, h(level, { text: self.label }), badges, ...facts);
}

/** The page of one entity: card, neighbours, its days, its mentions by article. */
export async function entityPage(door: Door, id: string): Promise<HTMLElement> {
  const card = await door.card(id);
  const self = card.nodes.find((n) => n.id === id)!;
  const nodes = new Map(card.nodes.map((n) => [n.id, n]));
  const events = [...new Set(card.lines.filter((l) => l[4] && nodes.get(l[2])?.kind === "event").map((l) => l[2]))].map((n) => nodes.get(n)!).sort((a, b) => ((a.from ?? "9") < (b.from ?? "9") ? -1 : 1));
  const articles = new Map<number, number>();
  for (const line of card.lines) for (const f of line[5]) for (const e of card.pool.facts[f]![3]) articles.set(card.pool.evidence[e]![0], (articles.get(card.pool.evidence[e]![0]) ?? 0) + 1);
  const near = [...nodes.values()].filter((n) => n.id !== id && n.kind === "thing").sort((a, b) => b.degree - a.degree).slice(0, 12);
  const aside = h("div", { class: "beside" },
    events.length ? section("Events", h("ol", { class: "days" }, ...events.map((e) => h("li", {}, h("span", { class: "date", text: e.edtf ? day(e.edtf) : "no date" }), entityLink(e, e.id))))) : null,
    section("Told in", h("ul", { class: "plain" }, ...[...articles].sort((a, b) => b[1] - a[1]).map(([a, n]) => {
      const source = card.pool.articles[a]!;
      return h("li", {}, h("a", { href: link("article", source.id), text: source.title }), h("span", { class: "quiet", text: ` ${source.publisher || "unknown publisher"} · ${count(n, "quotation")}` }));
    }))),
    near.length && self.kind === "thing" ? section("Linked with", h("ul", { class: "plain" }, ...near.map((n) => h("li", {}, entityLink(n, n.id))))) : null);
  const explore = h("a", { class: "button", href: link("explore", "", { f: id }), text: "Show in the graph" });
  return h("div", { class: "page two" }, cardView(card, { level: "h1", actions: [explore, rdfLink(door, self)] }), aside);
}

function rdfLink(door: Door, self: Item): Child {
  if (!door.served) return null;
  return h("span", { class: "quiet small-links" }, h("a", { href: `${location.origin}/id/${encodeURIComponent(self.id)}?format=ttl`, text: "Turtle" }), " · ", h("a", { href: `${location.origin}/id/${encodeURIComponent(self.id)}?format=jsonld`, text: "JSON-LD" }));
}

export const section = (title: string, ...content: Child[]): HTMLElement => h("section", {}, h("h2", { text: title }), ...content);
