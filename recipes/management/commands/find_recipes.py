"""`manage.py find_recipes "QUERY"`: the search that cooks use, from a shell. The ranking is in recipes.search."""

import json

from django.core.management.base import BaseCommand

from recipes.management.arguments import cosine, positive
from recipes.management.errors import said_in_one_line, until_nobody_reads
from recipes.search import DEFAULT, Match, Ranking, rank

NO_MATCH = "No close matches found"


class Command(BaseCommand):
    help = "Find the recipes closest in meaning to a sentence."

    def add_arguments(self, parser):
        parser.add_argument("query", help="what you feel like eating, in quotes")
        parser.add_argument("--top-k", type=positive, default=3, metavar="N", help="at most so many (default: 3)")
        cut_off = parser.add_mutually_exclusive_group()
        cut_off.add_argument("--threshold", type=cosine, default=DEFAULT, metavar="X", help="a cosine from -1 to 1")
        cut_off.add_argument("--no-threshold", action="store_const", const=None, dest="threshold", help="no cut-off")
        parser.add_argument("--json", action="store_true", help="print JSON")

    def handle(self, *args, **options):
        with said_in_one_line():
            ranking = rank(options["query"], threshold=options["threshold"])
            matches = ranking.matches(0, options["top_k"])
        write = self.write_json if options["json"] else self.write_text
        with until_nobody_reads():
            write(ranking, matches)

    def write_json(self, ranking: Ranking, matches: list[Match]) -> None:
        answer = {
            "query": ranking.query.raw,
            "read_as": [{"id": name, "kind": kind, "text": text} for name, kind, text in ranking.read_as],
            "space": ranking.space.space,
            "threshold": ranking.threshold,
            "total": ranking.total,
            "message": None if matches else NO_MATCH,
            "results": [as_json(match) for match in matches],
        }
        # A shell may hand over bytes that are no UTF-8; JSON must be.
        self.stdout.write(json.dumps(answer, ensure_ascii=False, indent=2).encode("utf-8", "replace").decode())

    def write_text(self, ranking: Ranking, matches: list[Match]) -> None:
        if ranking.query.cut:
            self.stdout.write(f"The query is long; searched for: {ranking.query.text}")
        if ranking.read_as:
            self.stdout.write(f"Read as: {'; '.join(text for _, _, text in ranking.read_as)}")
        for told in ranking.query.contradictions:
            self.stdout.write(str(told))
        for place, match in enumerate(matches, start=1):
            self.stdout.write(f"{place}. {match.recipe.title}  [{match.label}, {match.score:.3f}]")
            self.stdout.write(f"   {match.passage.kind}: {match.passage.text}")
        self.stdout.write(f"{len(matches)} of {ranking.total} matches." if matches else NO_MATCH)


def as_json(match: Match) -> dict:
    return {
        "id": match.recipe.pk,
        "slug": match.recipe.slug,
        "title": match.recipe.title,
        "score": match.score,
        "label": match.label,
        "meets": match.meets,
        "passage": {"kind": match.passage.kind, "position": match.passage.position, "text": match.passage.text},
    }
