/** The one door to the data: embedded in the page, or asked of ``/api``. Rows are described in ``data.py``. */

export interface Item { id: string; label: string; cls: string; kind: string; degree: number; names?: string[]; edtf?: string; from?: string; to?: string; sources?: number; disputed?: boolean; x?: number; y?: number }
export type Link = [string, string, string, number, number[]];
export type Line = [predicate: string, inverse: number, value: string, label: string, isNode: number, facts: number[]];
export type Fact = [id: string, confidence: number, extractor: string, evidence: number[]];
export type Quote = [article: number, start: number, end: number, words: string];
export interface Source { id: string; title: string; published: string; publisher: string; url: string }
export interface Pool { facts: Fact[]; evidence: Quote[]; articles: Source[] }
export interface Head extends Source { section: string; facts: number; mentions: number }
export interface ClassInfo { label: string; colour: string; shape: string; kind: string; about: string }
export interface Start { title: string; publisher: string; licence: string; base: string; most: number; texts: boolean; classes: Record<string, ClassInfo>; properties: Record<string, string>; linked: string[]; publishers: string[] }
export interface Slice { nodes: Item[]; links: Link[]; left: number; path?: string[] }
export interface Card { id: string; lines: Line[]; nodes: Item[]; pool: Pool }
export interface Found { found: number; ids: string[]; nodes: Item[]; articles: Head[] }
export type Mention = [start: number, end: number, kind: string, rule: string, refs: string[], title: string];
export type ArticleFact = [subject: string, predicate: string, value: string, label: string, isNode: number, fact: number, reviewed: string];
export interface Article { head: Head; text: string; segments: [string, number | string, number?][]; mentions: Mention[]; facts: ArticleFact[]; nodes: Item[]; pool: Pool }
export interface Question { name: string; title: string; example: string; description?: string; text?: string; parameters?: { name: string; type: string; about: string; default: string | null }[] }
export interface Overview { counts: [string, number][]; articles: number; facts: number; newest: Head[]; top: string[]; nodes: Item[]; months: [string, number, number][]; questions: Question[] }
export interface Checks { findings: Record<string, number>; quarantined: number; disagreements: number }
export interface Timeline { events: [string, string[]][]; tenures: string[][]; nodes: Item[] }
export interface Disagreements { rows: [string, string, [string, string, number, number[], string][]][]; nodes: Item[]; pool: Pool }
export interface Quality { findings: [string, string, string, string, string, string, number[]][]; shapes: [string, string, number][]; quarantine: Record<string, string & string[]>[]; undated: string[]; set_aside: { source: string; reason: string; line: number | null }[]; kept: number; facts: number; nodes: Item[]; pool: Pool }
export interface Doubt { id: string; label: string; quote: string; article: string; rule: string; confidence: number }
export interface Pair { id: string; one: string; two: string; score: number; rule: string; for: string[]; against: string[] }

export interface Door {
  served: boolean;
  start(): Promise<Start>;
  overview(): Promise<Overview>;
  checks(): Promise<Checks>;
  search(words: string, limit?: number): Promise<Found>;
  neighbourhood(ids: string[]): Promise<Slice>;
  path(from: string, to: string): Promise<Slice>;
  card(id: string): Promise<Card>;
  articles(): Promise<Head[]>;
  article(id: string): Promise<Article>;
  timeline(): Promise<Timeline>;
  disagreements(): Promise<Disagreements>;
  quality(): Promise<Quality>;
  /** What only a server has: questions, review, decisions. */
  get<T>(path: string): Promise<T>;
  post<T>(path: string, body: unknown): Promise<T>;
}

export interface Whole {
  start: Start; overview: Overview; checks: Checks; nodes: Item[]; links: Link[]; cards: Record<string, Line[]>; pool: Pool; articles: Head[];
  texts: Record<string, Omit<Article, "nodes" | "pool">>; timeline: Timeline; disagreements: Disagreements; quality: Quality;
}

export class Missing extends Error {}

const FOLDED: Record<string, string> = { ø: "o", ł: "l", đ: "d", ð: "d", þ: "th", æ: "ae", œ: "oe", ß: "ss", ı: "i", "'": "", "’": "", "‘": "", "ʼ": "" };

