/** Decisions taken beside the text: right, wrong, correct; merge and split. Each is one line of decisions.jsonl. */
import { h } from "./dom";
import type { Door, Item } from "./door";
import type { Judge } from "./judge";
import { finder } from "./search";
import { here } from "./state";

interface Kept { decision: { id: string; verdict: string }; note: string }
interface Decided { decisions: { id: string; verdict: string; undoes?: string; fact?: { id: string } }[] }

/** Verdicts in force, by the id of the fact they are about. */
async function before(door: Door): Promise<Map<string, string>> {
  const { decisions } = await door.get<Decided>("decisions").catch(() => ({ decisions: [] }) as Decided);
  const undone = new Set(decisions.map((d) => d.undoes));
  return new Map(decisions.filter((d) => d.fact && !undone.has(d.id)).map((d) => [d.fact!.id, d.verdict]));
}

export async function make(door: Door): Promise<Judge> {
  const known = await before(door);
  const panel = (label: string, fill: (box: HTMLElement, say: (text: string, bad?: boolean) => void, post: (body: object) => Promise<boolean>) => void): HTMLElement => {
    const status = h("p", { class: "quiet", role: "status" });
    const say = (text: string, bad = false): void => { status.textContent = text; status.className = bad ? "chip bad" : "quiet"; };
    const box = h("div", {});
    const made = h("details", { class: "judge" }, h("summary", { "aria-label": label, title: label, text: "⋯" }), box);
    const post = async (body: object): Promise<boolean> => {
      try {
        const kept = await door.post<Kept>("decisions", body);
        const undo = h("button", { class: "small", text: "Undo", onclick: () => { void door.post<Kept>("decisions", { verdict: "undo", undoes: kept.decision.id }).then((k) => { say(k.note); made.closest(".fact")?.classList.remove("judged"); undo.remove(); }, (e: Error) => say(e.message, true)); } });
        say(`Decided: ${kept.decision.verdict}. ${kept.note}. `);
        box.append(undo);
        return true;
      } catch (error) {
        say(error instanceof Error ? error.message : String(error), true);
        return false;
      }
    };
    made.addEventListener("toggle", () => { if (made.open && !box.childElementCount) { fill(box, say, post); box.append(status); } });
    made.addEventListener("keydown", (event) => { if (event.key === "Escape") { made.open = false; made.querySelector("summary")!.focus(); } });
    return made;
  };
  return {
    fact(id) {
      const verdict = known.get(id);
      const made = panel(verdict ? `Judge this fact (decided: ${verdict})` : "Judge this fact", (box, say, post) => {
        const value = h("input", { type: "text", "aria-label": "What would be right" });
        const mark = (ok: boolean): void => { if (ok) made.closest(".fact")?.classList.add("judged"); };
        box.append(
          h("p", { class: "quiet", text: "Do the words say this?" }),
          h("div", { class: "row" },
            h("button", { class: "small", text: "Right", onclick: () => void post({ verdict: "accept", fact: id }) }),
            h("button", { class: "small", text: "Wrong", onclick: () => void post({ verdict: "reject", fact: id }).then(mark) })),
          h("label", {}, "Or what would be right", value),
          h("button", { class: "small", text: "Correct", onclick: () => { if (value.value.trim()) void post({ verdict: "correct", fact: id, value: value.value.trim() }); else say("Write what would be right.", true); } }),
          finder(door, "or a person, body, place …", (thing) => void post({ verdict: "correct", fact: id, thing })));
      });
      if (verdict === "reject") queueMicrotask(() => made.closest(".fact")?.classList.add("judged"));
      return made;
    },
    thing(node: Item) {
      return panel(`Merge or split ${node.label}`, (box, _, post) => box.append(
        h("p", { class: "quiet", text: `${node.label} is the same as` }),
        finder(door, "Merge with …", (other) => void post({ verdict: "same", things: [node.id, other] })),
        h("p", { class: "quiet", text: "or this article means another one of that name:" }),
        h("button", { class: "small", text: "Split", onclick: () => void post({ verdict: "different", things: [node.id], article: here().id }) })));
    },
  };
}
