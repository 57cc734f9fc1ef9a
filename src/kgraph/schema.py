"""The ontology as Python sees it: classes, what each may carry, and how names are written.

Everything here is read from the Turtle files at run time; no class or property is listed in
Python. Terms are passed around as *curies* (``kg:Meeting``, ``schema:Person``); full IRIs
appear only where RDF is written.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

import pyoxigraph as ox

from kgraph.errors import Place, SchemaError
from kgraph.resources import ontology_dir

KG = "https://w3id.org/kgraph/ns#"

RDF = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
RDFS = "http://www.w3.org/2000/01/rdf-schema#"
SH = "http://www.w3.org/ns/shacl#"
OWL = "http://www.w3.org/2002/07/owl#"
SKOS = "http://www.w3.org/2004/02/skos/core#"
XSD = "http://www.w3.org/2001/XMLSchema#"
EDTF = "edtf:EDTF"

_CAPITAL = re.compile(r"(?<=[a-z0-9])(?=[A-Z])")
_PREFIX = re.compile(r"^@prefix\s+([\w-]*):\s*<([^>]+)>", re.MULTILINE)


def plain(term: ox.NamedNode | ox.BlankNode | ox.Literal | ox.Triple) -> str:
    """A term as text: an IRI, a label, a literal's lexical form."""
    return str(term) if isinstance(term, ox.Triple) else term.value


@dataclass(frozen=True, slots=True)
class Property:
    """One property as one class may carry it.

    ``classes`` are the curies of the classes its values may have, ``datatype`` the curie of a
    literal's datatype; both empty means that the shapes do not say.
    """

    name: str
    classes: tuple[str, ...] = ()
    datatype: str | None = None
    max_count: int | None = None

    @property
    def is_link(self) -> bool:
        """True if the values are things rather than literals."""
        return self.datatype is None


@dataclass(frozen=True, slots=True)
class Class:
    """One class: how it is called, explained and shown."""

    name: str
    label: str
    definition: str
    example: str
    made_by: str
    colour: str
    shape: str
    parents: tuple[str, ...]
    notation: str
    label_pattern: str


