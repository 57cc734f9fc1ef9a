/** Positions of a picture: the same nodes and edges, the same places, on every machine that adds alike. */
import Graph from "graphology";
import forceAtlas2 from "graphology-layout-forceatlas2";
import noverlap from "graphology-layout-noverlap";

export interface Task { id: number; placed: boolean; nodes: { id: string; x: number; y: number; size: number; fixed: boolean }[]; edges: [string, string][] }
export interface Done { id: number; places: [string, number, number][] }

export function arrange({ id, placed, nodes, edges }: Task): Done {
  const graph = new Graph({ type: "undirected" });
  for (const { id: name, ...rest } of nodes) graph.addNode(name, rest);
  for (const [from, to] of edges) if (!graph.hasEdge(from, to)) graph.addEdge(from, to);
  const many = graph.order;
  const rounds = many > 1000 ? 120 : many > 300 ? 200 : 350;
  if (!placed) forceAtlas2.assign(graph, { iterations: rounds, settings: { ...forceAtlas2.inferSettings(graph), gravity: 1.2, scalingRatio: 12, strongGravityMode: false, barnesHutOptimize: many > 400, adjustSizes: false, linLogMode: false, slowDown: 4 } });
  if (!placed && !nodes.some((n) => n.fixed)) pack(graph);
  if (many < 1200) noverlap.assign(graph, { maxIterations: 80, settings: { margin: 5 * unit(graph), ratio: 1.6 * unit(graph) } });
  return { id, places: graph.mapNodes((name, a) => [name, a["x"] as number, a["y"] as number]) };
}

/** Parts that nothing joins side by side, the largest in the middle: forces alone drive them far apart. */
function pack(graph: Graph): void {
  const seen = new Set<string>();
  const parts: string[][] = [];
  for (const first of graph.nodes()) {
    if (seen.has(first)) continue;
    const part = [first];
    seen.add(first);
    for (const name of part) for (const other of graph.neighbors(name)) if (!seen.has(other)) { seen.add(other); part.push(other); }
    parts.push(part);
  }
  if (parts.length < 2) return;
  parts.sort((a, b) => b.length - a.length || (a[0]! < b[0]! ? -1 : 1));
  const taken: [number, number, number][] = [];
  const lengths = graph.mapEdges((_, __, a, b) => Math.hypot((graph.getNodeAttribute(a, "x") as number) - (graph.getNodeAttribute(b, "x") as number), (graph.getNodeAttribute(a, "y") as number) - (graph.getNodeAttribute(b, "y") as number)));
  const room = 0.35 * (lengths.length ? lengths.reduce((sum, n) => sum + n, 0) / lengths.length : 20);
  for (const part of parts) {
    const [x, y] = ["x", "y"].map((axis) => part.reduce((sum, n) => sum + (graph.getNodeAttribute(n, axis) as number), 0) / part.length) as [number, number];
    const radius = room + Math.max(...part.map((n) => Math.hypot((graph.getNodeAttribute(n, "x") as number) - x, (graph.getNodeAttribute(n, "y") as number) - y)));
    let [u, v] = [0, 0];
    for (let step = 0; taken.some(([a, b, r]) => Math.hypot(u - a, v - b) < radius + r); step++) {
      const turn = 0.3 * step;
      [u, v] = [room * 0.3 * turn * 1.2 * Math.cos(turn), room * 0.3 * turn * Math.sin(turn)];
    }
    taken.push([u, v, radius]);
    for (const n of part) graph.mergeNodeAttributes(n, { x: (graph.getNodeAttribute(n, "x") as number) - x + u, y: (graph.getNodeAttribute(n, "y") as number) - y + v });
  }
}

/** How much of the picture's own measure a pixel is: sizes are in pixels, places are not. */
function unit(graph: Graph): number {
  const span = (axis: string): number => { const all = graph.mapNodes((_, a) => a[axis] as number); return Math.max(...all) - Math.min(...all); };
  return Math.max(span("x") / 640, span("y") / 560, 0.01);
}

/** A number in [0, 1) that only depends on the text. */
export function chance(text: string): number {
  let hash = 2166136261;
  for (let i = 0; i < text.length; i++) hash = Math.imul(hash ^ text.charCodeAt(i), 16777619);
  hash ^= hash >>> 15;
  return ((Math.imul(hash, 2246822519) >>> 0) % 100003) / 100003;
}
