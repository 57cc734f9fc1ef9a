/** Search as you type: a combobox as the ARIA practices describe it. */
import { count, h } from "./dom";
import type { Door, Head, Item } from "./door";
import { classLabel, mark } from "./glyph";
import { link } from "./state";
import { day } from "./words";

let made = 0;

export function finder(door: Door, hint: string, choose: (id: string, article: boolean, label: string) => void, withArticles = false): HTMLElement {
  const name = `find-${++made}`;
  const input = h("input", { type: "search", id: name, placeholder: hint, "aria-label": hint, role: "combobox", "aria-expanded": "false", "aria-autocomplete": "list", "aria-controls": `${name}-list`, autocomplete: "off", spellcheck: "false" });
  const list = h("ul", { role: "listbox", id: `${name}-list`, class: "found", hidden: true, "aria-label": "Found" });
  const status = h("span", { class: "hidden", role: "status" });
  let turn = 0;
  let at = -1;
  let options: { id: string; article: boolean; element: HTMLElement }[] = [];
  const close = (): void => { list.hidden = true; input.setAttribute("aria-expanded", "false"); input.removeAttribute("aria-activedescendant"); at = -1; };
  const take = (i: number): void => { const found = options[i]; if (!found) return; close(); input.value = ""; choose(found.id, found.article, found.element.querySelector(".label")?.textContent ?? found.id); };
  const move = (to: number): void => {
    if (!options.length) return;
    at = (to + options.length) % options.length;
    options.forEach((o, i) => o.element.setAttribute("aria-selected", String(i === at)));
    input.setAttribute("aria-activedescendant", options[at]!.element.id);
    options[at]!.element.scrollIntoView({ block: "nearest" });
  };
  const option = (id: string, article: boolean, i: number, ...content: Node[]): HTMLElement => {
    const element = h("li", { role: "option", id: `${name}-${i}`, "aria-selected": "false", "data-id": id }, ...content);
    element.addEventListener("pointerdown", (event) => { event.preventDefault(); take(options.findIndex((o) => o.element === element)); });
    options.push({ id, article, element });
    return element;
  };
  const look = async (): Promise<void> => {
    const mine = ++turn;
    const words = input.value.trim();
    if (!words) { close(); return; }
    const found = await door.search(words, 12).catch((error: unknown) => error as Error);
    if (mine !== turn) return;
    options = [];
    list.hidden = false;
    input.setAttribute("aria-expanded", "true");
    if (found instanceof Error) { list.replaceChildren(h("li", { class: "none", text: `Search failed: ${found.message}` })); return; }
    const nodes = new Map(found.nodes.map((n) => [n.id, n]));
    const articles = withArticles ? found.articles : [];
    list.replaceChildren(
      ...found.ids.map((id, i) => option(id, false, i, ...nodeRow(nodes.get(id)!))),
      ...articles.map((a, i) => option(a.id, true, found.ids.length + i, ...articleRow(a))));
    const all = found.found + articles.length;
    if (!all) list.append(h("li", { class: "none", text: `Nothing is called “${words}”. Search looks at names and other names, not at the text.` }));
    else if (found.found > found.ids.length) list.append(h("li", { class: "none", text: `${(found.found - found.ids.length).toLocaleString("en-GB")} more; go on typing` }));
    status.textContent = all ? `${count(all, "result")}` : "nothing found";
    if (options.length) move(0);
  };
  input.addEventListener("input", () => void look());
  input.addEventListener("focus", () => { if (input.value) void look(); });
  input.addEventListener("blur", close);
  input.addEventListener("keydown", (event) => {
    if (event.key === "ArrowDown") { event.preventDefault(); move(at + 1); }
    else if (event.key === "ArrowUp") { event.preventDefault(); move(at - 1); }
    else if (event.key === "Enter") { event.preventDefault(); take(Math.max(0, at)); }
    else if (event.key === "Escape") { close(); input.value = ""; }
  });
  return h("div", { class: "finder" }, input, list, status);
}

function nodeRow(n: Item): Node[] {
  const also = n.names?.length ? ` · ${n.names.slice(0, 3).join(", ")}` : "";
  return [mark(n.cls), h("span", { class: "label", text: n.label }), h("span", { class: "quiet", text: `${classLabel(n.cls)}${n.edtf ? ` · ${day(n.edtf)}` : ""}${also}` })];
}

const articleRow = (a: Head): Node[] => [h("span", { class: "paper", "aria-hidden": "true", text: "¶" }), h("span", { class: "label", text: a.title }), h("span", { class: "quiet", text: `article · ${a.publisher}` })];

export const target = (id: string, article: boolean): string => (article ? link("article", id) : link("explore", "", { f: id }));
