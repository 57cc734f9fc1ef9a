"use strict";
const data = JSON.parse(document.getElementById("data").textContent);
const { nodes, classes, articles } = data;
const byId = (id) => document.getElementById(id);
const SVG = "http://www.w3.org/2000/svg";
const fold = (text) => text.normalize("NFKD").replace(/\p{M}/gu, "").replace(/[’']/g, "").toLowerCase();
const isEvent = (node) => Boolean((classes[node.c] || {}).event);
let current = -1;

function element(name, properties = {}, ...children) {
  const made = document.createElement(name);
  Object.assign(made, properties);
  made.append(...children);
  return made;
}

function colour(node) { return (classes[node.c] || { colour: "#6b7280" }).colour; }
function kind(node) { return (classes[node.c] || { label: "" }).label; }
function dot(node) {
  const made = element("span", { className: isEvent(node) ? "dot event" : "dot" });
  made.style.background = colour(node);
  return made;
}

// -- the list -----------------------------------------------------------------
const keys = nodes.map((node) => fold([node.l, ...node.n, kind(node)].join(" ")));
function search(words) {
  const wanted = fold(words).split(/\s+/).filter(Boolean);
  const found = nodes.map((_, i) => i).filter((i) => wanted.every((word) => keys[i].includes(word)));
  const rank = (i) => (wanted.length && fold(nodes[i].l).startsWith(wanted[0]) ? 0 : 1);
  found.sort((a, b) => rank(a) - rank(b) || nodes[b].f.length - nodes[a].f.length || a - b);
  byId("list").replaceChildren(...found.slice(0, 200).map(entry));
  byId("count").textContent = found.length > 200 ? `200 of ${found.length} shown` : `${found.length} found`;
}
function entry(i) {
  const node = nodes[i];
  const button = element("button", { onclick: () => show(i) }, dot(node), element("span", { textContent: node.l }), element("span", { className: "kind", textContent: kind(node) }));
  if (i === current) button.setAttribute("aria-current", "true");
  return button;
}

// -- the card -----------------------------------------------------------------
function show(i, keepHash = false) {
  current = i;
  const node = nodes[i];
  const parts = [element("h2", { textContent: node.l }), element("p", { className: "kind", textContent: [kind(node), ...node.n].join(" · ") })];
  let last = "";
  for (const [label, value, target, facts] of node.f) {
    if (label !== last) parts.push(element("h3", { textContent: label }));
    last = label;
    const shown = target >= 0 ? element("button", { className: "link", textContent: value, onclick: () => show(target) }) : element("span", { textContent: value });
    parts.push(element("div", {}, shown), ...quotes(facts));
  }
  const card = byId("card");
  card.replaceChildren(...parts);
  card.scrollTop = 0;
  if (!keepHash) location.hash = encodeURIComponent(node.i);
  for (const button of byId("list").children) button.removeAttribute("aria-current");
  light(i);
}
function quotes(facts) {
  const seen = new Set();
  const made = [];
  for (const [evidence, confidence] of facts) {
    for (const [number, words] of evidence) {
      if (seen.has(number + words)) continue;
      seen.add(number + words);
      const [headline, published, publisher, url] = articles[number];
      const source = [publisher, published].filter(Boolean).join(", ") || headline;
      const from = url ? element("a", { href: url, textContent: source, rel: "noreferrer" }) : element("span", { textContent: source });
      made.push(element("blockquote", {}, element("div", { textContent: "“" + words + "”" }), element("footer", { title: headline }, from, ` · ${Math.round(confidence * 100)} %`)));
    }
  }
  return made.slice(0, 6);
}

// -- the picture ----------------------------------------------------------------
const picture = byId("picture");
const drawn = new Map();
const lines = [];
function shape(name, attributes) {
  const made = document.createElementNS(SVG, name);
  for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value);
  return made;
}
function draw() {
  const placed = nodes.map((node, i) => [node, i]).filter(([node]) => node.x !== undefined);
  const degree = new Map();
  for (const [node, i] of placed) {
    for (const target of new Set(node.f.map((line) => line[2]))) {
      if (target <= i || nodes[target]?.x === undefined) continue;
      const line = shape("line", { x1: node.x, y1: node.y, x2: nodes[target].x, y2: nodes[target].y });
      lines.push([line, i, target]);
      picture.append(line);
      for (const end of [i, target]) degree.set(end, (degree.get(end) || 0) + 1);
    }
  }
  const labelled = new Set(placed.map(([, i]) => i).sort((a, b) => (degree.get(b) || 0) - (degree.get(a) || 0)).slice(0, 22));
  for (const [node, i] of placed) {
    const group = shape("g", { class: "node" });
    const size = 10 + 3 * Math.sqrt(degree.get(i) || 1);
    const mark = isEvent(node) ? shape("rect", { x: node.x - size, y: node.y - size, width: 2 * size, height: 2 * size, rx: 3 }) : shape("circle", { cx: node.x, cy: node.y, r: size });
    mark.setAttribute("fill", colour(node));
    const title = shape("title", {});
    title.textContent = `${node.l} (${kind(node)})`;
    const text = shape("text", { x: node.x + size + 5, y: node.y + 7 });
    text.textContent = node.l.length > 32 ? node.l.slice(0, 31) + "…" : node.l;
    if (!labelled.has(i)) text.style.display = "none";
    group.append(mark, title, text);
    group.addEventListener("click", () => show(i));
    picture.append(group);
    drawn.set(i, { group, text, labelled: labelled.has(i) });
  }
}
function light(i) {
  const near = new Set([i]);
  for (const [line, a, b] of lines) {
    const on = a === i || b === i;
    line.setAttribute("class", on ? "on" : "");
    if (on) near.add(a).add(b);
  }
  for (const [n, { group, text, labelled }] of drawn) {
    group.classList.toggle("dim", drawn.has(i) && !near.has(n));
    text.style.display = near.has(n) && drawn.has(i) ? "" : labelled && !drawn.has(i) ? "" : "none";
  }
}
const view = { x: -1150, y: -1100, w: 2300, h: 2200 };
function frame() { picture.setAttribute("viewBox", `${view.x} ${view.y} ${view.w} ${view.h}`); }
picture.addEventListener("wheel", (event) => {
  event.preventDefault();
  const factor = event.deltaY > 0 ? 1.15 : 1 / 1.15;
  const box = picture.getBoundingClientRect();
  const [u, v] = [(event.clientX - box.left) / box.width, (event.clientY - box.top) / box.height];
  view.x += view.w * u * (1 - factor); view.y += view.h * v * (1 - factor); view.w *= factor; view.h *= factor;
  frame();
}, { passive: false });
let grip = null;
picture.addEventListener("pointerdown", (event) => { grip = [event.clientX, event.clientY]; });
window.addEventListener("pointermove", (event) => {
  if (!grip) return;
  const box = picture.getBoundingClientRect();
  const scale = Math.max(view.w / box.width, view.h / box.height);
  view.x -= (event.clientX - grip[0]) * scale; view.y -= (event.clientY - grip[1]) * scale;
  grip = [event.clientX, event.clientY];
  frame();
});
window.addEventListener("pointerup", () => { grip = null; });

// -- start ------------------------------------------------------------------------
function follow() {
  const wanted = decodeURIComponent(location.hash.slice(1));
  const i = nodes.findIndex((node) => node.i === wanted);
  if (i >= 0 && i !== current) show(i, true);
}
byId("search").addEventListener("input", (event) => search(event.target.value));
window.addEventListener("hashchange", follow);
draw();
frame();
search("");
follow();
