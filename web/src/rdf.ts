/** An article's facts as Turtle and JSON-LD: the accepted triples, and who says each in which words. */
import type { Article, Door } from "./door";

const text = (value: string): string => JSON.stringify(value);
let base = "https://kg.example/";
export const setBase = (iri: string): void => { base = iri; };

const iri = (value: string): string => (/^https?:\/\//.test(value) ? `<${value}>` : `id:${value}`);
const PREFIXES: Record<string, string> = {
  kg: "https://w3id.org/kgraph/ns#", schema: "https://schema.org/", rdf: "http://www.w3.org/1999/02/22-rdf-syntax-ns#", org: "http://www.w3.org/ns/org#",
  skos: "http://www.w3.org/2004/02/skos/core#", nif: "http://persistence.uni-leipzig.org/nlp2rdf/ontologies/nif-core#",
};

const rows = (article: Article) => article.facts.map(([s, p, value, label, isNode, number]) => {
  const term = /^https?:\/\//.test(value);
  return { s, p, value: isNode || term ? value : label || value, link: Boolean(isNode) || term, fact: article.pool.facts[number]! };
});

export function turtle(article: Article, _door: Door): string {
  const lines = [`@prefix id: <${base}id/> .`, `@prefix fact: <${base}fact/> .`, ...Object.entries(PREFIXES).map(([p, i]) => `@prefix ${p}: <${i}> .`), ""];
  for (const { s, p, value, link, fact } of rows(article)) {
    const object = link ? iri(value) : text(value);
    lines.push(`fact:${fact[0]} a kg:Fact ;`, `  rdf:subject ${iri(s)} ; rdf:predicate ${p} ; rdf:object ${object} ;`, `  kg:confidence ${fact[1]} ; kg:extractor ${text(fact[2])} ;`);
    const spans = fact[3].map((e) => { const [, from, to, words] = article.pool.evidence[e]!; return `[ nif:beginIndex ${from} ; nif:endIndex ${to} ; nif:referenceContext id:${article.head.id} ;\n      nif:anchorOf ${text(words)} ]`; });
    lines.push(`  kg:evidence ${spans.join(" ,\n    ")} .`, "");
  }
  return lines.join("\n");
}

export function jsonld(article: Article, _door: Door): string {
  const node = (value: string): unknown => ({ "@id": /^https?:\/\//.test(value) ? value : `id:${value}` });
  const graph = rows(article).map(({ s, p, value, link, fact }) => ({
    "@id": `fact:${fact[0]}`, "@type": "kg:Fact", "rdf:subject": node(s), "rdf:predicate": { "@id": p }, "rdf:object": link ? node(value) : value, "kg:confidence": fact[1], "kg:extractor": fact[2],
    "kg:evidence": fact[3].map((e) => { const [, from, to, words] = article.pool.evidence[e]!; return { "nif:beginIndex": from, "nif:endIndex": to, "nif:anchorOf": words, "nif:referenceContext": node(article.head.id) }; }),
  }));
  return JSON.stringify({ "@context": { ...PREFIXES, id: `${base}id/`, fact: `${base}fact/` }, "@graph": graph }, null, 2);
}
