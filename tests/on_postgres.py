"""PostgreSQL with pgvector: what only it does.

pytest doesn't collect it by itself: tests/test_postgres.py runs it with a real server as the default database.
"""

import numpy as np
import pytest
from django.core.management import CommandError, call_command
from django.db import connection

from recipes import checks
from recipes.models import Embedding, EmbeddingSpace, Recipe
from recipes.scratch import scratch_database
from recipes.vector_indexes.exact import ExactIndex
from recipes.vector_indexes.graphs import graph_name, graphs
from recipes.vector_indexes.pgvector import PgVectorIndex, by_distance
from tests.conftest import embed_all, make_recipe
from tests.contracts import EAST, SPACE, VectorIndexContract, store
from tests.postgres import prefer_the_graph

pytestmark = [pytest.mark.django_db]
K = 10


@pytest.fixture
def index():
    return PgVectorIndex()


class TestPgVectorIndex(VectorIndexContract):
    pass


def execute(statement: str, parameters=None) -> list[tuple]:
    with connection.cursor() as cursor:
        cursor.execute(statement, parameters)
        return cursor.fetchall() if cursor.description else []


def random_vectors(count: int, dimensions: int = 16, seed: int = 7) -> np.ndarray:
    vectors = np.random.default_rng(seed).standard_normal((count, dimensions)).astype("<f4")
    return vectors / np.linalg.norm(vectors, axis=1, keepdims=True)


