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
  if (many < 1200) noverlap.assign(graph, { maxIterations: 80, settings: { margin: 5 * unit(graph), ratio: 1.6 * unit(graph) } });
  return { id, places: graph.mapNodes((name, a) => [name, a["x"] as number, a["y"] as number]) };
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
