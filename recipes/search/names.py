"""Which of the things that a wish names put recipes in order: those that something close has together.

Not how a sentence names them (querying), and not what has them (naming).
"""

from dataclasses import replace
from itertools import combinations

from recipes.search.collection import contents
from recipes.search.contents import Contents
from recipes.search.deciding import have_named, states
from recipes.search.limits import Limits
from recipes.search.naming import Thing, things
from recipes.search.reading import Reading
from recipes.vector_indexes.base import Hits

Named = frozenset[tuple[Thing, ...]]

KINDS_NAMED = ("food", "dish", "cuisine", "way", "flavour")
NAMED_TOGETHER = [kinds for size in range(len(KINDS_NAMED), -1, -1) for kinds in combinations(KINDS_NAMED, size)]
"""Kinds of things that are named, of which something close has to have all: the first of these that it has."""


def names_held(held: Contents, reading: Reading, limits: Limits, hits: Hits) -> tuple[Reading, Limits]:
    """What is named, of the kinds that some of the hits have all of, and as many qualities beside it.

    The rest are words like others. A quality that all hits have is told, and puts nothing in order.
    """
    for kinds in NAMED_TOGETHER:
        left = frozenset(choice for choice in limits.named if choice[0].kind in kinds)
        if not left or having(held, limits, left, hits):
            break
    beside = qualities_held(held, limits, left, hits)
    told = tuple(found for found in reading.query.found if found.kind != "named" or things(found) in left | beside)
    idle = frozenset(choice for choice in beside if having(held, limits, frozenset([choice]), hits) == len(hits))
    limits = replace(limits, named=left | beside - idle)
    return replace(reading, query=replace(reading.query, found=told)), limits


def qualities_held(held: Contents, limits: Limits, others: Named, hits: Hits) -> Named:
    """The qualities that one of the hits has beside what else is named: without those that fewest have."""
    left = sorted((choice for choice in limits.named if choice[0].kind == "quality"), key=lambda choice: choice[0].id)
    left.sort(key=lambda choice: having(held, limits, others | {choice}, hits))
    while left and not having(held, limits, others | frozenset(left), hits):
        del left[0]
    return frozenset(left)


def having(held: Contents, limits: Limits, named: Named, hits: Hits) -> int:
    """How many of the hits have all of this."""
    return len(holding(replace(limits, named=named), hits, held))


def holding(limits: Limits, hits: Hits, held: Contents | None = None) -> Hits:
    """Those that are known to have the foods in them that must be, and what is named."""
    asked = Limits(needed=limits.needed, named=limits.named)
    if not asked:
        return hits
    held = held or contents()
    rows, there = held.rows(hits.ids)
    return hits.take(there[(states(held, rows, asked) == 1) & have_named(held, rows, asked)])
