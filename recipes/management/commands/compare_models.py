"""`manage.py compare_models NAME_OR_PATH...`: models and kinds of vector on one's own data.

The measuring is in recipes.evaluation.
"""

from pathlib import Path

from django.core.management.base import BaseCommand

from recipes import evaluation
from recipes.embedders.model_folder import BUNDLED
from recipes.embedders.sentence_transformer import SentenceTransformerEmbedder
from recipes.embedders.variants import BYTES
from recipes.importing import SourceFileError
from recipes.management.arguments import positive
from recipes.management.errors import said_in_one_line

COLUMNS = f"{'model':24}{'vectors':>10}{'dims':>6}{'bytes a recipe':>16}{'nDCG@10':>24}{'refused':>9}"
MORE = f"{'answered':>10}{'threshold':>11}{'texts/s':>9}{'ms a query':>12}"


class Command(BaseCommand):
    help = (
        "Compare models, and kinds of vector, on the labelled queries: quality, size, speed, and each one's own "
        "calibrated threshold. On the starter collection, or on --collection with --queries, apart from the site."
    )

    def add_arguments(self, parser):
        parser.add_argument("models", nargs="*", default=[BUNDLED], metavar="NAME_OR_PATH", help=f"default: {BUNDLED}")
        parser.add_argument("--vectors", nargs="+", choices=BYTES, default=["float32"], help="kinds of number to keep")
        parser.add_argument("--dimensions", nargs="+", type=positive, default=[], metavar="N", help="shortened, too")
        parser.add_argument("--half", choices=("dev", "test", "all"), default="dev")
        parser.add_argument("--collection", type=Path, metavar="FILE", help="your own recipes (default: the starter's)")
        parser.add_argument("--queries", type=Path, default=evaluation.LABELLED_QUERIES, metavar="FILE")

    def handle(self, *, models, vectors, dimensions, half, queries, collection, **options):
        variants = [*((kind, None) for kind in vectors), *(("float32", size) for size in dimensions)]
        data = evaluation.Data(collection, queries, half)
        with said_in_one_line(evaluation.QueriesError, ValueError, SourceFileError, OSError):
            evaluation.read_queries(queries)
            self.stdout.write(COLUMNS + MORE)
            for model in models:
                for compared in evaluation.compare(model, SentenceTransformerEmbedder(model), variants, data):
                    self.stdout.write(row(compared))


def row(compared: evaluation.Compared) -> str:
    figures, rates = compared.measured.figures, compared.calibration
    ndcg = figures["ndcg@10"]
    interval = f"{ndcg.value:.3f} [{ndcg.low:.3f}, {ndcg.high:.3f}]"
    return (
        f"{Path(compared.name).name[:23]:24}{compared.kind:>10}{compared.dimensions:>6}{compared.bytes_a_recipe:>16,.0f}"
        f"{interval:>24}{figures['refused'].value:>9.1%}{figures['answered'].value:>10.1%}{rates.threshold:>11.3f}"
        f"{compared.speed.texts_a_second:>9.0f}{compared.speed.query_ms:>12.1f}"
    )
