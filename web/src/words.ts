/** How dates, quotations and facts are put. */
import { classLabel, mark, termLabel } from "./glyph";
import { capital, h, type Child } from "./dom";
import type { Fact, Item, Pool, Quote, Source } from "./door";
import { link } from "./state";

const MONTHS = ["January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November", "December"];

/** One EDTF date in words: 2019-11-25, 2019-11, XXXX-11-25, [a..b], a/b. */
export function day(edtf: string | undefined): string {
  if (!edtf) return "no date";
  const range = /^\[?([^/.\]]*)(\/|\.\.)([^\]]*)\]?$/.exec(edtf);
  if (range) {
    const [, from, how, to] = range;
    if (!from || from === "..") return `by ${day(to)}`;
    if (!to || to === "..") return `from ${day(from)}`;
    return how === "/" ? `${day(from)} to ${day(to)}` : `some day from ${day(from)} to ${day(to)}`;
  }
  const [year = "", month, date] = edtf.replace(/[?~%]/g, "").split("-");
  const named = month && /^\d\d$/.test(month) ? MONTHS[Number(month) - 1] : "";
  const known = /^\d{4}$/.test(year) ? year : "";
  const said = [date && /^\d\d$/.test(date) ? String(Number(date)) : "", named, known].filter(Boolean).join(" ");
  return (said || edtf) + (known ? "" : said ? ", year unknown" : "") + (/[?~%]/.test(edtf) ? " (uncertain)" : "");
}

export const percent = (n: number): string => `${Math.round(n * 100)} %`;

export function entityLink(node: Item | undefined, id: string, page = "entity"): HTMLElement {
  if (!node) return h("span", { text: id });
  return h("a", { class: "thing", href: link(page, id), "data-id": id, title: classLabel(node.cls) }, mark(node.cls), h("span", { text: node.label }));
}

export const byline = (source: Source): string => [source.publisher || source.title, source.published ? day(source.published) : "no date of publication"].filter(Boolean).join(", ");

/** The words of one piece of evidence, with where they stand. */
export function quotation([number, , , words]: Quote, pool: Pool, fact: Fact): HTMLElement {
  const source = pool.articles[number]!;
  return h("blockquote", {},
    h("p", { text: `“${words}”` }),
    h("footer", {},
      h("a", { href: link("article", source.id, { fact: fact[0] }), text: byline(source), title: `Show these words in “${source.title}”` }),
      h("span", { class: "quiet", text: ` · confidence ${percent(fact[1])} · read by ${fact[2]}` })));
}

/** Evidence folded under a line: "2 sources" opens the words. */
export function evidence(facts: number[], pool: Pool, open = false): HTMLElement {
  const found = facts.map((i) => pool.facts[i]!);
  if (!found.length) return h("span", { class: "quiet derived", text: "follows by a rule", title: "No article says this in words; a rule of the ontology derives it from facts that do." });
  const seen = new Set<string>();
  const quotes: Child[] = [];
  for (const fact of found) for (const i of fact[3]) {
    const quote = pool.evidence[i]!;
    const key = `${quote[0]} ${quote[1]} ${quote[2]}`;
    if (!seen.has(key)) quotes.push(quotation(quote, pool, fact));
    seen.add(key);
  }
  return h("details", { class: "evidence", open }, h("summary", { text: `evidence ${quotes.length}`, "aria-label": `evidence ${quotes.length}: ${quotes.length === 1 ? "the words that say" : "quotations that say"} so` }), ...quotes);
}

export const heading = (predicate: string, inverse: number): string => (inverse ? `${capital(termLabel(predicate))} of` : capital(termLabel(predicate)));