@pytest.fixture
def crowd():
    """400 recipes of two passages each, the last ten of them drafts."""
    execute("SET CONSTRAINTS ALL IMMEDIATE")  # what waits for the transaction's end would keep an index from being made
    titles = [f"Recipe {n}" for n in range(400)]
    made = Recipe.objects.bulk_create(
        Recipe(title=title, slug=title.lower().replace(" ", "-"), summary="x", published=n < 390, vegan=n % 80 == 0)
        for n, title in enumerate(titles)
    )
    Embedding.objects.bulk_create(
        Embedding(
            recipe=made[n // 2], space=SPACE, position=n % 2, kind="x", text="x", fingerprint=f"{n}", vector=v.tobytes()
        )
        for n, v in enumerate(random_vectors(800))
    )
    EmbeddingSpace.objects.create(space=SPACE)


ALWAYS, NEVER = {"graph_cost": 0}, {"graph_cost": 1e9}


@pytest.fixture
def graph(crowd):
    """The crowd, and a graph that all searches go by."""
    index = PgVectorIndex(graph_from=800, **ALWAYS)
    assert index.prepare(SPACE) == "Made the graph of 800 passages that PostgreSQL searches."
    prefer_the_graph()
    return index


class TestGraph:
    def test_it_is_what_a_search_for_the_best_goes_by(self, graph):
        rows = Embedding.objects.filter(space=SPACE, recipe__in=Recipe.objects.published().order_by().values("pk"))
        assert f"Index Scan using {graph_name(SPACE)}" in by_distance(rows, random_vectors(1)[0])[:30].explain()

    def test_it_finds_what_the_exact_index_finds(self, graph):
        exact, published = ExactIndex(), Recipe.objects.published()
        found = [
            (graph.search(SPACE, vector, K, published), exact.search(SPACE, vector, K, published))
            for vector in random_vectors(30, seed=8)
        ]
        shares = [len({hit.recipe_id for hit in got} & {hit.recipe_id for hit in best}) / K for got, best in found]
        assert np.mean(shares) >= 0.98
        rights = {(hit.recipe_id, n): hit for n, (_, best) in enumerate(found) for hit in best}
        both = [
            (hit, rights[hit.recipe_id, n])
            for n, (got, _) in enumerate(found)
            for hit in got
            if (hit.recipe_id, n) in rights
        ]
        assert [hit.score for hit, _ in both] == pytest.approx([right.score for _, right in both], abs=2e-6)
        assert [(hit.position, hit.fingerprint) for hit, _ in both] == [(r.position, r.fingerprint) for _, r in both]

    def test_a_narrow_filter_leaves_exactly_what_passes_it(self, graph):
        few = Recipe.objects.published().filter(vegan=True)
        vector = random_vectors(1, seed=9)[0]
        hits = graph.search(SPACE, vector, K, few)
        assert [hit.recipe_id for hit in hits] == [hit.recipe_id for hit in ExactIndex().search(SPACE, vector, K, few)]
        assert len(hits) == few.count() == 5

    def test_it_may_remember_what_it_looked_at_whatever_else_queries_may(self, graph):
        execute("SET LOCAL work_mem = '8MB'")
        graph.search(SPACE, random_vectors(1)[0], K)
        assert execute("SHOW hnsw.scan_mem_multiplier") == [("16",)]

    def test_it_is_made_once(self, graph):
        assert (graph.prepare(SPACE), graphs()) == ("", {graph_name(SPACE): True})

    def test_one_whose_making_was_cut_short_is_made_again(self, graph):
        execute("UPDATE pg_index SET indisvalid = false WHERE indexrelid = %s::regclass", [graph_name(SPACE)])
        assert graph.prepare(SPACE).startswith("Made the graph of 800 passages")
        assert graphs() == {graph_name(SPACE): True}

    def test_it_goes_with_its_space(self, graph):
        EmbeddingSpace.objects.all().delete()
        Embedding.objects.all().delete()
        assert (graph.prepare("another"), graphs()) == ("", {})

    def test_each_space_has_its_own_of_its_own_dimensions(self, graph):
        store(make_recipe("Wide"), *random_vectors(3, 700), space="wide")
        assert PgVectorIndex(graph_from=3).prepare("wide") == "Made the graph of 3 passages that PostgreSQL searches."
        assert graphs() == {graph_name(SPACE): True, graph_name("wide"): True}
        hit = PgVectorIndex().search("wide", random_vectors(3, 700)[1], 1)[0]
        assert (hit.position, hit.score) == (1, 1)


POOR = {"graph_from": 800, "links": 2, "build_in_sight": 4}
"""A graph that misses much: what is found all the same was not found by it."""

QUERIES = random_vectors(30, seed=8)


def found(index, recipes) -> list[list[int]]:
    return [[hit.recipe_id for hit in index.search(SPACE, vector, K, recipes)] for vector in QUERIES]


class TestChoice:
    @pytest.fixture(autouse=True)
    def _poor_graph(self, crowd):
        assert PgVectorIndex(**POOR).prepare(SPACE) != ""
        prefer_the_graph()

    @pytest.fixture
    def some(self):
        """300 of the 400: enough of their passages for the graph to be content."""
        return Recipe.objects.filter(pk__in=Recipe.objects.order_by("pk").values("pk")[:300])

    def test_what_few_pass_is_scanned_and_exact_and_what_many_pass_goes_by_the_graph(self, some):
        most = 320
        index = PgVectorIndex(graph_cost=most**2 / 400 / 330)
        assert found(index, some) == found(ExactIndex(), some)
        for many in (Recipe.objects.published(), None):
            assert found(index, many) != found(ExactIndex(), many)
        assert found(PgVectorIndex(**ALWAYS), some) != found(ExactIndex(), some)

    @pytest.mark.parametrize("passing", [0, 1, 12, 300])
    def test_a_filter_that_few_pass_finds_all_of_its_own_however_far(self, passing):
        nearest_last = ExactIndex().search(SPACE, QUERIES[0], None)[::-1]
        far = Recipe.objects.filter(pk__in=[hit.recipe_id for hit in nearest_last[:passing]])
        expected = [hit.recipe_id for hit in nearest_last[:passing][::-1][:K]]
        for index in (PgVectorIndex(), PgVectorIndex(**NEVER)):
            assert [hit.recipe_id for hit in index.search(SPACE, QUERIES[0], K, far)] == expected

    def test_of_the_default_a_collection_so_small_is_scanned(self):
        assert found(PgVectorIndex(), None) == found(ExactIndex(), None)

    def test_before_postgresql_has_counted_recipes_larder_does(self, some):
        execute("UPDATE pg_class SET reltuples = -1 WHERE oid = 'recipes_recipe'::regclass")
        index = PgVectorIndex(graph_cost=320**2 / 400 / 330)
        assert found(index, some) == found(ExactIndex(), some)
        assert found(index, None) != found(ExactIndex(), None)


def test_a_scan_goes_on_until_it_has_as_many_recipes_as_are_wanted(index):
    many, other, last = (make_recipe(title) for title in ("Many", "Other", "Last"))
    store(many, *[[1, 0, 0]] * 320)
    store(other, *[[1, 1, 0]] * 1000)
    store(last, [0, 1, 0])
    assert [hit.recipe_id for hit in index.search(SPACE, EAST, 3)] == [many.pk, other.pk, last.pk]


def test_no_recipe_at_all_may_be_found(index):
    store(make_recipe("One"), [1, 0, 0])
    for nobody in (Recipe.objects.none(), Recipe.objects.filter(pk__in=[]), Recipe.objects.filter(title="Two")):
        assert index.search(SPACE, EAST, 1, nobody) == []


def test_a_small_space_has_none(index):
    store(make_recipe("One"), [1, 0, 0])
    assert (index.prepare(SPACE), index.prepare("nothing"), graphs()) == ("", "", {})


def test_a_space_of_more_dimensions_than_a_graph_takes_is_searched_without(index):
    vectors = random_vectors(2, 4001)
    for number, vector in enumerate(vectors):
        store(make_recipe(f"Recipe {number}"), vector)
    assert PgVectorIndex(graph_from=1).prepare(SPACE) == ""
    assert index.search(SPACE, vectors[1], 1)[0].score == 1


@pytest.mark.django_db(transaction=True)
def test_embed_recipes_makes_it_beside_whoever_writes_and_says_so(fake_embedders, settings, capsys):
    backend = "recipes.vector_indexes.pgvector.PgVectorIndex"
    settings.VECTOR_INDEXES = {"default": {"BACKEND": backend, "OPTIONS": {"graph_from": 3}}}
    make_recipe("Pea soup")
    call_command("embed_recipes")
    assert "Made the graph of 3 passages that PostgreSQL searches.\n" in capsys.readouterr().out
    assert graphs() == {graph_name("words/40t/256d"): True}
    assert execute("SHOW maintenance_work_mem") == [("64MB",)]


def test_e006_pgvector_is_too_old(fake_search):
    make_recipe("Pea soup")
    fake_search()
    assert checks.check_embeddings(databases=["default"]) == []
    execute("UPDATE pg_extension SET extversion = '0.7.4' WHERE extname = 'vector'")
    [message] = checks.check_embeddings(databases=["default"])
    assert (message.id, message.msg) == (
        "recipes.E006",
        "pgvector is 0.7.4 here: searching a graph with filters needs 0.8.",
    )
    assert "ALTER EXTENSION vector UPDATE" in message.hint


def test_health_says_that_the_server_can_no_longer_use_pgvector(fake_search, client, settings):
    settings.VECTOR_INDEXES = {"default": {"BACKEND": "recipes.vector_indexes.pgvector.PgVectorIndex"}}
    make_recipe("Pea soup")
    fake_search()
    assert client.get("/healthz").json()["status"] == "ok"
    for kind in ("vector", "halfvec"):
        execute(f"ALTER FUNCTION vector_dims({kind}) RENAME TO forgotten_{kind}")
    response = client.get("/healthz")
    assert (response.status_code, response.json()["status"]) == (503, "no_index")


# ---------------------------------------------------------------- the column

BEFORE = "0005_embedded_recipe_written"


@pytest.fixture
def _as_before_the_column(transactional_db):
    call_command("migrate", "recipes", BEFORE, verbosity=0)
    yield
    call_command("migrate", verbosity=0)


@pytest.mark.usefixtures("_as_before_the_column")
def test_vectors_of_before_become_pgvectors_and_back_bit_by_bit():
    recipe = make_recipe("Pea soup")
    vectors = [np.array(numbers, "<f4").tobytes() for numbers in ([0.1, -0.0, 1e-45], [-3.4028235e38, 1 / 3])]
    for position, vector in enumerate(vectors):
        execute(
            "INSERT INTO recipes_embedding (recipe_id, position, kind, text, fingerprint, space, vector) "
            "VALUES (%s, %s, 'x', 'x', 'x', 'x', %s)",
            [recipe.pk, position, vector],
        )
    call_command("migrate", verbosity=0)
    assert execute("SELECT pg_typeof(vector)::text FROM recipes_embedding LIMIT 1") == [("vector",)]
    assert list(Embedding.objects.order_by("position").values_list("vector", flat=True)) == vectors
    call_command("migrate", "recipes", BEFORE, verbosity=0)
    rows = execute("SELECT vector FROM recipes_embedding ORDER BY position")
    assert [bytes(vector) for (vector,) in rows] == vectors


@pytest.mark.usefixtures("_as_before_the_column")
def test_a_server_without_pgvector_says_what_to_install():
    execute("CREATE TEMPORARY TABLE pg_available_extensions (name text)")  # hides the real one
    try:
        with pytest.raises(CommandError, match=r"This PostgreSQL server has no pgvector.*postgresql-NN-pgvector"):
            call_command("migrate", verbosity=0)
    finally:
        execute("DROP TABLE pg_temp.pg_available_extensions")


@pytest.mark.usefixtures("_as_before_the_column")
def test_a_role_that_may_not_install_pgvector_is_told_who_does():
    execute("DROP EXTENSION vector")
    execute("CREATE ROLE guest IN ROLE pg_read_all_data")
    execute("SET ROLE guest")
    try:
        with pytest.raises(CommandError, match=r"may not install pgvector.*let a superuser.*CREATE EXTENSION vector"):
            call_command("migrate", verbosity=0)
    finally:
        execute("RESET ROLE")
        execute("DROP ROLE guest")
        execute("CREATE EXTENSION vector")


def test_a_scratch_database_is_a_schema_that_hides_the_sites_tables_and_goes(fake_embedders):
    mine = make_recipe("Mine alone")
    schemas = execute("SELECT nspname FROM pg_namespace ORDER BY 1")
    with scratch_database():
        make_recipe("Theirs")
        embed_all()
        assert [recipe.title for recipe in Recipe.objects.all()] == ["Theirs"]
    assert list(Recipe.objects.all()) == [mine]
    assert execute("SELECT nspname FROM pg_namespace ORDER BY 1") == schemas
