import type { Door } from "./door"; export async function reviewPage(_d: Door): Promise<HTMLElement> { return document.createElement("div"); }