/** Text as search compares it: the same as ``fold`` in ``tables.py``. */
export function fold(text: string): string {
  const bare = text.normalize("NFKD").replace(/\p{Mn}/gu, "").toLowerCase();
  return bare.replace(/[øłđðþæœßı'’‘ʼ]/g, (c) => FOLDED[c] ?? c).split(/\s+/).filter(Boolean).join(" ");
}

const compare = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);
const KINDS = ["thing", "event", "position", "role", "statement", "proposition"];
const FIRST = 150;

export function embedded(whole: Whole): Door {
  const nodes = new Map(whole.nodes.map((n) => [n.id, n]));
  const near = new Map<string, number[]>(whole.nodes.map((n) => [n.id, []]));
  whole.links.forEach(([from, , to], i) => {
    near.get(from)!.push(i);
    if (to !== from) near.get(to)!.push(i);
  });
  const keys = new Map(whole.nodes.map((n) => [n.id, [...new Set([n.label, ...(n.names ?? [])].map(fold))].join("\n")]));
  const byDegree = (a: string, b: string): number => nodes.get(b)!.degree - nodes.get(a)!.degree || compare(a, b);
  const rows = (ids: Iterable<string>): Item[] => [...new Set(ids)].filter((n) => nodes.has(n)).sort(compare).map((n) => nodes.get(n)!);
  const neighbours = (id: string): string[] => {
    const found = new Set(near.get(id)!.map((i) => (whole.links[i]![0] === id ? whole.links[i]![2] : whole.links[i]![0])));
    found.delete(id);
    return [...found].sort(byDegree);
  };
  const slice = (chosen: Iterable<string>, left = 0): Slice => {
    const inside = new Set(chosen);
    const numbers = [...new Set([...inside].flatMap((n) => near.get(n)!))].sort((a, b) => a - b);
    return { nodes: rows(inside), links: numbers.map((i) => whole.links[i]!).filter(([a, , b]) => inside.has(a) && inside.has(b)), left };
  };
  const rank = (id: string, all: string): (number | string)[] => {
    const names = keys.get(id)!.split("\n");
    const fit = names.includes(all) ? 0 : names.some((n) => n.startsWith(all)) ? 1 : 2;
    return [fit, KINDS.indexOf(nodes.get(id)!.kind), -nodes.get(id)!.degree, names[0]!, id];
  };
  const known = <T>(found: T | undefined, id: string): T => {
    if (found === undefined) throw new Missing(`Nothing here is called “${id}”.`);
    return found;
  };
  return {
    served: false,
    start: async () => whole.start,
    overview: async () => whole.overview,
    checks: async () => whole.checks,
    search: async (words, limit = 20) => {
      const wanted = fold(words).split(" ").filter(Boolean);
      const all = wanted.join(" ");
      const found = wanted.length ? [...keys].filter(([, key]) => wanted.every((w) => key.includes(w))).map(([id]) => id) : [];
      const ranked = found.map((id) => rank(id, all)).sort((a, b) => a.map((x, i) => (typeof x === "number" ? x - (b[i] as number) : compare(x, b[i] as string))).find(Boolean) ?? 0);
      const ids = ranked.slice(0, limit).map((r) => r[4] as string);
      const papers = [...whole.articles].sort((a, b) => compare(a.id, b.id)).filter((a) => wanted.length && wanted.every((w) => fold(a.title).includes(w)));
      return { found: found.length, ids, nodes: rows(ids), articles: papers.slice(0, 5) };
    },
    neighbourhood: async (ids) => {
      const wanted = [...new Set(ids)].filter((n) => nodes.has(n));
      const chosen = new Set(wanted);
      if (!ids.length) {
        const drawn = whole.nodes.filter((n) => ["thing", "event"].includes(n.kind) && n.x !== undefined).map((n) => n.id);
        for (const id of drawn.sort(byDegree).slice(0, FIRST)) chosen.add(id);
      }
      let left = 0;
      for (const id of wanted) for (const other of neighbours(id)) if (!chosen.has(other) && chosen.size >= whole.start.most) left++; else chosen.add(other);
      return slice(chosen, left);
    },
    path: async (from, to) => {
      const before = new Map<string, string>([[from, ""]]);
      let queue = nodes.has(from) && nodes.has(to) ? [from] : [];
      while (queue.length && !before.has(to)) {
        const following: string[] = [];
        for (const id of queue) for (const other of neighbours(id).sort(compare)) if (!before.has(other)) {
          before.set(other, id);
          following.push(other);
        }
        queue = following;
      }
      const steps = before.has(to) ? [to] : [];
      while (steps.length && before.get(steps.at(-1)!)) steps.push(before.get(steps.at(-1)!)!);
      return { ...slice(steps.filter((n) => nodes.has(n))), path: steps.reverse() };
    },
    card: async (id) => {
      const lines = known(whole.cards[id], id);
      return { id, lines, nodes: rows([id, ...lines.filter((l) => l[4]).map((l) => l[2])]), pool: whole.pool };
    },
    articles: async () => whole.articles,
    article: async (id) => {
      const found = known(whole.texts[id], id);
      const named = [...found.facts.flatMap((f) => (f[4] ? [f[0], f[2]] : [f[0]])), ...found.mentions.flatMap((m) => m[4])];
      return { ...found, nodes: rows(named), pool: whole.pool };
    },
    timeline: async () => whole.timeline,
    disagreements: async () => whole.disagreements,
    quality: async () => whole.quality,
    get: async (path) => { throw new Missing(`${path} needs a server.`); },
    post: async (path) => { throw new Missing(`${path} needs a server.`); },
  };
}

export class Refused extends Error {
  constructor(readonly status: number, message: string, readonly help = "") { super(message); }
}

/** How often to come again to a server that is busy. */
const PATIENCE = 10;

export function served(): Door {
  const kept = new Map<string, Promise<unknown>>();
  const ask = async <T>(path: string, body?: unknown, tries = 0): Promise<T> => {
    const answer = await fetch(`/api/${path}`, body === undefined ? {} : { method: "POST", headers: { "Content-Type": "application/json" }, body: JSON.stringify(body) });
    const data: unknown = await answer.json().catch(() => ({}));
    const said = data as { detail?: string; title?: string; help?: string; type?: string };
    if (answer.status === 503 && said.type?.endsWith("#busy") && tries < PATIENCE) { // a large graph is being prepared
      await new Promise((done) => setTimeout(done, 1000 * Number(answer.headers.get("Retry-After") ?? 2)));
      return ask(path, body, tries + 1);
    }
    if (answer.status === 404) throw new Missing(said.detail ?? "There is no such thing in this graph.");
    if (!answer.ok) throw new Refused(answer.status, said.detail ?? said.title ?? answer.statusText, said.help);
    return data as T;
  };
  const get = <T>(path: string): Promise<T> => {
    if (!kept.has(path)) {
      if (kept.size > 300) kept.clear();
      const asked = ask<T>(path);
      kept.set(path, asked);
      asked.catch(() => kept.delete(path));
    }
    return kept.get(path) as Promise<T>;
  };
  const q = (values: string[][]): string => new URLSearchParams(values).toString();
  return {
    served: true,
    start: () => get("start"),
    overview: () => get("overview"),
    checks: () => get("checks"),
    search: (words, limit = 20) => get(`search?${q([["q", words], ["limit", String(limit)]])}`),
    neighbourhood: (ids) => get(`neighbourhood?${q(ids.map((id) => ["id", id]))}`),
    path: (from, to) => get(`path?${q([["from", from], ["to", to]])}`),
    card: (id) => get(`card/${encodeURIComponent(id)}`),
    articles: async () => (await get<{ articles: Head[] }>("articles")).articles,
    article: (id) => get(`article/${encodeURIComponent(id)}`),
    timeline: () => get("timeline"),
    disagreements: () => get("disagreements"),
    quality: () => get("quality"),
    get: (path) => ask(path),
    post: async (path, body) => { const made = await ask<never>(path, body); kept.clear(); return made; },
  };
}