class Schema:
    """Read-only view of the ontology. Build it with :meth:`load`."""

    def __init__(self, store: ox.Store, prefixes: Mapping[str, str]) -> None:
        self._store = store
        self.prefixes = dict(sorted(prefixes.items()))
        self._by_namespace = sorted(((iri, p) for p, iri in prefixes.items()), key=lambda x: -len(x[0]))

    @classmethod
    def load(cls, *folders: Path) -> Schema:
        """Parse every ``*.ttl`` in the folders; without folders, in kgraph's own ontology.

        Raises :class:`SchemaError` with file and line when a file is not Turtle.
        """
        store, prefixes = ox.Store(), dict[str, str]()
        for path in (p for folder in folders or (ontology_dir(),) for p in sorted(folder.glob("*.ttl"))):
            text = path.read_text(encoding="utf-8")
            try:
                store.load(text.encode(), format=ox.RdfFormat.TURTLE)
            except SyntaxError as error:
                line = getattr(error, "lineno", None)
                raise SchemaError(f"not Turtle: {error.msg}", place=Place(str(path), line)) from error
            prefixes |= dict(_PREFIX.findall(text))
        return cls(store, prefixes)

    # -- names -----------------------------------------------------------------------------

    def iri(self, curie: str) -> str:
        """The full IRI of a curie. ``kg:Meeting`` -> ``https://w3id.org/kgraph/ns#Meeting``."""
        prefix, _, local = curie.partition(":")
        try:
            return self.prefixes[prefix] + local
        except KeyError:
            raise SchemaError(
                f"unknown prefix {prefix!r} in {curie!r}", help=f"known: {', '.join(self.prefixes)}"
            ) from None

    def curie(self, iri: str) -> str:
        """The curie of a full IRI, or the IRI itself where no prefix fits."""
        for namespace, prefix in self._by_namespace:
            if iri.startswith(namespace):
                return f"{prefix}:{iri[len(namespace) :]}"
        return iri

    def term(self, name: str) -> str:
        """The curie of a class or property given as a local name or a curie.

        Raises :class:`SchemaError` naming the nearest known terms.
        """
        if name in self.classes or name in self.properties:
            return name
        if (found := self._locals.get(name)) is not None:
            return found
        known = _nearest(name, [*self._locals, *self.classes, *self.properties])
        raise SchemaError(f"no class or property {name!r} in the ontology", help=f"did you mean {known}?")

    # -- classes ---------------------------------------------------------------------------

    @cached_property
    def classes(self) -> dict[str, Class]:
        """Every class of the ontology by curie, in alphabetical order."""
        found = sorted(self.curie(iri) for iri in self._subjects(RDF + "type", RDFS + "Class"))
        return {name: self._class(name) for name in found}

    @cached_property
    def event_types(self) -> tuple[str, ...]:
        """Curies of the kinds of event."""
        return tuple(c for c in self.classes if c != "kg:Event" and self.is_a(c, "kg:Event"))

    @cached_property
    def thing_types(self) -> tuple[str, ...]:
        """Curies of the kinds of named thing."""
        return tuple(c for c in self.classes if c != "kg:Thing" and self.is_a(c, "kg:Thing"))

    def instances(self, cls: str) -> tuple[str, ...]:
        """Curies of the individuals that the ontology itself declares for a class (modalities)."""
        return tuple(sorted(self.curie(i) for i in self._subjects(RDF + "type", self.iri(cls))))

    def ancestors(self, cls: str) -> tuple[str, ...]:
        """A class and all above it, nearest first."""
        seen, queue = [], [cls]
        while queue:
            name = queue.pop(0)
            if name not in seen:
                seen.append(name)
                queue += self._parents.get(name, ())
        return tuple(seen)

    def is_a(self, cls: str, ancestor: str) -> bool:
        """True if a class is another or lies below it."""
        return ancestor in self._ancestor_sets.get(cls, (cls,))

    def compatible(self, one: str, other: str) -> bool:
        """True if one class lies on the other's path to the root, so that one thing can have both."""
        return self.is_a(one, other) or self.is_a(other, one)

    def by_notation(self, name: str) -> str:
        """The class with a ``skos:notation``, else with that local name: the evaluation data's names."""
        return self._notations.get(name) or self.term(name)

    # -- properties ------------------------------------------------------------------------

    @cached_property
    def properties(self) -> dict[str, str]:
        """Curie of every property the ontology defines or a shape uses, with its label: for a term of another
        vocabulary what a shape calls it (``sh:name``), else the words of its name.
        """
        declared = {
            iri
            for kind in ("ObjectProperty", "DatatypeProperty", "AnnotationProperty")
            for iri in self._subjects(RDF + "type", OWL + kind)
        }
        found = {self.curie(iri): self._text(iri, RDFS + "label") for iri in declared}
        for quad in self._quads(None, SH + "path"):
            if isinstance(quad.object, ox.NamedNode) and not found.get(curie := self.curie(quad.object.value)):
                said = self._object(quad.subject, SH + "name")
                found[curie] = plain(said) if said is not None else ""
        return {name: found[name] or _words(name) for name in sorted(found, key=self.iri)}

    @cached_property
    def declared_properties(self) -> frozenset[str]:
        """Curies of the properties that the ontology itself defines."""
        kinds = ("ObjectProperty", "DatatypeProperty", "AnnotationProperty")
        return frozenset(self.curie(i) for k in kinds for i in self._subjects(RDF + "type", OWL + k))

    def allowed(self, cls: str) -> dict[str, Property]:
        """What instances of a class may carry, by curie; a nearer class's word wins."""
        found: dict[str, Property] = {}
        for ancestor in self.ancestors(cls):
            for prop in self._own.get(ancestor, ()):
                found.setdefault(prop.name, prop)
        return found

    def accepts(self, cls: str, prop: str, value_class: str) -> bool:
        """True if the shapes let an instance of ``cls`` carry a value of ``value_class`` for ``prop``."""
        known = self.allowed(cls).get(prop)
        if known is None or not known.is_link:
            return False
        return not known.classes or any(self.is_a(value_class, c) for c in known.classes)

    @cached_property
    def participant_roles(self) -> frozenset[str]:
        """Curies of ``kg:participant`` and the properties below it."""
        below = {self.curie(plain(q.subject)) for q in self._quads(None, RDFS + "subPropertyOf", KG + "participant")}
        return frozenset(below | {"kg:participant"})

    def annotations(self, cls: str, prop: str) -> tuple[str, ...]:
        """The texts of an annotation property on a class, else on its nearest ancestor that has any."""
        found = (sorted(plain(q.object) for q in self._quads(self.iri(a), self.iri(prop))) for a in self.ancestors(cls))
        return tuple(next((texts for texts in found if texts), ()))

    # -- other views -----------------------------------------------------------------------

    @cached_property
    def context(self) -> dict[str, object]:
        """The JSON-LD context that belongs to the ontology."""
        context: dict[str, object] = {"@version": 1.1, **self.prefixes, "id": "@id", "type": "@type"}
        context |= {name.partition(":")[2]: name for name in self.classes}
        ranges = {p.name: p for own in self._own.values() for p in own}
        for name in self.properties:
            prop = ranges.get(name, Property(name))
            context.setdefault(_local(name), self._context_entry(prop))
        return context

    def _context_entry(self, prop: Property) -> object:
        if prop.datatype == "xsd:string" or (prop.name not in self._links and prop.datatype is None):
            return prop.name
        if prop.datatype:
            return {"@id": prop.name, "@type": prop.datatype}
        return {"@id": prop.name, "@type": "@id"}

    def turtle_quads(self) -> Iterator[ox.Quad]:
        """All triples of the ontology, as quads of the default graph."""
        return iter(self._store)

    # -- reading the store -----------------------------------------------------------------

    def _class(self, name: str) -> Class:
        iri = self.iri(name)
        return Class(
            name=name,
            label=self._text(iri, RDFS + "label"),
            definition=self._text(iri, SKOS + "definition"),
            example=self._text(iri, SKOS + "example"),
            made_by=self._text(iri, KG + "madeBy"),
            colour=self._inherited(name, KG + "colour") or "#6b7280",
            shape=self._inherited(name, KG + "shape") or "circle",
            parents=self._parents.get(name, ()),
            notation=self._text(iri, SKOS + "notation"),
            label_pattern=self._inherited(name, KG + "labelPattern"),
        )

    def _inherited(self, name: str, predicate: str) -> str:
        """A class's own annotation, else its nearest superclass's."""
        return next((t for a in self.ancestors(name) if (t := self._text(self.iri(a), predicate))), "")

    @cached_property
    def _links(self) -> frozenset[str]:
        declared = {self.curie(i) for i in self._subjects(RDF + "type", OWL + "ObjectProperty")}
        shaped = {p.name for own in self._own.values() for p in own if p.classes}
        return frozenset(declared | shaped)

    @cached_property
    def _parents(self) -> dict[str, tuple[str, ...]]:
        found: dict[str, list[str]] = {}
        for quad in self._quads(None, RDFS + "subClassOf"):
            found.setdefault(self.curie(plain(quad.subject)), []).append(self.curie(plain(quad.object)))
        return {child: tuple(sorted(parents)) for child, parents in found.items()}

    @cached_property
    def _ancestor_sets(self) -> dict[str, frozenset[str]]:
        return {name: frozenset(self.ancestors(name)) for name in self.classes}

    @cached_property
    def _locals(self) -> dict[str, str]:
        names = [*self.properties, *self.classes]
        return {_local(n): n for n in sorted(names, key=lambda n: n.startswith("kg:"))}

    @cached_property
    def _notations(self) -> dict[str, str]:
        pairs = ((plain(q.object), self.curie(plain(q.subject))) for q in self._quads(None, SKOS + "notation"))
        return {notation: name for notation, name in pairs if ":" not in notation}

    @cached_property
    def _own(self) -> dict[str, tuple[Property, ...]]:
        """Properties stated in each class's own shape, merged per path."""
        return {name: tuple(self._own_properties(name)) for name in self.classes}

    def _own_properties(self, cls: str) -> Iterator[Property]:
        merged: dict[str, Property] = {}
        for quad in sorted(self._quads(self.iri(cls), SH + "property"), key=lambda q: str(q.object)):
            if (prop := self._shape(quad.object)) is not None:
                merged[prop.name] = _merge(merged.get(prop.name), prop)
        yield from (merged[name] for name in sorted(merged))

    def _shape(self, shape: Any) -> Property | None:
        path = self._object(shape, SH + "path")
        if not isinstance(path, ox.NamedNode):  # an inverse or longer path restricts, it does not offer
            return None
        options = [shape, *self._list(self._object(shape, SH + "or"))]
        classes = sorted({self.curie(plain(o)) for s in options if (o := self._object(s, SH + "class"))})
        datatype = self._object(shape, SH + "datatype")
        limit = self._object(shape, SH + "maxCount")
        if self._object(shape, SH + "in") is not None and not classes:
            datatype = datatype or ox.NamedNode(XSD + "string")
        return Property(
            name=self.curie(path.value),
            classes=tuple(classes),
            datatype=self.curie(datatype.value) if datatype else None,
            max_count=int(limit.value) if limit else None,
        )

    def _list(self, head: Any) -> Iterator[Any]:
        while head is not None and plain(head) != RDF + "nil":
            if (first := self._object(head, RDF + "first")) is not None:
                yield first
            head = self._object(head, RDF + "rest")

    def _subjects(self, predicate: str, obj: str) -> Iterator[str]:
        quads = self._quads(None, predicate, obj)
        return (plain(q.subject) for q in quads if isinstance(q.subject, ox.NamedNode))

    def _text(self, iri: str, predicate: str) -> str:
        values = sorted(plain(q.object) for q in self._quads(iri, predicate))
        return values[0] if values else ""

    def _object(self, subject: Any, predicate: str) -> Any:
        return next((q.object for q in self._store.quads_for_pattern(subject, ox.NamedNode(predicate), None)), None)

    def _quads(self, subject: str | None, predicate: str, obj: str | None = None) -> Iterable[ox.Quad]:
        return self._store.quads_for_pattern(
            ox.NamedNode(subject) if subject else None,
            ox.NamedNode(predicate),
            ox.NamedNode(obj) if obj else None,
        )


def _merge(one: Property | None, other: Property) -> Property:
    if one is None:
        return other
    counts = [c for c in (one.max_count, other.max_count) if c is not None]
    return Property(
        name=one.name,
        classes=one.classes or other.classes,
        datatype=one.datatype or other.datatype,
        max_count=min(counts, default=None),
    )


def _local(curie: str) -> str:
    return re.split(r"[:#/]", curie)[-1]


def _nearest(name: str, known: Iterable[str]) -> str:
    from difflib import get_close_matches  # slow to import, and only errors need it

    return ", ".join(get_close_matches(name, sorted(set(known)), n=3, cutoff=0.5)) or "one of the terms in ontology/"


def _words(curie: str) -> str:
    return _CAPITAL.sub(" ", _local(curie)).lower()
