/** Two cards and what speaks for and against their being one. M merges, K keeps apart, S skips, U undoes. */
import { cardView } from "./card";
import { count, empty, h } from "./dom";
import type { Door, Pair } from "./door";
import { percent } from "./words";

interface Worklist { pairs: Pair[]; more: number; decisions: { id: string; verdict: string; undoes?: string; things?: { label: string; records: string[] }[] }[] }

export async function reviewPage(door: Door): Promise<HTMLElement> {
  const work = await door.get<Worklist>("review");
  const box = h("div", { class: "page wide" });
  const body = h("div", { class: "page-body" });
  const status = h("p", { class: "quiet", role: "status" });
  const skipped = new Set<string>();
  const taken: { pair: Pair; decision: string | null }[] = [];
  const done = new Set(taken.map((t) => t.pair.id));
  let turn = 0;
  const rest = (): Pair[] => work.pairs.filter((p) => !done.has(p.id) && !skipped.has(p.id));

  const settle = async (verdict: "same" | "different"): Promise<void> => {
    const pair = rest()[0];
    if (!pair) return;
    try {
      const kept = await door.post<{ decision: { id: string } }>("decisions", { verdict, things: [pair.one, pair.two] });
      taken.push({ pair, decision: kept.decision.id });
      done.add(pair.id);
      await draw(verdict === "same" ? "Merged" : "Kept apart");
    } catch (error) {
      status.textContent = error instanceof Error ? error.message : String(error);
    }
  };
  const skip = async (): Promise<void> => { const pair = rest()[0]; if (!pair) return; skipped.add(pair.id); taken.push({ pair, decision: null }); await draw("Skipped"); };
  const undo = async (): Promise<void> => {
    const last = taken.pop();
    if (!last) { status.textContent = "There is nothing to undo."; return; }
    if (last.decision) await door.post("decisions", { verdict: "undo", undoes: last.decision });
    done.delete(last.pair.id);
    skipped.delete(last.pair.id);
    await draw("Undone");
  };

  const draw = async (said = ""): Promise<void> => {
    const mine = ++turn;
    const left = rest();
    const pair = left[0];
    status.textContent = [said, pair ? `${count(left.length + work.more, "pair")} to look at` : ""].filter(Boolean).join(" · ");
    if (!pair) {
      body.replaceChildren(empty(work.pairs.length ? "All looked at" : "No pair is in doubt", "Decisions are kept in decisions.jsonl and count from the next build on.", taken.length ? h("button", { text: "Undo the last", onclick: () => void undo() }) : null));
      return;
    }
    const [one, two] = await Promise.all([door.card(pair.one), door.card(pair.two)]);
    if (mine !== turn) return;
    const reasons = (title: string, all: string[]): HTMLElement => h("div", {}, h("h3", { text: title }), all.length ? h("ul", {}, ...all.map((r) => h("li", { text: r }))) : h("p", { class: "quiet", text: "nothing known" }));
    body.replaceChildren(
      h("p", {}, h("span", { class: "chip", text: `likeness ${percent(pair.score)}` }), h("span", { class: "quiet", text: ` asked by the rule: ${pair.rule}` })),
      h("div", { class: "reasons" }, reasons("Speaks for one thing", pair.for), reasons("Speaks for two", pair.against)),
      h("div", { class: "pair" }, cardView(one), cardView(two)),
      h("div", { class: "verdicts", role: "group", "aria-label": "Decide" },
        h("button", { class: "primary", onclick: () => void settle("same") }, "Merge ", h("kbd", { text: "M" })),
        h("button", { onclick: () => void settle("different") }, "Keep apart ", h("kbd", { text: "K" })),
        h("button", { onclick: () => void skip() }, "Skip ", h("kbd", { text: "S" })),
        h("button", { onclick: () => void undo(), disabled: !taken.length }, "Undo ", h("kbd", { text: "U" }))));
  };

  const keys = (event: KeyboardEvent): void => {
    if (!box.isConnected) { removeEventListener("keydown", keys); return; }
    if (event.ctrlKey || event.metaKey || event.altKey || (event.target as Element).closest("input, textarea, select")) return;
    const step = { m: () => settle("same"), k: () => settle("different"), s: skip, u: undo }[event.key.toLowerCase()];
    if (step) { event.preventDefault(); void step(); }
  };
  addEventListener("keydown", keys);
  box.append(h("h1", { text: "Review" }), h("p", { class: "lead", text: "Are these two the same? A decision is one line in decisions.jsonl; it changes nothing in the articles and can be undone." }), status, body);
  await draw();
  return box;
}
