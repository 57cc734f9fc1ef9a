/** The picture itself: sigma where there is WebGL, SVG where there is none. One on a page at most, because
 * browsers drop WebGL contexts beyond a handful. */
import Graph from "graphology";
import Sigma from "sigma";
import { EdgeArrowProgram, EdgeLineProgram } from "sigma/rendering";
import type { Settings } from "sigma/settings";
import { cut, s } from "./dom";
import { colourOf, isDark, outline, OUTLINES, shapeOf } from "./glyph";
import { programOf } from "./shapes";
import type { Edge, View } from "./view";

export type Places = Map<string, { x: number; y: number }>;
export interface Hands { pick(id: string | null): void; open(id: string): void; moved(id: string, x: number, y: number): void }
export interface Picture {
  show(view: View, places: Places, focus: Set<string>, pinned: Set<string>): void;
  select(id: string | null): void;
  zoom(by: number): void;
  fit(): void;
  centre(id: string): void;
  png(): Promise<Blob | null>;
  kill(): void;
}

export const sizeOf = (degree: number, focus = false): number => Math.min(15, 3.6 + 1.5 * Math.sqrt(degree)) + (focus ? 3 : 0);

/** Nodes are smaller where the same picture has less room, so that they do not hide each other. */
const shrink = (box: HTMLElement, nodes: number): number => (nodes < 30 ? 1 : Math.min(1, Math.max(0.55, Math.sqrt((box.clientWidth * box.clientHeight) / 500_000))));
const edgeColour = (edge: Edge, dark: boolean): string => (edge.cls ? colourOf(edge.cls, dark) : edge.derived ? (dark ? "#3d4652" : "#d8dde3") : dark ? "#56616e" : "#b4bcc6");
const ink = (): string => (isDark() ? "#e7ebf0" : "#1b2430");
const paper = (): string => (isDark() ? "#12171d" : "#ffffff");
const FONT = 'system-ui, "Segoe UI", Roboto, "Helvetica Neue", sans-serif';

export function picture(box: HTMLElement, hands: Hands): Picture {
  const probe = document.createElement("canvas");
  const able = new URLSearchParams(location.search).get("svg") === null && Boolean(probe.getContext("webgl2") ?? probe.getContext("webgl"));
  return able ? withSigma(box, hands) : withSvg(box, hands);
}

const programs = Object.fromEntries(Object.keys(OUTLINES).map((shape) => [shape, shape])) as Record<string, string>;

