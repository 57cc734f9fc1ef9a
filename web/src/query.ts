import type { Door } from "./door"; export async function queryPage(_d: Door, _id: string): Promise<HTMLElement> { return document.createElement("div"); }
