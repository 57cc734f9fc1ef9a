/** What is worth a person's look. Two cards and what speaks for and against their being one: M merges, K keeps apart.
 * A fact and its words: A accepts, W is wrong. S skips, U undoes. */
import { cardView } from "./card";
import { count, empty, h } from "./dom";
import type { Doubt, Door, Pair } from "./door";
import { percent } from "./words";

interface Worklist { pairs: Pair[]; facts: Doubt[]; more: number; decisions: { id: string; verdict: string; undoes?: string; fact?: { id: string } }[] }

export async function reviewPage(door: Door): Promise<HTMLElement> {
  const work = await door.get<Worklist>("review");
  const box = h("div", { class: "page wide" });
  const body = h("div", { class: "page-body" });
  const status = h("p", { class: "quiet", role: "status" });
  const skipped = new Set<string>();
  const taken: { id: string; decision: string | null }[] = [];
  const done = decided(work);
  let turn = 0;
  const all: (Pair | Doubt)[] = [...work.pairs, ...work.facts];
  const rest = (): (Pair | Doubt)[] => all.filter((p) => !done.has(p.id) && !skipped.has(p.id));

  const settle = async (verdict: string, said: string): Promise<void> => {
    const item = rest()[0];
    if (!item || ("one" in item) !== (verdict === "same" || verdict === "different")) return;
    try {
      const kept = await door.post<{ decision: { id: string } }>("decisions", { verdict, ...("one" in item ? { things: [item.one, item.two] } : { fact: item.id }) });
      taken.push({ id: item.id, decision: kept.decision.id });
      done.add(item.id);
      await draw(said);
    } catch (error) {
      status.textContent = error instanceof Error ? error.message : String(error);
    }
  };
  const skip = async (): Promise<void> => { const item = rest()[0]; if (!item) return; skipped.add(item.id); taken.push({ id: item.id, decision: null }); await draw("Skipped"); };
  const undo = async (): Promise<void> => {
    const last = taken.pop();
    if (!last) { status.textContent = "There is nothing to undo."; return; }
    if (last.decision) await door.post("decisions", { verdict: "undo", undoes: last.decision });
    done.delete(last.id);
    skipped.delete(last.id);
    await draw("Undone");
  };

  const draw = async (said = ""): Promise<void> => {
    const mine = ++turn;
    const left = rest();
    const pair = left[0];
    const pairs = left.filter((p) => "one" in p).length;
    status.textContent = [said, pairs ? `${count(pairs, "pair")} to look at` : "", left.length > pairs ? `${count(left.length - pairs + work.more, "fact")} in doubt` : ""].filter(Boolean).join(" · ");
    if (!pair) {
      body.replaceChildren(empty(all.length ? "All looked at" : "Nothing is in doubt", "Decisions are kept in decisions.jsonl and count from the next build on.", taken.length ? h("button", { text: "Undo the last", onclick: () => void undo() }) : null));
      return;
    }
    const buttons = (...own: HTMLElement[]): HTMLElement => h("div", { class: "verdicts", role: "group", "aria-label": "Decide" }, ...own,
      h("button", { onclick: () => void skip() }, "Skip ", h("kbd", { text: "S" })),
      h("button", { onclick: () => void undo(), disabled: !taken.length }, "Undo ", h("kbd", { text: "U" })));
    if (!("one" in pair)) {
      body.replaceChildren(
        h("p", {}, h("span", { class: "chip", text: `confidence ${percent(pair.confidence)}` }), h("span", { class: "quiet", text: ` read by the rule: ${pair.rule}` })),
        h("article", { class: "dispute" }, h("h2", { text: pair.label }), h("blockquote", {}, h("p", { text: `“${pair.quote}”` }), h("footer", { class: "quiet", text: pair.article }))),
        buttons(h("button", { class: "primary", onclick: () => void settle("accept", "Accepted") }, "The words say so ", h("kbd", { text: "A" })), h("button", { onclick: () => void settle("reject", "Rejected") }, "They do not ", h("kbd", { text: "W" }))));
      return;
    }
    const [one, two] = await Promise.all([door.card(pair.one), door.card(pair.two)]);
    if (mine !== turn) return;
    const reasons = (title: string, all: string[]): HTMLElement => h("div", {}, h("h3", { text: title }), all.length ? h("ul", {}, ...all.map((r) => h("li", { text: r }))) : h("p", { class: "quiet", text: "Nothing is known that does." }));
    body.replaceChildren(
      h("p", {}, h("span", { class: "chip", text: `likeness ${percent(pair.score)}` }), h("span", { class: "quiet", text: ` asked because of: ${pair.rule.replaceAll("-", " ")}` })),
      h("div", { class: "reasons" }, reasons("Speaks for one thing", pair.for), reasons("Speaks for two", pair.against)),
      h("div", { class: "pair" }, cardView(one), cardView(two)),
      buttons(h("button", { class: "primary", onclick: () => void settle("same", "Merged") }, "Merge ", h("kbd", { text: "M" })), h("button", { onclick: () => void settle("different", "Kept apart") }, "Keep apart ", h("kbd", { text: "K" }))));
  };

  const keys = (event: KeyboardEvent): void => {
    if (!box.isConnected) { removeEventListener("keydown", keys); return; }
    if (event.ctrlKey || event.metaKey || event.altKey || (event.target as Element).closest("input, textarea, select")) return;
    const step = { m: () => settle("same", "Merged"), k: () => settle("different", "Kept apart"), a: () => settle("accept", "Accepted"), w: () => settle("reject", "Rejected"), s: skip, u: undo }[event.key.toLowerCase()];
    if (step) { event.preventDefault(); void step(); }
  };
  addEventListener("keydown", keys);
  box.append(h("h1", { text: "Review" }), h("p", { class: "lead", text: "Are these two the same? Do the words say this? A decision is one line in decisions.jsonl; it changes nothing in the articles and can be undone." }), status, body);
  await draw();
  return box;
}

/** The facts that the list of decisions has settled already; of pairs the server sends those in doubt only. */
function decided(work: Worklist): Set<string> {
  const undone = new Set(work.decisions.map((d) => d.undoes));
  const found = new Set<string>();
  for (const d of work.decisions) if (!undone.has(d.id) && d.fact) found.add(d.fact.id);
  return found;
}
