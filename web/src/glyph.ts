/** Shape and colour of a class, for lists, legends, pictures and files. */
import { h, s } from "./dom";
import type { Start } from "./door";

let classes: Start["classes"] = {};
let properties: Start["properties"] = {};
export function teach(start: Start): void {
  classes = start.classes;
  properties = start.properties;
}

/** Outlines in a circle of radius 1 about the origin, of about the same area. */
const corners = (n: number, turn: number, r = 1): [number, number][] => Array.from({ length: n }, (_, i) => [r * Math.sin((2 * Math.PI * i) / n + turn), -r * Math.cos((2 * Math.PI * i) / n + turn)]);
const star: [number, number][] = Array.from({ length: 10 }, (_, i) => [(i % 2 ? 0.52 : 1.12) * Math.sin((Math.PI * i) / 5), -(i % 2 ? 0.52 : 1.12) * Math.cos((Math.PI * i) / 5)]);
export const OUTLINES: Record<string, [number, number][]> = {
  circle: corners(24, 0, 0.94),
  square: [[-0.82, -0.82], [0.82, -0.82], [0.82, 0.82], [-0.82, 0.82]],
  triangle: corners(3, 0, 1.18),
  diamond: corners(4, 0, 1.1),
  pentagon: corners(5, 0, 1.02),
  hexagon: corners(6, Math.PI / 6, 1),
  star,
  bar: [[-1.1, -0.5], [1.1, -0.5], [1.1, 0.5], [-1.1, 0.5]],
};

export const shapeOf = (cls: string): string => classes[cls]?.shape ?? "circle";
export const kindOf = (cls: string): string => classes[cls]?.kind ?? "thing";
export const classLabel = (cls: string): string => classes[cls]?.label ?? cls;
export const isDark = (): boolean => document.documentElement.dataset["theme"] === "dark";

/** A class's colour, lightened on a dark page so that it keeps its contrast. */
export function colourOf(cls: string, dark = isDark()): string {
  const hex = classes[cls]?.colour ?? "#6b7280";
  if (!dark) return hex;
  const mix = [1, 3, 5].map((i) => Math.round(parseInt(hex.slice(i, i + 2), 16) * 0.55 + 255 * 0.45));
  return `#${mix.map((v) => v.toString(16).padStart(2, "0")).join("")}`;
}

/** How a property is called; terms of other vocabularies by their local name. */
export function termLabel(curie: string): string {
  if (curie === "rdf:type") return "is a";
  const known = properties[curie];
  if (known) return known;
  const local = curie.slice(curie.lastIndexOf(":") + 1);
  return local.replace(/([a-z])([A-Z])/g, "$1 $2").toLowerCase();
}

export const outline = (shape: string, x = 0, y = 0, r = 1): string => `M${(OUTLINES[shape] ?? OUTLINES["circle"]!).map(([u, v]) => `${round(x + u * r)} ${round(y + v * r)}`).join("L")}Z`;
const round = (n: number): number => Math.round(n * 100) / 100;

/** The mark before a name. */
export function mark(cls: string): Element {
  const made = s("svg", { viewBox: "-1.3 -1.3 2.6 2.6", class: "mark", "aria-hidden": "true" }, s("path", { d: outline(shapeOf(cls)) }));
  made.style.setProperty("--c", colourOf(cls, false));
  made.style.setProperty("--cd", colourOf(cls, true));
  return made;
}

export const classChip = (cls: string): HTMLElement => h("span", { class: "chip" }, mark(cls) as unknown as Node, classLabel(cls));
