"""Changing a graph where it changed: subject by subject, without writing the rest again.

What a graph says is owned: each article owns a named graph, and each subject its triples in the
default graph. A patch replaces what some subjects and graphs own, then looks up again what rules
say through them, then tells what to validate: the subjects with changed triples, and those that
point at something of another class than before.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

import pyoxigraph as ox

from kgraph.graph.project import apply_rules
from kgraph.graph.rules import Rule, rules
from kgraph.graph.terms import RDF_TYPE, Names
from kgraph.graph.validate import Finding, as_triples, asked, fast, shapes_of
from kgraph.schema import RDF, RDFS

_DEFAULT = ox.DefaultGraph()
_LABEL = ox.NamedNode(RDFS + "label")
_OBJECT = ox.NamedNode(RDF + "object")
_PREDICATE = ox.NamedNode(RDF + "predicate")


class TooMuch(Exception):  # noqa: N818  # no error: the graph is made whole instead
    """What changed cannot be told from what did not."""


class Patch:
    """Brings a copy of a store, ``new``, from what ``old`` says to what a graph is to say now."""

    def __init__(self, old: ox.Store, new: ox.Store, names: Names) -> None:
        self.old, self.new, self.names = old, new, names
        self.local = [r for r in rules() if r.local]
        self.linking = [r for r in rules() if not r.local]
        self.shortcuts = {names.term(p) for r in self.linking for p in r.predicates}
        self.removed: set[ox.Quad] = set()
        self.added: set[ox.Quad] = set()
        if any(q for p in self.shortcuts for q in old.quads_for_pattern(None, _PREDICATE, p, None)):
            raise TooMuch("a fact says what a rule says as well")

    # -- what is said otherwise ------------------------------------------------------------

    def graphs(self, graphs: Iterable[ox.NamedNode], quads: Iterable[ox.Quad]) -> None:
        """Named graphs as they are now."""
        before = {q for g in set(graphs) for q in self.old.quads_for_pattern(None, None, None, g)}
        self._change(before, set(quads))

    def subjects(self, subjects: Iterable[ox.NamedNode], quads: Iterable[ox.Quad]) -> None:
        """What the default graph says of some subjects, less what rules add."""
        after = set(quads)
        if any(q.predicate in self.shortcuts for q in after):
            raise TooMuch("a fact says what a rule says as well")
        after.update(apply_rules(after, self.names.schema, self.local))
        self._change({q for s in set(subjects) for q in self.said(self.old, s)}, after)

    def predicate(
        self, predicate: ox.NamedNode, quads: Iterable[ox.Quad], subjects: Iterable[ox.NamedNode] | None = None
    ) -> None:
        """All that the default graph says with a predicate, or what it says so of some subjects."""
        some = [None] if subjects is None else subjects
        before = {q for s in some for q in self.old.quads_for_pattern(s, predicate, None, _DEFAULT)}
        self._change(before, set(quads))

    def said(self, store: ox.Store, subject: ox.NamedNode) -> Iterator[ox.Quad]:
        """What a store's default graph says of a subject, but for what is said all together elsewhere."""
        together = {self.names.term("dct:isReplacedBy"), self.names.term("schema:sameAs"), *self.shortcuts}
        return (q for q in store.quads_for_pattern(subject, None, None, _DEFAULT) if q.predicate not in together)

    def values(self, subject: ox.NamedNode, predicate: ox.NamedNode) -> set[ox.NamedNode]:
        """The things that a subject pointed at before."""
        found = self.old.quads_for_pattern(subject, predicate, None, _DEFAULT)
        return {q.object for q in found if isinstance(q.object, ox.NamedNode)}

    def pointed(self, value: ox.NamedNode) -> set[ox.NamedNode]:
        """The subjects that pointed at something before."""
        found = self.old.quads_for_pattern(None, None, value, _DEFAULT)
        return {q.subject for q in found if isinstance(q.subject, ox.NamedNode)}

    def spoken(self, value: ox.NamedNode) -> bool:
        """True if a fact will say something of a term."""
        stays = (q for q in self.old.quads_for_pattern(None, _OBJECT, value, None) if q not in self.removed)
        return next(stays, None) is not None or any((q.predicate, q.object) == (_OBJECT, value) for q in self.added)

    def label(self, entity: str) -> str:
        """The label that something had before."""
        found = self.old.quads_for_pattern(self.names.thing(entity), _LABEL, None, _DEFAULT)
        return next((q.object.value for q in found if isinstance(q.object, ox.Literal)), "")

    def pointing(self, entity: str) -> Iterator[str]:
        """The ids of what spoke of something before."""
        start = f"{self.names.base}id/"
        for quad in self.old.quads_for_pattern(None, None, self.names.thing(entity), _DEFAULT):
            if isinstance(quad.subject, ox.NamedNode) and quad.subject.value.startswith(start):
                yield quad.subject.value.removeprefix(start)

    # -- what follows ----------------------------------------------------------------------

    def apply(self) -> None:
        """Write it, with what rules make of it."""
        self._write(self.removed, self.added)
        for rule in self.linking:
            lost, made = self._derived(rule)
            self._write(lost, made)
            self.removed |= lost
            self.added |= made

    def _derived(self, rule: Rule) -> tuple[set[ox.Quad], set[ox.Quad]]:
        """What a rule says no longer, and what it says now."""
        changed = [q for q in (*self.removed, *self.added) if q.graph_name == _DEFAULT]
        before, now = rule.through(self.old, changed), rule.through(self.new, changed)
        lost = {t for t in before - now if not rule.makes(self.new, t)}
        return _quads(lost), _quads(now - before)

    def findings(self) -> list[Finding]:
        """What shapes say of all that changed."""
        foci = {q.subject for q in (*self.removed, *self.added)}
        retyped = {q.subject for q in (*self.removed, *self.added) if q.predicate == RDF_TYPE}
        foci |= {q.subject for s in retyped for q in self.new.quads_for_pattern(None, None, s, None)}
        quads = {q for s in foci for q in self.new.quads_for_pattern(s, None, None, None)}
        for value in {q.object for q in quads if isinstance(q.object, ox.NamedNode)} - foci:
            quads.update(self.new.quads_for_pattern(value, RDF_TYPE, None, None))
        wanted = {s.value for s in foci if isinstance(s, ox.NamedNode)}
        part = ox.Store()
        part.bulk_extend(quads)
        found = fast(shapes_of(self.names.schema, sparql=False), as_triples(quads))
        found += asked(part, self.names.schema, "Violation")
        return [f for f in found if f.focus in wanted]

    def _change(self, before: set[ox.Quad], after: set[ox.Quad]) -> None:
        self.removed |= before - after
        self.added |= after - before

    def _write(self, removed: Iterable[ox.Quad], added: Iterable[ox.Quad]) -> None:
        for quad in removed:
            self.new.remove(quad)
        self.new.extend(added)


def _quads(triples: Iterable[ox.Triple]) -> set[ox.Quad]:
    return {ox.Quad(t.subject, t.predicate, t.object) for t in triples}