function withSigma(box: HTMLElement, hands: Hands): Picture {
  const graph = new Graph({ type: "directed" });
  let chosen: string | null = null;
  let hovered: string | null = null;
  let near = new Set<string>();
  let focused = new Set<string>();
  const around = (id: string | null): Set<string> => (id && graph.hasNode(id) ? new Set([id, ...graph.neighbors(id)]) : new Set());
  const settings: Partial<Settings> = {
    nodeProgramClasses: Object.fromEntries(Object.keys(programs).map((shape) => [shape, programOf(shape)])),
    edgeProgramClasses: { arrow: EdgeArrowProgram, line: EdgeLineProgram },
    defaultNodeType: "circle", defaultEdgeType: "arrow", renderEdgeLabels: true, allowInvalidContainer: true, zIndex: true,
    labelFont: FONT, edgeLabelFont: FONT, labelSize: 12.5, edgeLabelSize: 11, labelWeight: "500", labelDensity: 0.9, labelGridCellSize: 95, labelRenderedSizeThreshold: 5.5,
    stagePadding: 46, minCameraRatio: 0.05, maxCameraRatio: 6, doubleClickZoomingRatio: 1,
    nodeReducer: (id, data) => {
      const faded = near.size > 0 && !near.has(id);
      return { ...data, label: cut(String(data["full"])), forceLabel: id === chosen || id === hovered || (focused.size < 4 && focused.has(id)), highlighted: id === chosen || id === hovered, zIndex: near.has(id) ? 2 : 1,
        ...(faded ? { color: isDark() ? "#394450" : "#cdd5dd", label: null } : {}) };
    },
    edgeReducer: (key, data) => {
      const lit = chosen !== null && graph.hasExtremity(key, chosen);
      if (near.size && !graph.extremities(key).every((n) => near.has(n))) return { ...data, color: isDark() ? "#262f39" : "#e2e7ec", label: null };
      return { ...data, color: lit ? (isDark() ? "#9aa7b5" : "#6c7886") : data["color"], label: lit || near.size === 0 && graph.size < 40 ? data["label"] : null, size: lit ? 1.8 : data["size"] };
    },
    defaultDrawEdgeLabel: edgeLabel,
    defaultDrawNodeLabel: (context, data) => label(context, data, false),
    defaultDrawNodeHover: (context, data) => label(context, data, true),
  };
  const renderer = new Sigma(graph, box, settings);
  const recolour = (): void => {
    renderer.setSetting("labelColor", { color: ink() });
    graph.forEachNode((id, a) => graph.setNodeAttribute(id, "color", colourOf(a["cls"] as string)));
    graph.forEachEdge((key, a) => graph.setEdgeAttribute(key, "color", edgeColour(a["edge"] as Edge, isDark())));
    renderer.refresh();
  };
  const relight = (): void => { near = around(chosen ?? hovered); renderer.refresh({ skipIndexation: true }); };
  renderer.on("beforeRender", () => { taken = []; });
  renderer.on("enterNode", ({ node }) => { hovered = node; box.style.cursor = "pointer"; relight(); });
  renderer.on("leaveNode", () => { hovered = null; box.style.cursor = ""; relight(); });
  renderer.on("clickNode", ({ node }) => hands.pick(node));
  renderer.on("clickStage", () => hands.pick(null));
  renderer.on("doubleClickNode", ({ node, preventSigmaDefault }) => { preventSigmaDefault(); hands.open(node); });
  renderer.on("doubleClickStage", ({ preventSigmaDefault }) => preventSigmaDefault());
  let dragged: string | null = null;
  let far = false;
  renderer.on("downNode", ({ node }) => { dragged = node; far = false; if (!renderer.getCustomBBox()) renderer.setCustomBBox(renderer.getBBox()); });
  renderer.on("moveBody", ({ event }) => {
    if (!dragged) return;
    far = true;
    const at = renderer.viewportToGraph(event);
    graph.mergeNodeAttributes(dragged, { x: at.x, y: at.y });
    event.preventSigmaDefault();
    event.original.preventDefault();
  });
  const drop = (): void => {
    if (dragged && far) hands.moved(dragged, Math.round(graph.getNodeAttribute(dragged, "x")), Math.round(graph.getNodeAttribute(dragged, "y")));
    dragged = null;
  };
  renderer.on("upNode", drop);
  renderer.on("upStage", drop);
  const watch = new MutationObserver(recolour);
  watch.observe(document.documentElement, { attributeFilter: ["data-theme"] });
  recolour();
  const calm = matchMedia("(prefers-reduced-motion: reduce)").matches;
  const duration = calm ? 0 : 250;
  return {
    show(view, places, focus, pinned) {
      focused = focus;
      const scale = shrink(box, view.nodes.length);
      graph.clear();
      renderer.setCustomBBox(null);
      for (const n of view.nodes) {
        const at = places.get(n.id)!;
        graph.addNode(n.id, { full: n.label, cls: n.cls, x: at.x, y: at.y, size: scale * sizeOf(n.degree, focus.has(n.id)), type: shapeOf(n.cls), color: colourOf(n.cls), pinned: pinned.has(n.id) });
      }
      for (const e of view.edges) graph.addDirectedEdgeWithKey(e.key, e.from, e.to, { label: cut(e.labels.join(", "), 40), size: e.event ? 1.8 : 1, type: e.event ? "line" : "arrow", color: edgeColour(e, isDark()), edge: e });
      if (chosen && !graph.hasNode(chosen)) chosen = null;
      hovered = null;
      near = around(chosen);
      renderer.refresh();
    },
    select(id) { chosen = id && graph.hasNode(id) ? id : null; relight(); },
    zoom(by) { const camera = renderer.getCamera(); void camera.animate({ ratio: camera.ratio / by }, { duration }); },
    fit() { void renderer.getCamera().animate({ x: 0.5, y: 0.5, ratio: 1, angle: 0 }, { duration }); },
    centre(id) { const at = renderer.getNodeDisplayData(id); if (at) void renderer.getCamera().animate({ x: at.x, y: at.y }, { duration }); },
    png() {
      renderer.refresh();
      const layers = renderer.getCanvases();
      const first = Object.values(layers)[0]!;
      const whole = document.createElement("canvas");
      [whole.width, whole.height] = [first.width, first.height];
      const context = whole.getContext("2d")!;
      context.fillStyle = paper();
      context.fillRect(0, 0, whole.width, whole.height);
      for (const name of ["edges", "edgeLabels", "nodes", "labels", "hovers", "hoverNodes"]) if (layers[name]) context.drawImage(layers[name]!, 0, 0);
      return new Promise((done) => whole.toBlob(done, "image/png"));
    },
    kill() { watch.disconnect(); renderer.kill(); },
  };
}

