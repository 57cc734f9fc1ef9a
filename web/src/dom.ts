/** Elements made by hand. Text is only ever set as text, and links lead to http(s) or into the page. */

export type Child = Node | string | number | null | undefined | false;
type Value = string | number | boolean | null | undefined | ((event: never) => void);

function fill(made: Element, properties: Record<string, Value>, children: Child[]): void {
  for (const [name, value] of Object.entries(properties)) {
    if (value === null || value === undefined || (value === false && !name.startsWith("aria-"))) continue;
    if (typeof value === "function") made.addEventListener(name.slice(2), value as EventListener);
    else if (name === "text") made.textContent = String(value);
    else if (name === "colour") (made as HTMLElement).style.setProperty("--c", String(value));
    else if (name === "href") safeLink(made, String(value));
    else made.setAttribute(name, value === true && !name.startsWith("aria-") ? "" : String(value));
  }
  for (const child of children) if (child !== null && child !== undefined && child !== false) made.append(child instanceof Node ? child : String(child));
}

function safeLink(made: Element, to: string): void {
  if (!/^(https?:\/\/|#)/.test(to)) return;
  made.setAttribute("href", to);
  if (!to.startsWith("#")) {
    made.setAttribute("rel", "noreferrer noopener");
    made.setAttribute("target", "_blank");
  }
}

export function h<K extends keyof HTMLElementTagNameMap>(tag: K, properties: Record<string, Value> = {}, ...children: Child[]): HTMLElementTagNameMap[K] {
  const made = document.createElement(tag);
  fill(made, properties, children);
  return made;
}

export function s<K extends keyof SVGElementTagNameMap>(tag: K, properties: Record<string, Value> = {}, ...children: Child[]): SVGElementTagNameMap[K] {
  const made = document.createElementNS("http://www.w3.org/2000/svg", tag);
  fill(made, properties, children);
  return made;
}

export const byId = (name: string): HTMLElement => document.getElementById(name)!;

/** "3 meetings", "1 meeting". */
export function count(n: number, one: string, many = `${one}s`): string {
  return `${n.toLocaleString("en-GB")} ${n === 1 ? one : many}`;
}

export function cut(text: string, most = 32): string {
  const letters = [...text];
  return letters.length > most ? `${letters.slice(0, most - 1).join("").trimEnd()}…` : text;
}

/** What a server says, as a sentence. */
export const sentence = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1) + (/[.!?…]$/.test(text) ? "" : ".");

export const capital = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);

/** What a page shows when there is nothing: what is missing and what to do about it. */
export function empty(title: string, advice: string, ...more: Child[]): HTMLElement {
  return h("div", { class: "empty" }, h("p", { class: "empty-title", text: title }), h("p", { text: advice }), ...more);
}

export function save(name: string, data: Blob): void {
  const to = URL.createObjectURL(data);
  const link = document.createElement("a");
  link.href = to;
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(to), 10_000);
}

/** A table people can read, copy and save as CSV. */
export function table(caption: string, head: string[], rows: Child[][], file?: string): HTMLElement {
  const body = h("tbody");
  for (const row of rows) body.append(h("tr", {}, ...row.map((cell) => h("td", {}, cell))));
  const made = h("table", {}, h("caption", { text: caption }), h("thead", {}, h("tr", {}, ...head.map((t) => h("th", { scope: "col", text: t })))), body);
  const box = h("div", { class: "table", tabindex: 0, role: "region", "aria-label": caption }, made);
  if (!file) return box;
  const plain = (cell: Child): string => (cell instanceof Node ? (cell.textContent ?? "") : String(cell ?? ""));
  const csv = () => [head, ...rows.map((r) => r.map(plain))].map((r) => r.map((c) => (/[",\n]/.test(c) ? `"${c.replaceAll('"', '""')}"` : c)).join(",")).join("\r\n");
  return h("div", {}, h("p", { class: "tools" }, h("button", { class: "small", text: "Save as CSV", onclick: () => save(file, new Blob([csv()], { type: "text/csv" })) })), box);
}
