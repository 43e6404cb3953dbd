"""Concepts stored, embedded and searched by, with words for meaning."""

import numpy as np
import pytest
from django.core.management import call_command

from recipes import indexing
from recipes.embedders import embedders
from recipes.importing import concepts as shipped
from recipes.models import Concept, ConceptEmbedding, EmbeddingSpace
from recipes.models.concept import OFF_TOPIC
from recipes.search import find_recipes, rank
from recipes.stored_concepts import StoredConcepts
from tests.conftest import embed_all, make_recipe

WARMING = {
    "phrasings": "warming\nwarming supper\nsomething warming\nwarming please",
    "dishes": "lentil stew\nbean stew\nbeef stew\nlamb stew\ncabbage stew",
}
CHILLED = {
    "phrasings": "chilled\nchilled supper\nsomething chilled\nchilled please",
    "dishes": "melon salad\nherring salad\nbean salad\ncrab salad\npea salad",
}


def make_concept(slug: str, **fields) -> Concept:
    return Concept.objects.create(slug=slug, name=slug.title(), family="weather", **fields)


def embed_concepts(alias: str = "default") -> indexing.Report:
    embedder = embedders[alias]
    return indexing.embed_concepts(embedder, indexing.due_concepts(embedder))


@pytest.fixture
def warming(db, fake_embedders):
    make_concept("chilled", **CHILLED)
    return make_concept("warming", **WARMING)


@pytest.fixture
def site(warming, fake_search):
    """Two recipes and two concepts, all searchable."""
    make_recipe("Turnip stew")
    make_recipe("Turnip salad")
    embed_concepts()
    fake_search(threshold=0.1)
    return warming


def titles(query: str, **options) -> list[str]:
    return [match.recipe.title for match in rank(query, threshold=None, **options).matches()]


def test_vectors_are_those_of_the_texts(warming):
    report = embed_concepts()
    assert (report.concepts, report.failed_concepts) == (2, {})
    row = ConceptEmbedding.objects.get(concept=warming)
    vectors = np.frombuffer(row.phrasings, "<f4").reshape(4, -1)
    expected = embedders["default"].embed_passages(warming.phrasing_lines)
    assert vectors == pytest.approx(expected)
    dishes = embedders["default"].embed_passages(warming.dish_lines)
    assert np.frombuffer(row.prototype, "<f4") == pytest.approx(dishes.mean(axis=0), abs=1e-6)


def test_only_changed_texts_are_due(warming):
    embedder = embedders["default"]
    assert len(indexing.due_concepts(embedder)) == 2
    embed_concepts()
    assert indexing.due_concepts(embedder) == []
    warming.name = "Winter warmer"
    warming.save()
    assert indexing.due_concepts(embedder) == []
    warming.phrasings += "\nwarm me up"
    warming.save()
    assert indexing.due_concepts(embedder) == [warming.pk]
    assert indexing.concept_statuses([warming], embedder.space) == {warming.pk: indexing.Status.STALE}
    assert len(indexing.due_concepts(embedder, force=True)) == 2
    Concept.objects.update(active=False)
    assert indexing.due_concepts(embedder) == []


def test_one_that_fails_stops_only_itself(warming):
    cursed = make_concept("cursed", phrasings="a\nb\ncursed", dishes="a\nb\nc\nd\ne")
    report = embed_concepts("stubborn")
    assert report.concepts == 2
    assert report.failed_concepts == {cursed.pk: "EmbedderError: the word cursed can't be embedded"}
    assert str(report).endswith("2 concepts embedded, 1 concepts failed")


def test_an_interrupted_run_keeps_its_batches(warming, monkeypatch):
    monkeypatch.setattr("recipes.indexing.concepts.CONCEPTS_A_BATCH", 1)

    def stop(done):
        raise KeyboardInterrupt

    embedder = embedders["default"]
    with pytest.raises(KeyboardInterrupt):
        indexing.embed_concepts(embedder, indexing.due_concepts(embedder), on_batch=stop)
    assert len(indexing.due_concepts(embedder)) == 1
    row = EmbeddingSpace.objects.get(space=embedder.space)
    assert row.published == row.written != ""


def test_a_space_serves_only_with_its_concepts(warming):
    make_recipe("Turnip stew")
    embed_all()
    assert EmbeddingSpace.objects.active() is None
    embed_concepts()
    assert indexing.switch(embedders["default"]) is indexing.Switch.SWITCHED


def test_prune_takes_concepts_too(site):
    embed_concepts("other")
    indexing.prune(keep=embedders["default"].space)
    assert set(ConceptEmbedding.objects.values_list("space", flat=True)) == {embedders["default"].space}


def test_a_query_is_moved_towards_what_it_means(site):
    ranking = rank("something warming", threshold=None)
    assert [(found.id, found.name) for found in ranking.concepts] == [("warming", "Warming")]
    assert titles("something warming") == ["Turnip stew", "Turnip salad"]
    assert titles("something chilled") == ["Turnip salad", "Turnip stew"]
    assert [match.recipe.title for match in find_recipes("something warming", 1)] == ["Turnip stew"]


