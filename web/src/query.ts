/** Ask: a question of the library with its parameters, or SPARQL by hand. */
import { autocompletion, completionKeymap, type Completion, type CompletionContext, type CompletionResult } from "@codemirror/autocomplete";
import { minimalSetup } from "codemirror";
import { bracketMatching, HighlightStyle, StreamLanguage, syntaxHighlighting } from "@codemirror/language";
import { sparql } from "@codemirror/legacy-modes/mode/sparql";
import { EditorState } from "@codemirror/state";
import { EditorView, keymap, lineNumbers, placeholder } from "@codemirror/view";
import { tags } from "@lezer/highlight";
import { count, empty, h, save, table, type Child } from "./dom";
import type { Door, Item, Question, Slice } from "./door";
import { arrangeElsewhere } from "./arrange";
import { chance } from "./layout";
import { picture, sizeOf, type Picture } from "./picture";
import { finder } from "./search";
import { go, link } from "./state";
import { view } from "./view";
import { entityLink } from "./words";
import { termLabel } from "./glyph";

interface Term { name: string; label: string; about: string; kind: string }
interface Library { questions: Question[]; terms: Term[]; prefixes: Record<string, string> }
interface Cell { type: string; value: string; datatype?: string; "xml:lang"?: string }
interface Results { head: { vars?: string[] }; boolean?: boolean; results?: { bindings: Record<string, Cell>[] } }
const SHOWN = 500;
const KEYWORDS = ["SELECT", "WHERE", "OPTIONAL", "FILTER", "UNION", "BIND", "VALUES", "ORDER BY", "GROUP BY", "LIMIT", "OFFSET", "DISTINCT", "COUNT", "CONSTRUCT", "ASK", "DESCRIBE", "GRAPH", "MINUS", "EXISTS", "NOT EXISTS", "PREFIX"];
const START = "SELECT ?meeting ?date ?who WHERE {\n  ?meeting a kg:Meeting ; kg:participant/rdfs:label ?who .\n  OPTIONAL { ?meeting kg:edtf ?date }\n}\nORDER BY ?date\nLIMIT 100";

