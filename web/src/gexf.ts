/** A picture as GEXF 1.3, for Gephi and its kin. */
import { colourOf, classLabel } from "./glyph";
import { sizeOf, type Places } from "./picture";
import type { View } from "./view";

const escape = (text: string): string => text.replace(/[\u0000-\u0008\u000b\u000c\u000e-\u001f]/g, "").replace(/[&<>"]/g, (c) => ({ "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;" })[c]!);
const rgb = (hex: string): string => [1, 3, 5].map((i, n) => `${"rgb"[n]}="${parseInt(hex.slice(i, i + 2), 16)}"`).join(" ");

export function gexf(view: View, places: Places, base: string): string {
  const nodes = view.nodes.map((n) => {
    const at = places.get(n.id)!;
    return `<node id="${escape(n.id)}" label="${escape(n.label)}"><attvalues><attvalue for="0" value="${escape(classLabel(n.cls))}"/><attvalue for="1" value="${escape(n.edtf ?? "")}"/><attvalue for="2" value="${escape(`${base}id/${n.id}`)}"/></attvalues><viz:color ${rgb(colourOf(n.cls, false))}/><viz:position x="${at.x}" y="${at.y}" z="0"/><viz:size value="${sizeOf(n.degree).toFixed(1)}"/></node>`;
  });
  const edges = view.edges.map((e, i) => `<edge id="${i}" source="${escape(e.from)}" target="${escape(e.to)}" label="${escape(e.labels.join(", "))}" weight="${e.confidence || 1}"/>`);
  return `<?xml version="1.0" encoding="UTF-8"?>\n<gexf xmlns="http://gexf.net/1.3" xmlns:viz="http://gexf.net/1.3/viz" version="1.3"><meta><creator>kgraph</creator></meta><graph defaultedgetype="directed"><attributes class="node"><attribute id="0" title="class" type="string"/><attribute id="1" title="date" type="string"/><attribute id="2" title="iri" type="string"/></attributes>\n<nodes>\n${nodes.join("\n")}\n</nodes>\n<edges>\n${edges.join("\n")}\n</edges>\n</graph></gexf>\n`;
}