/** Where labels stand in the frame that is being drawn: one that would overprint another is left out. */
let taken: [number, number, number][] = [];

type Drawn = { x: number; y: number; size: number; label: string | null; color: string };
function label(context: CanvasRenderingContext2D, data: Drawn, hover: boolean): void {
  if (!data.label) return;
  context.font = `${hover ? 600 : 500} 12.5px ${FONT}`;
  const width = context.measureText(data.label).width;
  const right = data.x + data.size + 5;
  const x = right + width > context.canvas.clientWidth - 4 && data.x - data.size - width > 0 ? data.x - data.size - 5 - width : right;
  const y = data.y + 4;
  if (!hover && taken.some(([u, v, w]) => Math.abs(v - y) < 15 && x < u + w + 6 && u < x + width + 6)) return;
  taken.push([x, y, width]);
  if (hover) {
    context.beginPath();
    context.roundRect(x - 5, y - 15, width + 10, 21, 5);
    context.fillStyle = paper();
    context.shadowColor = "rgb(0 0 0 / 0.25)";
    context.shadowBlur = 6;
    context.fill();
    context.shadowBlur = 0;
  } else {
    context.lineJoin = "round";
    context.lineWidth = 3.5;
    context.strokeStyle = paper();
    context.strokeText(data.label, x, y);
  }
  context.fillStyle = ink();
  context.fillText(data.label, x, y);
}

/** Along the edge, on a halo of paper, where there is room for it between its ends and beside other words. */
type End = { x: number; y: number; size: number };
function edgeLabel(context: CanvasRenderingContext2D, edge: { label?: string | null }, from: End, to: End): void {
  const [a, b] = from.x <= to.x ? [from, to] : [to, from];
  const [dx, dy] = [b.x - a.x, b.y - a.y];
  if (!edge.label) return;
  context.font = `500 11px ${FONT}`;
  const width = context.measureText(edge.label).width;
  const [x, y] = [(a.x + b.x) / 2, (a.y + b.y) / 2];
  const high = Math.abs(dy / Math.hypot(dx, dy)) * width;
  if (width > Math.hypot(dx, dy) - a.size - b.size - 14 || taken.some(([u, v, w]) => Math.abs(v - 4 - y) < 10 + high / 2 && x - width / 2 < u + w && u < x + width / 2)) return;
  taken.push([x - width / 2, y + 4, width]);
  context.save();
  context.translate(x, y);
  context.rotate(Math.atan2(dy, dx));
  context.lineJoin = "round";
  context.lineWidth = 4;
  context.strokeStyle = paper();
  context.strokeText(edge.label, -width / 2, 4);
  context.fillStyle = isDark() ? "#b9c3ce" : "#4a5563";
  context.fillText(edge.label, -width / 2, 4);
  context.restore();
}

// -- SVG: the fallback without WebGL, and the file people save ------------------------------------

const W = 1200;
const H = 800;

