/** The application: header, pages by address, theme. */
import { articlePage, articlesPage } from "./article";
import { entityPage } from "./card";
import { byId, empty, h, s, sentence } from "./dom";
import { embedded, Missing, served, type Door, type Whole } from "./door";
import { explorePage } from "./explore";
import { teach } from "./glyph";
import { overviewPage } from "./overview";
import { disagreementsPage, qualityPage } from "./quality";
import { setBase } from "./rdf";
import { finder, target } from "./search";
import { days, here, link, set } from "./state";
import { timelinePage } from "./timeline";
import { day } from "./words";

type Leave = (() => void) & { update?: () => void };
let door: Door;
let leave: Leave | null = null;
let shown = "";
let turn = 0;

const NAMES: [page: string, name: string, onlyServed?: boolean][] = [["overview", "Overview"], ["explore", "Explore"], ["timeline", "Timeline"], ["articles", "Articles"], ["disagreements", "Disagreements"], ["quality", "Quality"], ["query", "Query", true], ["review", "Review", true]];

const PAGES: Record<string, (id: string) => Promise<HTMLElement>> = {
  overview: () => overviewPage(door),
  timeline: () => timelinePage(door),
  articles: () => articlesPage(door),
  article: (id) => articlePage(door, id),
  entity: (id) => entityPage(door, id),
  disagreements: () => disagreementsPage(door),
  quality: () => qualityPage(door),
};
if (SERVED) {
  PAGES["query"] = async (id) => (await import("./query")).queryPage(door, id);
  PAGES["review"] = async () => (await import("./review")).reviewPage(door);
}

function theme(): void {
  const root = document.documentElement;
  const system = matchMedia("(prefers-color-scheme: dark)");
  const kept = (): string | null => { try { return localStorage.getItem("kgraph-theme"); } catch { return null; } };
  const apply = (): void => { root.dataset["theme"] = kept() ?? (system.matches ? "dark" : "light"); };
  system.addEventListener("change", apply);
  apply();
  const icon = s("svg", { viewBox: "0 0 20 20", "aria-hidden": "true" }, s("path", { d: "M10 2a8 8 0 1 0 0 16A8 8 0 0 0 10 2zm0 2v12a6 6 0 0 1 0-12z" }));
  byId("theme").append(icon);
  byId("theme").addEventListener("click", () => {
    const next = root.dataset["theme"] === "dark" ? "light" : "dark";
    try { localStorage.setItem("kgraph-theme", next); } catch { /* a file without storage: the choice holds for this visit */ }
    root.dataset["theme"] = next;
  });
}

function navigation(): void {
  const now = here().page;
  const page = now === "article" ? "articles" : now === "entity" ? "explore" : now;
  byId("nav").replaceChildren(...NAMES.filter(([, , only]) => !only || door.served).map(([to, name]) => h("a", { href: link(to), text: name, "aria-current": to === page ? "page" : undefined })));
  const current = byId("nav").querySelector<HTMLElement>("[aria-current]");
  if (current) byId("nav").scrollLeft = current.offsetLeft - byId("nav").offsetLeft - 32;
  const { from, to } = days();
  byId("days").replaceChildren(...(from || to ? [h("span", { text: `Days: ${from ? day(from) : "beginning"} to ${to ? day(to) : "end"}` }), h("button", { class: "small", text: "All days", onclick: () => set({ from: "", to: "" }) })] : []));
  byId("days").hidden = !(from || to);
}

async function show(): Promise<void> {
  const mine = ++turn;
  const { page, id } = here();
  const main = byId("main");
  navigation();
  if (page === "explore" && shown === "explore" && leave?.update) { leave.update(); return; }
  leave?.();
  leave = null;
  const moved = shown !== `${page}/${id}`;
  shown = page === "explore" ? "explore" : `${page}/${id}`;
  const loading = setTimeout(() => { if (mine === turn) main.replaceChildren(h("div", { class: "loading", role: "status" }, h("span", { class: "spinner" }), "Loading …")); }, 150);
  try {
    if (page === "explore") {
      const left = await explorePage(door, main);
      if (mine === turn) leave = left; else left();
    } else {
      const make = PAGES[page];
      const made = make ? await make(id) : h("div", { class: "page" }, empty("There is no such page", `“${page}” is not among the pages of kgraph.`, h("a", { href: "#/", text: "To the overview" })));
      if (mine !== turn) return;
      main.replaceChildren(made);
    }
    document.title = `${main.querySelector("h1")?.textContent ?? "kgraph"} · kgraph`;
    if (moved && !here().params.get("fact")) { scrollTo(0, 0); main.focus({ preventScroll: true }); }
  } catch (error) {
    if (mine !== turn) return;
    const gone = error instanceof Missing;
    main.replaceChildren(h("div", { class: "page" }, h("h1", { class: "hidden", text: "Error" }), empty(gone ? "Not in this graph" : "This page could not be loaded", sentence(error instanceof Error ? error.message : String(error)) + (gone ? " It may have been merged or removed by a later build: search for its name above." : ""),
      h("p", {}, gone ? h("a", { class: "button", href: "#/", text: "To the overview" }) : h("button", { text: "Try again", onclick: () => void show() })))));
  } finally {
    clearTimeout(loading);
    main.dataset["shown"] = `${page}${id ? `/${id}` : ""}`;
  }
}

async function begin(): Promise<void> {
  theme();
  const data = document.getElementById("data")?.textContent;
  door = data ? embedded(JSON.parse(data) as Whole) : served();
  try {
    const start = await door.start();
    teach(start);
    setBase(start.base);
    byId("brand").textContent = start.title;
    byId("about").textContent = [start.publisher, start.licence].filter(Boolean).join(" · ");
  } catch (error) {
    byId("main").replaceChildren(empty("The graph cannot be opened", error instanceof Error ? error.message : String(error), h("button", { text: "Try again", onclick: () => location.reload() })));
    return;
  }
  byId("search").append(finder(door, "Search people, bodies, events, articles", (id, article) => { location.hash = target(id, article); }, true));
  document.querySelector(".skip")!.addEventListener("click", (event) => { event.preventDefault(); byId("main").focus(); });
  addEventListener("hashchange", () => void show());
  addEventListener("keydown", (event) => {
    const typing = (event.target as Element).closest("input, textarea, select, [contenteditable]") ?? (event.target as Element).shadowRoot;
    if (event.key === "/" && !typing) { event.preventDefault(); byId("search").querySelector("input")!.focus(); }
  });
  await show();
}

void begin();
