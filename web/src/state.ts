/** Where we are: the page, the thing it is about and everything set on it stand in the address. */

export interface Place {
  page: string;
  id: string;
  params: URLSearchParams;
}

/** Set on every page: the days that all pages are limited to. */
const GLOBAL = ["from", "to"];

export function here(): Place {
  const [path = "", query = ""] = location.hash.replace(/^#\/?/, "").split("?");
  const [page = "", ...rest] = path.split("/");
  return { page: page || "overview", id: decodeURIComponent(rest.join("/")), params: new URLSearchParams(query) };
}

export function link(page: string, id = "", params: Record<string, string> = {}): string {
  const now = here().params;
  const kept = new URLSearchParams();
  for (const name of GLOBAL) if (now.get(name)) kept.set(name, now.get(name)!);
  for (const [name, value] of Object.entries(params)) if (value) kept.set(name, value);
  const query = kept.toString();
  return `#/${page === "overview" ? "" : page}${id ? `/${encodeURIComponent(id)}` : ""}${query ? `?${query}` : ""}`;
}

export function go(page: string, id = "", params: Record<string, string> = {}): void {
  location.hash = link(page, id, params);
}

/** Change parameters of this page. ``quiet`` leaves no step in the browser's history. */
export function set(params: Record<string, string>, quiet = false): void {
  const now = here();
  for (const [name, value] of Object.entries(params)) value ? now.params.set(name, value) : now.params.delete(name);
  const query = now.params.toString();
  const to = `#/${now.page === "overview" ? "" : now.page}${now.id ? `/${encodeURIComponent(now.id)}` : ""}${query ? `?${query}` : ""}`;
  if (to === location.hash) return;
  history[quiet ? "replaceState" : "pushState"](null, "", to);
  window.dispatchEvent(new HashChangeEvent("hashchange"));
}

export interface Days {
  from: string;
  to: string;
}

export function days(): Days {
  const { params } = here();
  return { from: params.get("from") ?? "", to: params.get("to") ?? "" };
}

/** True if something that happened between two days (either may be unknown) can fall into the chosen ones. */
export function within(earliest: string | undefined, latest: string | undefined, { from, to }: Days): boolean {
  if (!from && !to) return true;
  if (!earliest && !latest) return false;
  return (!to || (earliest ?? latest!) <= to) && (!from || (latest ?? earliest!) >= from);
}
