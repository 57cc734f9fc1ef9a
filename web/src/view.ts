/** What of a slice is drawn: filters, hidden kinds, events as edges, never too much. No DOM in here. */
import type { Item, Link, Slice, Start } from "./door";
import { within, type Days } from "./state";

export interface Choice {
  /** Nodes people asked for, in order: never filtered away. */
  focus: string[];
  removed: Set<string>;
  hiddenClasses: Set<string>;
  hiddenPredicates: Set<string>;
  confidence: number;
  publisher: number;
  days: Days;
  eventsAsEdges: boolean;
}

export interface Edge { key: string; from: string; to: string; labels: string[]; confidence: number; publishers: number[]; derived: boolean; event?: string; cls?: string }
export interface View { nodes: Item[]; edges: Edge[]; left: number; undated: number; filtered: number }

/** Kinds that crowd a picture and stay out of it until somebody ticks them. */
export const QUIET_KINDS = ["statement", "proposition", "role", "position"];
const SPREAD = 8;

export function view(slice: Slice, choice: Choice, start: Start, termLabel: (p: string) => string): View {
  const focus = new Set(choice.focus);
  let undated = 0;
  const allowed = new Map<string, Item>();
  for (const node of slice.nodes) {
    if (choice.removed.has(node.id)) continue;
    if (!focus.has(node.id)) {
      if (choice.hiddenClasses.has(node.cls)) continue;
      if (node.kind === "event" && !within(node.from, node.to, choice.days)) {
        if (!node.from) undated++;
        continue;
      }
    }
    allowed.set(node.id, node);
  }
  const kept = slice.links.filter(([from, predicate, to, confidence, publishers]) => allowed.has(from) && allowed.has(to) && from !== to && !choice.hiddenPredicates.has(predicate)
    && (!publishers.length || confidence >= choice.confidence) && (choice.publisher < 0 || publishers.includes(choice.publisher)));
  let edges = merge(kept, termLabel);
  if (choice.eventsAsEdges) edges = collapse(edges, allowed, focus);
  const tied = new Set(edges.flatMap((e) => [e.from, e.to]));
  let nodes = [...allowed.values()].filter((n) => focus.has(n.id) || tied.has(n.id));
  const over = nodes.length - start.most;
  if (over > 0) {
    nodes = nodes.sort((a, b) => Number(focus.has(b.id)) - Number(focus.has(a.id)) || b.degree - a.degree || (a.id < b.id ? -1 : 1)).slice(0, start.most);
    const inside = new Set(nodes.map((n) => n.id));
    edges = edges.filter((e) => inside.has(e.from) && inside.has(e.to));
  }
  nodes.sort((a, b) => (a.id < b.id ? -1 : 1));
  return { nodes, edges, left: slice.left + Math.max(0, over), undated, filtered: slice.nodes.length - nodes.length - Math.max(0, over) };
}

/** One edge for all links between two nodes. */
function merge(links: Link[], termLabel: (p: string) => string): Edge[] {
  const found = new Map<string, Edge>();
  for (const [from, predicate, to, confidence, publishers] of links) {
    const key = from < to ? `${from} ${to}` : `${to} ${from}`;
    const label = termLabel(predicate);
    const edge = found.get(key);
    if (!edge) found.set(key, { key, from, to, labels: [label], confidence, publishers: [...publishers], derived: !publishers.length });
    else {
      if (!edge.labels.includes(label)) edge.labels.push(label);
      edge.confidence = Math.max(edge.confidence, confidence);
      for (const p of publishers) if (!edge.publishers.includes(p)) edge.publishers.push(p);
      edge.derived &&= !publishers.length;
    }
  }
  return [...found.values()];
}

/** Events become edges between those who take part: the first with each other, so that many make a star. */
function collapse(edges: Edge[], nodes: Map<string, Item>, focus: Set<string>): Edge[] {
  const isEvent = (id: string): boolean => nodes.get(id)!.kind === "event" && !(focus.size === 1 && focus.has(id));
  const around = new Map<string, Edge[]>();
  const plain = new Map<string, Edge>();
  for (const edge of edges) {
    const ends = [edge.from, edge.to].filter(isEvent);
    if (!ends.length) plain.set(edge.key, edge);
    for (const event of ends) around.set(event, [...(around.get(event) ?? []), edge]);
  }
  for (const [event, own] of [...around].sort(([a], [b]) => (a < b ? -1 : 1))) {
    const ends = own.map((e) => (e.from === event ? e.to : e.from)).filter((id) => !isEvent(id)).sort((a, b) => nodes.get(b)!.degree - nodes.get(a)!.degree || (a < b ? -1 : 1));
    const node = nodes.get(event)!;
    ends.forEach((a, i) => ends.slice(i + 1).forEach((b) => {
      if (ends.length > SPREAD && i > 0) return;
      const key = a < b ? `${a} ${b}` : `${b} ${a}`;
      const before = plain.get(key);
      if (before) {
        if (!before.labels.includes(node.label)) before.labels.push(node.label);
        before.event ??= event;
      } else plain.set(key, { key, from: a, to: b, labels: [node.label], confidence: Math.max(...own.map((e) => e.confidence)), publishers: [...new Set(own.flatMap((e) => e.publishers))], derived: false, event, cls: node.cls });
    }));
  }
  return [...plain.values()];
}