/** The picture as SVG elements; colours are written into it, so that it can stand alone. */
export function drawing(view: View, places: Places, dark = false): SVGSVGElement {
  const xs = view.nodes.map((n) => places.get(n.id)!.x);
  const ys = view.nodes.map((n) => places.get(n.id)!.y);
  const [left, right, low, high] = [Math.min(...xs), Math.max(...xs), Math.min(...ys), Math.max(...ys)];
  const scale = Math.min((W - 240) / Math.max(1, right - left), (H - 80) / Math.max(1, high - low));
  const at = (id: string): [number, number] => { const p = places.get(id)!; return [Math.round(W / 2 - 60 + (p.x - (left + right) / 2) * scale), Math.round(H / 2 - (p.y - (low + high) / 2) * scale)]; };
  const made = s("svg", { xmlns: "http://www.w3.org/2000/svg", viewBox: `0 0 ${W} ${H}`, width: W, height: H, "font-family": "system-ui, sans-serif", "font-size": 12 });
  made.append(s("rect", { width: W, height: H, fill: dark ? "#12171d" : "#ffffff" }));
  const lines = s("g", {});
  for (const e of view.edges) {
    const [[x1, y1], [x2, y2]] = [at(e.from), at(e.to)];
    lines.append(s("line", { x1, y1, x2, y2, stroke: edgeColour(e, dark), "stroke-width": e.event ? 1.8 : 1, "data-edge": e.key }, s("title", { text: e.labels.join(", ") })));
  }
  made.append(lines);
  const free: [number, number, number][] = [];
  const order = [...view.nodes].sort((a, b) => b.degree - a.degree || (a.id < b.id ? -1 : 1));
  const marks = s("g", {});
  const labels = s("g", { fill: dark ? "#e7ebf0" : "#1b2430", stroke: dark ? "#12171d" : "#ffffff", "stroke-width": 3, "paint-order": "stroke" });
  for (const n of order) {
    const [x, y] = at(n.id);
    const size = sizeOf(n.degree);
    marks.append(s("path", { d: outline(shapeOf(n.cls), x, y, size), fill: colourOf(n.cls, dark), "data-id": n.id }, s("title", { text: n.label })));
    const text = cut(n.label);
    if (free.some(([u, v, w]) => Math.abs(v - y) < 14 && x < u + w && u < x + text.length * 7)) continue;
    free.push([x, y, text.length * 7 + 20]);
    labels.append(s("text", { x: x + size + 5, y: y + 4, text }));
  }
  made.append(marks, labels);
  return made;
}

function withSvg(box: HTMLElement, hands: Hands): Picture {
  let last: [View, Places] | null = null;
  let zoomed = 1;
  const wide = (): void => { box.querySelector("svg")?.setAttribute("viewBox", `${(W - W / zoomed) / 2} ${(H - H / zoomed) / 2} ${W / zoomed} ${H / zoomed}`); };
  const redraw = (): void => {
    if (!last) return;
    const made = drawing(...last, isDark());
    made.removeAttribute("width");
    made.removeAttribute("height");
    made.addEventListener("click", (event) => hands.pick((event.target as Element).closest("[data-id]")?.getAttribute("data-id") ?? null));
    made.addEventListener("dblclick", (event) => { const id = (event.target as Element).closest("[data-id]")?.getAttribute("data-id"); if (id) hands.open(id); });
    box.replaceChildren(made);
    wide();
  };
  const watch = new MutationObserver(redraw);
  watch.observe(document.documentElement, { attributeFilter: ["data-theme"] });
  return {
    show(view, places) { last = [view, places]; redraw(); },
    select(id) { for (const e of box.querySelectorAll("[data-id]")) e.classList.toggle("chosen", e.getAttribute("data-id") === id); },
    zoom(by) { zoomed = Math.max(1, Math.min(8, zoomed * by)); wide(); },
    fit() { zoomed = 1; wide(); },
    centre() { /* all of it is in view */ },
    async png() {
      return null;
    },
    kill() { watch.disconnect(); box.replaceChildren(); },
  };
}