export async function queryPage(door: Door, name: string): Promise<HTMLElement> {
  const [start, library] = await Promise.all([door.start(), door.get<Library>("questions")]);
  const question = library.questions.find((q) => q.name === name);
  const host = h("div", { class: "editor" });
  const editor = edit(host, question ? (question.text ?? "").replace(/^#.*\n/gm, "") : START, library, () => void run());
  const output = h("div", { "aria-live": "polite" }, empty("No answer yet", "Run the query to see what the graph says."));
  const button = h("button", { class: "primary", onclick: () => void run() }, "Run ", h("kbd", { text: "Ctrl Enter" }));
  const stop = h("button", { text: "Stop", hidden: true });
  const status = h("p", { class: "quiet", role: "status" });
  let hidden: string[] = [];
  let image: Picture | null = null;

  const run = async (): Promise<void> => {
    const text = editor.state.doc.toString();
    const away = new AbortController();
    stop.hidden = false;
    stop.onclick = () => away.abort();
    button.disabled = true;
    image?.kill();
    image = null;
    const begun = performance.now();
    const clock = setInterval(() => { status.textContent = `asking for ${Math.round((performance.now() - begun) / 1000)} s …`; }, 1000);
    status.textContent = "asking …";
    try {
      const graph = /^(?:\s|#.*\n|PREFIX\s+\S*\s*<[^>]*>|BASE\s+<[^>]*>)*(CONSTRUCT|DESCRIBE)/i.test(text);
      const answer = await fetch("/sparql", { method: "POST", signal: away.signal, headers: { "Content-Type": "application/sparql-query", Accept: graph ? "text/turtle" : "application/sparql-results+json" }, body: text });
      const raw = await answer.text();
      const seconds = ((performance.now() - begun) / 1000).toFixed(2);
      if (!answer.ok) { status.textContent = ""; output.replaceChildren(refused(answer.status, raw)); return; }
      status.textContent = `${seconds} s`;
      if (graph) output.replaceChildren(source(raw, "answer.ttl"));
      else output.replaceChildren(shown(JSON.parse(raw) as Results, raw, text));
    } catch (error) {
      status.textContent = "";
      output.replaceChildren(away.signal.aborted ? h("p", { class: "note", text: "Stopped. The server stops a query when nobody waits for it." }) : h("p", { class: "note bad", text: `The server could not be reached: ${error instanceof Error ? error.message : String(error)}` }));
    } finally {
      clearInterval(clock);
      stop.hidden = true;
      button.disabled = false;
    }
  };

  // -- answers --------------------------------------------------------------------------------
  const shown = (found: Results, raw: string, text: string): HTMLElement => {
    if (found.boolean !== undefined) return h("p", { class: "note", text: found.boolean ? "Yes." : "No." });
    const vars = (found.head.vars ?? []).filter((v) => !hidden.includes(v));
    const seen = new Set<string>();
    const rows = found.results!.bindings.filter((b) => { const key = JSON.stringify(vars.map((v) => b[v]?.value)); return seen.has(key) ? false : Boolean(seen.add(key)); });
    status.textContent += ` · ${count(rows.length, "row")}`;
    if (!rows.length) return empty("No rows", "Nothing in the graph fits the whole pattern. Take parts away to see which one does not.");
    const body = h("div", {});
    const ids = (b: Record<string, Cell>): string[] => Object.values(b).filter((c) => c.type === "uri" && c.value.startsWith(`${start.base}id/`)).map((c) => c.value.slice(start.base.length + 3));
    const names = new Map<string, Item>();
    const views: Record<string, () => Child> = {
      Table: () => h("div", {}, rows.length > SHOWN ? h("p", { class: "quiet", text: `The first ${SHOWN} of ${rows.length} rows; the files have all.` }) : null, table(question?.title ?? "Answer", vars, rows.slice(0, SHOWN).map((b) => vars.map((v) => cell(b[v], start.base, names))))),
      Graph: () => { const box = h("div", {}); void drawGraph(box, [...new Set(rows.flatMap(ids))]); return box; },
      Raw: () => source(raw, "answer.json"),
    };
    const choose = (which: string): void => { for (const b of bar.querySelectorAll("button[aria-pressed]")) b.setAttribute("aria-pressed", String(b.textContent === which)); body.replaceChildren(views[which]!() as Node); };
    const bar = h("div", { class: "tools" }, ...Object.keys(views).map((v) => h("button", { class: "small", "aria-pressed": v === "Table", text: v, onclick: () => choose(v) })),
      h("button", { class: "small", text: "Save CSV", onclick: () => void download(text, "text/csv", "answer.csv") }), h("button", { class: "small", text: "Save JSON", onclick: () => save("answer.json", new Blob([raw], { type: "application/json" })) }));
    choose("Table");
    const things = [...new Set(rows.slice(0, SHOWN).flatMap((b) => ids(Object.fromEntries(vars.filter((v) => b[v]).map((v) => [v, b[v]!])))))];
    if (things.length) void door.get<{ nodes: Item[] }>(`nodes?${new URLSearchParams(things.map((id) => ["id", id]))}`).then(({ nodes }) => {
      for (const n of nodes) names.set(n.id, n);
      if (bar.querySelector("[aria-pressed=true]")?.textContent === "Table") choose("Table");
    }, () => undefined); // without their names they stay as they are
    return h("div", {}, bar, body);
  };

  const download = async (text: string, accept: string, file: string): Promise<void> => {
    const answer = await fetch("/sparql", { method: "POST", headers: { "Content-Type": "application/sparql-query", Accept: accept }, body: text });
    if (answer.ok) save(file, await answer.blob());
    else output.replaceChildren(refused(answer.status, await answer.text()));
  };

  const drawGraph = async (box: HTMLElement, ids: string[]): Promise<void> => {
    if (!ids.length) { box.replaceChildren(empty("Nothing to draw", "No column of the answer holds things or events of this graph. Select them by their IRIs, not only by label.")); return; }
    const slice = await door.neighbourhood(ids.slice(0, 60));
    const inside = new Set(ids);
    const kept: Slice = { ...slice, nodes: slice.nodes.filter((n) => inside.has(n.id)), links: slice.links.filter((l) => inside.has(l[0]) && inside.has(l[2])) };
    const seenView = view(kept, { focus: ids, removed: new Set(), hiddenClasses: new Set(), hiddenPredicates: new Set(), confidence: 0, publisher: -1, days: { from: "", to: "" }, eventsAsEdges: false }, start, termLabel);
    const done = await arrangeElsewhere({ placed: false, nodes: seenView.nodes.map((n) => ({ id: n.id, x: 200 * Math.cos(6.28 * chance(n.id)), y: 200 * Math.sin(6.28 * chance(n.id)), size: sizeOf(n.degree), fixed: false })), edges: seenView.edges.map((e) => [e.from, e.to]) });
    const frame = h("div", { class: "result-picture", role: "img", "aria-label": "The things and events of the answer; the table has the same" });
    box.replaceChildren(frame, h("p", { class: "quiet", text: `${count(seenView.nodes.length, "node")} of the answer${ids.length > 60 ? "; the first 60 are drawn" : ""}. ` }, h("a", { href: link("explore", "", { f: ids.slice(0, 20).join(",") }), text: "Explore from here" })));
    requestAnimationFrame(() => {
      image?.kill();
      image = picture(frame, { pick: (id) => image?.select(id), open: (id) => go("entity", id), moved: () => undefined });
      image.show(seenView, new Map(done.places.map(([id, x, y]) => [id, { x, y }])), new Set(), new Set());
    });
  };

  // -- parameters -----------------------------------------------------------------------------
  const given: Record<string, string> = {};
  const fill = async (): Promise<void> => {
    try {
      const query = new URLSearchParams(Object.entries(given).filter(([, v]) => v));
      const found = await door.get<{ text: string; hidden: string[] }>(`question/${encodeURIComponent(name)}?${query.toString()}`);
      hidden = found.hidden;
      editor.dispatch({ changes: { from: 0, to: editor.state.doc.length, insert: found.text } });
      problem.textContent = "";
    } catch (error) { problem.textContent = error instanceof Error ? error.message : String(error); }
  };
  const problem = h("p", { class: "quiet", role: "alert" });
  const parameters = (question?.parameters ?? []).map((p) => {
    const about = h("span", { class: "quiet", text: `${p.about}${p.default && !EDGES.includes(p.default) ? ` (if left out: ${p.default})` : ""}` });
    if (p.type === "entity") return chooser(door, p.name, about, (id) => { given[p.name] = id; void fill(); });
    const input = h("input", { type: p.type === "date" ? "date" : p.type === "number" ? "number" : "text", value: p.type === "date" ? "" : (p.default ?? ""), id: `p-${p.name}` });
    input.addEventListener("change", () => { given[p.name] = input.value; void fill(); });
    return h("label", { for: input.id }, p.name, input, about);
  });
  if (question) await fill();

  const list = h("nav", { class: "library", "aria-label": "Question library" }, h("details", { open: innerWidth > 768 }, h("summary", {}, h("h2", { text: "Questions" })), h("a", { href: link("query"), "aria-current": question ? undefined : "page", text: "SPARQL by hand" }), ...library.questions.map((q) => h("a", { href: link("query", q.name), "aria-current": q.name === name ? "page" : undefined, text: q.title }))));
  return h("div", { class: "page wide" }, h("h1", { text: "Query" }), h("div", { class: "query" }, list,
    h("div", {}, question ? h("div", {}, h("h2", { text: question.title }), h("p", { class: "quiet", text: question.description ?? "" }), parameters.length ? h("div", { class: "parameters" }, ...parameters) : null, problem) : null,
      host, h("div", { class: "run-row" }, button, stop, status), output)));
}

/** The days that stand for "from the beginning" and "to the end". */
const EDGES = ["0001-01-01", "9999-12-31"];

/** A parameter that is a thing or event: searched by name, shown by name, taken away again. */
function chooser(door: Door, name: string, about: HTMLElement, choose: (id: string) => void): HTMLElement {
  const taken = h("p", { class: "taken", hidden: true });
  const find = finder(door, "any; search by name …", (id, _, label) => {
    choose(id);
    const away = h("button", { class: "small", "aria-label": `Any ${name} instead of ${label}`, text: "×", onclick: () => { choose(""); taken.hidden = true; find.hidden = false; find.querySelector("input")!.focus(); } });
    taken.replaceChildren(h("span", { text: label }), away);
    taken.hidden = false;
    find.hidden = true;
    away.focus();
  });
  return h("div", { class: "parameter", role: "group", "aria-label": name }, h("span", { class: "parameter-name", text: name }), find, taken, about);
}

function cell(found: Cell | undefined, base: string, names: Map<string, Item>): Child {
  if (!found) return "";
  if (found.type !== "uri") return found.value;
  const ids = `${base}id/`;
  if (!found.value.startsWith(ids)) return h("a", { href: found.value, text: found.value });
  const id = found.value.slice(ids.length);
  return names.has(id) ? entityLink(names.get(id), id) : h("a", { href: link("entity", id), text: id });
}

/** A timeout is said to be one: it means that nothing is known, not that there is nothing. */
function refused(status: number, raw: string): HTMLElement {
  let detail = raw.slice(0, 2000);
  try { const said = JSON.parse(raw) as { detail?: string; title?: string }; detail = said.detail ?? said.title ?? detail; } catch { /* not problem+json: shown as it is */ }
  const late = status === 503 || status === 504;
  return h("div", { class: late ? "note" : "note bad", role: "alert" }, h("strong", { text: late ? "No answer in time" : status === 400 ? "This is not a query the store understands" : `The server refused (${status})` }), h("pre", { text: detail }), late ? h("p", { text: "The query was stopped. This says nothing about the graph: narrow the pattern, add a LIMIT, or start the server with a longer --timeout." }) : null);
}

function source(text: string, file: string): HTMLElement {
  return h("div", {}, h("p", { class: "tools" }, h("button", { class: "small", text: "Save", onclick: () => save(file, new Blob([text], { type: "text/plain" })) })), h("pre", { class: "source", tabindex: 0, text }));
}

// -- editor -----------------------------------------------------------------------------------

const COLOURS = HighlightStyle.define([
  { tag: tags.keyword, color: "var(--accent)", fontWeight: "600" }, { tag: [tags.string, tags.special(tags.string)], color: "var(--warn)" }, { tag: tags.comment, color: "var(--soft)", fontStyle: "italic" },
  { tag: [tags.variableName, tags.special(tags.variableName)], color: "var(--good)" }, { tag: [tags.atom, tags.number], color: "var(--warn)" },
]);
const LOOK = EditorView.theme({
  "&": { fontSize: "13px", color: "var(--ink)" }, ".cm-content": { fontFamily: "var(--mono)", padding: "10px 0", caretColor: "var(--ink)" }, ".cm-scroller": { maxHeight: "22rem", minHeight: "9rem", overflow: "auto", fontFamily: "var(--mono)", lineHeight: "1.55" },
  ".cm-gutters": { background: "transparent", color: "var(--soft)", border: "0" }, "&.cm-focused": { outline: "2px solid var(--accent)", outlineOffset: "-2px" },
  ".cm-tooltip": { background: "var(--raised)", border: "1px solid var(--line)", borderRadius: "8px", color: "var(--ink)" }, ".cm-tooltip-autocomplete > ul > li[aria-selected]": { background: "var(--accent-soft)", color: "var(--accent)" }, ".cm-completionInfo": { maxWidth: "20rem", padding: "6px 10px" },
  ".cm-cursor": { borderLeftColor: "var(--ink)" }, "&.cm-focused > .cm-scroller > .cm-selectionLayer .cm-selectionBackground, .cm-selectionBackground": { background: "var(--accent-soft)" },
});

/** Text typed over a selection. Left to do it itself, Chromium keeps the selection's look in a style attribute, which
 * the policy forbids: harmless, but an error in the console each time. */
function typedOver(event: InputEvent, editor: EditorView): boolean {
  if (event.inputType !== "insertText" || event.data === null || editor.state.selection.main.empty) return false;
  event.preventDefault();
  editor.dispatch(editor.state.replaceSelection(event.data), { userEvent: "input.type", scrollIntoView: true });
  return true;
}

/** The editor lives in a shadow tree: there its styles are style sheets of the document's making, which a strict
 * policy allows, not <style> elements, which it forbids. */
function edit(host: HTMLElement, text: string, library: Library, run: () => void): EditorView {
  const root = host.attachShadow({ mode: "open" });
  const options: Completion[] = [
    ...library.terms.map((t) => ({ label: t.name, type: t.kind, detail: t.label, ...(t.about ? { info: t.about } : {}) })),
    ...KEYWORDS.map((k) => ({ label: k, type: "keyword" })),
  ];
  const complete = (context: CompletionContext): CompletionResult | null => {
    const word = context.matchBefore(/[?\w:-]+/);
    if (!word && !context.explicit) return null;
    const from = word?.from ?? context.pos;
    if (word?.text.startsWith("?")) {
      const names = [...new Set(context.state.doc.toString().match(/\?\w+/g) ?? [])].filter((n) => n !== word.text);
      return { from, options: names.map((label) => ({ label, type: "variable" })) };
    }
    return { from, options, validFor: /^[\w:-]*$/ };
  };
  const made = new EditorView({
    root, parent: root as unknown as Element,
    state: EditorState.create({ doc: text, extensions: [
      lineNumbers(), bracketMatching(), StreamLanguage.define(sparql), syntaxHighlighting(COLOURS), LOOK,
      autocompletion({ override: [complete], maxRenderedOptions: 60 }), placeholder("SELECT …"), EditorView.lineWrapping,
      // Editable text takes the focus by itself; the tabindex says so to tools that judge a scrolled region by attributes.
      EditorView.contentAttributes.of({ "aria-label": "SPARQL query. Escape, then Tab, leaves the editor.", tabindex: "0" }),
      EditorView.domEventHandlers({ beforeinput: typedOver }),
      keymap.of([{ key: "Ctrl-Enter", mac: "Cmd-Enter", run: () => { run(); return true; } }, ...completionKeymap]), minimalSetup,
    ] }),
  });
  return made;
}