def test_a_concept_is_turned_off_by_its_chip(site):
    off = rank("something warming", threshold=None, off=["concept-warming"])
    assert off.concepts == ()
    assert [hit.score for hit in off.hits] != [hit.score for hit in rank("something warming", threshold=None).hits]


def test_what_is_off_topic_has_to_be_nearer_to_match(site):
    off_topic = Concept.objects.create(slug="off", name="Off", family=OFF_TOPIC, phrasings="turnip seeds\nlawn\nhose")
    off_topic.full_clean()
    embed_concepts()
    doubtful, clear = rank("turnip seeds"), rank("something warming")
    assert (clear.doubt, clear.threshold) == (0, 0.1)
    assert doubtful.doubt > 1
    assert (doubtful.threshold, doubtful.total, find_recipes("turnip seeds")) == (0.1 + doubtful.doubt, 0, [])
    assert len(find_recipes("turnip seeds", threshold=0.1)) == 2
    assert rank("turnip stew").doubt == 0


def test_the_setting_is_kept_to_the_letter(site, settings):
    EmbeddingSpace.objects.update(reach=0.01)
    assert len(find_recipes("turnip stew")) == 1
    settings.RECIPES_THRESHOLD = 0.1
    assert len(find_recipes("turnip stew")) == 2


def test_a_query_that_means_none_is_left_alone(site):
    ranking = rank("turnip", threshold=None)
    assert ranking.concepts == ()
    site.active = False
    site.save()
    assert [hit.score for hit in ranking.hits] == [hit.score for hit in rank("turnip", threshold=None).hits]


def test_the_order_by_time_keeps_the_concepts(site):
    assert [found.id for found in rank("something warming", threshold=None, order="time").concepts] == ["warming"]


def test_they_are_read_once_and_again_when_published(site, django_assert_num_queries):
    space, stored = EmbeddingSpace.objects.active(), StoredConcepts()
    index = stored.index(space)
    with django_assert_num_queries(0):
        assert stored.index(space) is index
    EmbeddingSpace.objects.publish_anew()
    fresh = EmbeddingSpace.objects.active()
    assert fresh.published != space.published
    with django_assert_num_queries(2):
        assert stored.index(fresh) is index
    site.opposites.add(Concept.objects.get(slug="chilled"))
    EmbeddingSpace.objects.publish_anew()
    renewed = stored.index(EmbeddingSpace.objects.active())
    assert {concept.id: concept.opposites for concept in renewed.concepts} == {
        "chilled": ("warming",),
        "warming": ("chilled",),
    }


def test_an_inactive_concept_is_not_searched_by(site):
    Concept.objects.filter(slug="warming").update(active=False)
    EmbeddingSpace.objects.publish_anew()
    assert rank("something warming", threshold=None).concepts == ()


SHIPPED = [
    {"id": "warming", "name": "warming", "family": "weather", **{k: v.split("\n") for k, v in WARMING.items()}},
    {"id": "chilled", "name": "chilled", "family": "weather", **{k: v.split("\n") for k, v in CHILLED.items()}},
]


@pytest.mark.django_db
def test_the_command_loads_embeds_and_counts_them(fake_embedders, monkeypatch, capsys):
    monkeypatch.setattr(shipped, "shipped_concepts", lambda: SHIPPED)
    make_recipe("Turnip stew")
    call_command("embed_recipes", "--dry-run")
    assert capsys.readouterr().out == "1 recipes due, 0 up to date in words/40t/256d; 2 concepts due.\n"
    assert Concept.objects.count() == 0
    with pytest.raises(SystemExit):
        call_command("embed_recipes", "--check")
    call_command("embed_recipes")
    assert "removed), 2 concepts embedded, 0 up to date" in capsys.readouterr().out
    call_command("embed_recipes", "--check")
    assert capsys.readouterr().out.endswith("; 0 concepts due.\n")
    Concept.objects.filter(slug="warming").update(dishes="a\nb\nc\nd\ne")
    with pytest.raises(SystemExit):
        call_command("embed_recipes", "--check")
    call_command("embed_recipes", "--recipe", str(make_recipe("Turnip pie").pk))
    assert "concepts" not in capsys.readouterr().out.splitlines()[-1]
    call_command("embed_recipes", "--force")
    assert "2 concepts embedded" in capsys.readouterr().out


def test_a_whole_title_means_that_dish_alone(site, fake_search):
    make_recipe("Something warming")
    fake_search(threshold=0.1)
    ranking = rank("something warming")
    assert (ranking.concepts, ranking.hits[0].score) == ((), 1.0)


def test_what_is_left_out_speaks_of_no_concept(site):
    assert rank("without turnips", threshold=None).concepts == ()
