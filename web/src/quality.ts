/** What can be trusted, what cannot, and where sources contradict each other. */
import { capital, count, empty, h, table, type Child } from "./dom";
import type { Door } from "./door";
import { classLabel, mark, termLabel } from "./glyph";
import { days, within } from "./state";
import { day, entityLink, evidence } from "./words";
import { section } from "./card";

export async function qualityPage(door: Door): Promise<HTMLElement> {
  const data = await door.quality();
  const nodes = new Map(data.nodes.map((n) => [n.id, n]));
  const counts = (severity: string, shape?: string): number => data.findings.filter((f) => f[0] === severity && (!shape || f[1] === shape)).length;
  const box = h("div", { class: "page" }, h("h1", { text: "Quality" }));
  const violations = counts("Violation");
  box.append(h("p", { class: violations ? "verdict bad" : "verdict good" }, h("strong", { text: violations ? count(violations, "violation") : "The graph conforms to its shapes." }), ` ${count(data.facts, "fact")} read, ${data.kept.toLocaleString("en-GB")} kept, ${(data.facts - data.kept).toLocaleString("en-GB")} in quarantine. ${count(counts("Warning"), "warning")}: possible, but not complete.`));

  const groups = new Map<string, typeof data.findings>();
  for (const f of data.findings) { const key = `${f[0]}\n${f[1]}\n${f[2]}`; groups.set(key, [...(groups.get(key) ?? []), f]); }
  const findings = [...groups].map(([key, found]) => {
    const [severity = "", shape = "", message = ""] = key.split("\n");
    const items = found.map(([, , , focus, , value, facts]) => h("li", {}, entityLink(nodes.get(focus), focus), value ? h("span", { class: "quiet" }, " · ", nodes.has(value) ? entityLink(nodes.get(value), value) : value) : null, facts.length ? evidence(facts, data.pool) : null));
    return h("details", { class: `finding ${severity.toLowerCase()}` }, h("summary", {}, h("span", { class: `chip ${severity === "Violation" ? "bad" : "warn"}`, text: severity }), h("span", { text: message }), h("span", { class: "quiet", text: ` ${classLabel(shape)} · ${found.length}` })), h("ul", { class: "plain" }, ...items));
  });
  box.append(section("Findings", ...(findings.length ? findings : [empty("Nothing to report", "Every shape holds for every thing in the graph.")])));

  const shapes = data.shapes.map(([name, label, n]): Child[] => [h("span", {}, mark(name), " ", capital(label)), String(n), String(counts("Violation", name)), String(counts("Warning", name))]);
  box.append(section("By shape", table("Each class is its own shape", ["Shape", "Instances", "Violations", "Warnings"], shapes, "shapes.csv")));

  const out = data.quarantine.map((q): Child[] => [`${q["subject_label"] || (q["triple"]?.[0] ?? "")} — ${termLabel(q["triple"]?.[1] ?? "")} — ${q["object_label"] || (q["triple"]?.[2] ?? "")}`, String(q["message"]), `“${String(q["quote"])}”`, String(q["article"])]);
  box.append(section("Quarantine", out.length ? table("Facts kept out of the graph", ["Fact", "Why", "The words", "Article"], out, "quarantine.csv") : empty("The quarantine is empty", "No fact breaks a shape. Facts that do are kept here with the shape, its message and the words.")));

  const undated = data.undated.map((id) => h("li", {}, entityLink(nodes.get(id), id), h("span", { class: "quiet", text: nodes.get(id)?.edtf ? ` ${day(nodes.get(id)!.edtf)}` : " no date in any article" })));
  box.append(section("Events without a year", undated.length ? h("ul", { class: "plain" }, ...undated) : empty("Every event has a year", "")));
  const aside = data.set_aside.map((x): Child[] => [x.line ? `${x.source}:${x.line}` : x.source, x.reason]);
  if (aside.length) box.append(section("Set aside by the last build", table("Inputs that were not read", ["File", "Why"], aside)));
  return box;
}

export async function disagreementsPage(door: Door): Promise<HTMLElement> {
  const data = await door.disagreements();
  const nodes = new Map(data.nodes.map((n) => [n.id, n]));
  const limits = days();
  const rows = data.rows.filter(([id]) => { const n = nodes.get(id)!; return n.kind !== "event" || within(n.from, n.to, limits); });
  const box = h("div", { class: "page" }, h("h1", { text: "Disagreements" }), h("p", { class: "lead", text: "Where a thing can have one value and articles give two, or tell of one happening on days that cannot both be right. Nothing is dropped: the values stand side by side." }));
  if (!rows.length) box.append(empty(data.rows.length ? "None in these days" : "Sources do not contradict each other", data.rows.length ? "Widen the days on the timeline." : "No event or office has two dates or two values that cannot both be true. More articles on the same events may change that."));
  for (const [id, predicate, values] of rows) {
    const two = new Set(values.map((v) => v[4])).size > 1;
    const columns = values.map(([value, label, isNode, facts, of]) => {
      const publishers = [...new Set(facts.flatMap((f) => data.pool.facts[f]![3].map((e) => { const a = data.pool.articles[data.pool.evidence[e]![0]]!; return a.publisher || a.title; })))];
      const shown = isNode ? entityLink(nodes.get(value), value) : h("strong", { text: /edtf|start|end/.test(predicate) ? day(value) : label || value });
      return h("div", { class: "value-column" }, h("p", { class: "said" }, shown), h("p", { class: "quiet", text: publishers.join(", ") }), two ? h("p", {}, entityLink(nodes.get(of), of)) : null, evidence(facts, data.pool, true));
    });
    box.append(h("section", { class: "dispute" }, h("h2", {}, entityLink(nodes.get(id), id), h("span", { class: "quiet", text: ` · ${termLabel(predicate)}` })), h("div", { class: "side-by-side" }, ...columns)));
  }
  return box;
}
