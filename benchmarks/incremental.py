"""What adding one article costs: time by stage and memory, on a graph of N synthetic articles.

``python benchmarks/incremental.py [N]`` writes N invented articles (two people who meet in a
place: 11 facts, 4 mentions) straight into a ledger, builds the graph, adds one real text, and
prints seconds of the processor by stage and the peak memory, as JSON. Loading the language model
comes before and is not counted. Seeded: the same articles each time.
"""

from __future__ import annotations

import json
import random
import resource
import sys
import tempfile
import time
from datetime import date, timedelta
from hashlib import sha256
from pathlib import Path

from kgraph.config import Config
from kgraph.extract.records import digest
from kgraph.graph.ledger import Ledger, Manifest, reading_of
from kgraph.graph.project import Run
from kgraph.model import Article, ArticleRecord, DateClaim, Fact, Literal, Mention, Ref, Span, Term, Value
from kgraph.pipeline import How, build, configuration_hash, load_knowledge, load_schema, model_name, version

ONE_MORE = "Ferry news\n\nOn 4 May 2021 the director Ana Vela met Tomas Brandt in Vienna.\n"
PLACES = ("Vienna", "Lisbon", "Oslo", "Nairobi", "Lima", "Hanoi", "Quito", "Riga")
SYLLABLES = ("ba", "do", "fi", "ka", "lu", "me", "no", "ra", "si", "to", "vi", "ze")


def person(rng: random.Random, number: int) -> str:
    """A name that looks like one; a few hundred numbers come often, most seldom."""
    rng.seed(number)
    return " ".join("".join(rng.choices(SYLLABLES, k=k)).capitalize() for k in (2, 3))


def record(number: int) -> ArticleRecord:
    """One invented article as reading would give it."""
    rng = random.Random(number)
    people = [person(random.Random(), int(rng.paretovariate(0.4)) % 20_000) for _ in range(2)]
    place, day = rng.choice(PLACES), date(2000, 1, 1) + timedelta(days=rng.randrange(7000))
    text = f"On {day.isoformat()} {people[0]} met {people[1]} in {place}."
    snapshot = sha256(str(number).encode()).hexdigest()
    article = Article(snapshot, snapshot, text, title=f"Item {number}", publisher=f"Press {number % 40}", published=day)
    whole = (Span(0, len(text), text, 0),)
    facts: list[Fact] = []

    def fact(subject: str, predicate: str, value: Value, claim: DateClaim | None = None) -> None:
        facts.append(
            Fact(
                digest(snapshot, subject, predicate, repr(value)),
                Ref(subject),
                predicate,
                value,
                whole,
                "synthetic",
                0.9,
                claim,
            )
        )

    keys = [digest(snapshot, "thing", str(i)) for i in range(3)]
    names = [*people, place]
    for key, name, cls in zip(keys, names, ("schema:Person", "schema:Person", "schema:Place"), strict=True):
        fact(key, "rdf:type", Term(cls))
        fact(key, "schema:name", Literal(name))
    event = digest(snapshot, "event")
    fact(event, "rdf:type", Term("kg:Meeting"))
    for key in keys[:2]:
        fact(event, "kg:participant", Ref(key))
    fact(event, "kg:place", Ref(keys[2]))
    fact(
        event,
        "kg:edtf",
        Literal(day.isoformat(), "edtf:EDTF"),
        DateClaim(day.isoformat(), day, day, "explicit", day.isoformat()),
    )
    starts = [text.index(people[0]), text.index(f" {people[1]} ") + 1, text.index(place)]
    mentions = tuple(
        Mention(Span(s, s + len(n), n, s), (k,), "name", "synthetic")
        for s, n, k in zip(starts, names, keys, strict=True)
    )
    return ArticleRecord(article, mentions, tuple(facts))


def fill(folder: Path, number: int, config: Config) -> None:
    """A ledger of that many articles."""
    made = (f"kgraph {version('kgraph')}", model_name(config.model), configuration_hash(config))
    ledger, run = Ledger(folder / "ledger"), Run(*made).name
    parts, current = [], []
    for start in range(0, number, 2000):
        records = [record(n) for n in range(start, min(start + 2000, number))]
        parts += ledger.add(records, run)
        current += [(r.article.id, reading_of(r.article)) for r in records]
    ledger.commit(Manifest(run, tuple(parts), tuple(sorted(current)), (), made))


def main(number: int) -> None:
    """Measure and print."""
    config = Config()
    load_knowledge(config, load_schema(config)).model.parse("Warm.")
    with tempfile.TemporaryDirectory() as place:
        folder, more = Path(place) / "kg", Path(place) / "ferry.txt"
        more.write_text(ONE_MORE)
        fill(folder, number, config)
        found: dict[str, object] = {"articles": number}
        for name, paths in (("whole graph", []), ("one more", [more]), ("nothing new", [more])):
            cpu, wall = time.process_time(), time.perf_counter()
            report = build(paths, folder, config, how=How())
            found[name] = {
                "cpu": round(time.process_time() - cpu, 2),
                "wall": round(time.perf_counter() - wall, 2),
                "stages": report.seconds,
                "peak MB": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024,
            }
        found["facts"] = report.facts
        print(json.dumps(found, indent=1))


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 20_000)
