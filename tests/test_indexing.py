"""Indexing: exactly what changed is embedded, nothing is half-written, two spaces are never mixed."""

import pytest

from recipes import indexing
from recipes.calibration import Calibration
from recipes.embedders import embedders
from recipes.embedders.base import EmbedderError
from recipes.indexing import Status, Switch
from recipes.models import EmbeddedRecipe, Embedding, EmbeddingSpace, Recipe, Tag
from tests.conftest import embed_all, make_recipe
from tests.fakes import WordEmbedder

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("fake_embedders")]


def run(alias: str = "default", recipes=None, **options) -> indexing.Report:
    embedder = embedders[alias]
    return indexing.embed(embedder, indexing.plan(embedder, recipes, force=options.pop("force", False)), **options)


def stored(recipe: Recipe) -> dict[int, str]:
    return dict(Embedding.objects.filter(recipe=recipe).values_list("position", "text"))


def test_everything_is_due_once():
    recipes = [make_recipe(f"Soup {n}") for n in range(3)]
    assert indexing.plan(embedders["default"]).due == [recipe.pk for recipe in recipes]
    assert (run().done, run().done) == (3, 0)


def test_only_the_passages_that_changed_are_embedded_again():
    recipe = make_recipe("Harira", ingredients="chickpeas\nlemon", method="Soak.\nSimmer.")
    untouched = make_recipe("Tabbouleh")
    run()
    before = dict(Embedding.objects.values_list("pk", "vector"))
    recipe.ingredients = "chickpeas\nlime"
    recipe.save()
    report = run()
    assert (report.done, report.passages, report.kept, report.removed) == (1, 1, 4, 0)
    assert stored(recipe)[3] == "chickpeas, lime"
    changed = {pk for pk, vector in Embedding.objects.values_list("pk", "vector") if before[pk] != vector}
    assert changed == {Embedding.objects.get(recipe=recipe, position=3).pk}
    assert indexing.plan(embedders["default"]).current == 2
    assert stored(untouched)


def test_recipes_that_swap_their_texts_swap_their_vectors():
    one, two = make_recipe("One", summary="apples"), make_recipe("Two", summary="pears")
    run()
    was = {pk: stored(pk) for pk in (one, two)}
    (one.title, one.summary), (two.title, two.summary) = (two.title, two.summary), (one.title, one.summary)
    one.save()
    two.save()
    assert run().passages == 6
    assert (stored(one), stored(two)) == (was[two], was[one])
    assert_vectors_are_those_of_their_texts()


def assert_vectors_are_those_of_their_texts(alias="default"):
    embedder = embedders[alias]
    for row in Embedding.objects.filter(space=embedder.space):
        assert bytes(row.vector) == embedder.embed_passages([row.text]).tobytes()


def test_the_same_text_twice_is_two_recipes():
    twins = [make_recipe("Porridge", slug=slug, summary="oats") for slug in ("a", "b")]
    run()
    assert stored(twins[0]) == stored(twins[1])
    twins[0].delete()
    assert stored(twins[1]) == {0: "Porridge", 1: "Porridge. oats.", 2: "oats"}


def test_a_shortened_recipe_loses_the_passages_that_are_gone():
    recipe = make_recipe("Long", method="\n".join(f"Step {n} takes a while." for n in range(40)))
    run()
    was = len(stored(recipe))
    recipe.method = "Stir."
    recipe.save()
    report = run()
    summary = "Long, as it is made at home"
    assert stored(recipe) == {0: "Long", 1: f"Long. {summary}.", 2: summary, 3: "Stir."}
    assert (report.passages, report.removed) == (1, was - 4)


def test_a_batch_may_hold_more_recipes_than_a_database_takes_conditions():
    texts = [{"title": f"Soup {n}", "slug": f"soup-{n}", "summary": "warm " * (n % 60 + 1)} for n in range(1100)]
    Recipe.objects.bulk_create([Recipe(method="Stir.", **text) for text in texts])
    run(batch_size=1100)
    before = Embedding.objects.count()
    Recipe.objects.update(summary="hot")
    report = run(batch_size=1100)
    assert (report.done, Embedding.objects.count()) == (1100, 4 * 1100)
    assert report.removed == before - 4 * 1100 > 0


def test_tags_and_times_are_texts_too():
    recipe = make_recipe("Harira")
    run()
    recipe.tags.add(Tag.objects.create(kind="season", name="winter"))
    assert indexing.plan(embedders["default"]).due == [recipe.pk]
    run()
    assert stored(recipe)[1].endswith("For winter.")
    Tag.objects.update(name="autumn")
    assert indexing.plan(embedders["default"]).due == [recipe.pk]


def test_force_embeds_what_has_not_changed():
    make_recipe("Harira")
    run()
    report = run(force=True)
    assert (report.done, report.passages, report.kept) == (1, 3, 0)


def test_only_the_chosen_recipes():
    one, two = make_recipe("One"), make_recipe("Two")
    run(recipes=Recipe.objects.filter(pk=two.pk))
    assert (stored(one), len(stored(two))) == ({}, 3)


def test_a_bad_recipe_never_stops_the_rest():
    good, bad, fine = make_recipe("Good"), make_recipe("The cursed one"), make_recipe("Fine")
    report = run("stubborn")
    assert report.failed == {bad.pk: "EmbedderError: the word cursed can't be embedded"}
    assert (report.done, len(stored(good)), stored(bad), len(stored(fine))) == (3, 3, {}, 3)
    assert indexing.plan(embedders["stubborn"]).due == [bad.pk]


def test_bad_recipes_never_stop_those_behind_them_however_many():
    bad = [make_recipe(f"The cursed number {n}", summary="a cursed dish") for n in range(2)]
    good = make_recipe("Good")
    for due in (3, 2):
        report = run("stubborn", batch_size=2)
        assert (report.done, set(report.failed)) == (due, {recipe.pk for recipe in bad})
    assert len(stored(good)) == 3


def test_a_model_that_can_not_be_loaded_is_asked_once_and_leaves_nothing(caplog):
    make_recipe("One")
    with pytest.raises(EmbedderError, match=r"^the model is not installed: install it$"):
        run("absent")
    assert (caplog.records, EmbeddingSpace.objects.count()) == ([], 0)
    assert indexing.embed(embedders["absent"], indexing.plan(embedders["absent"], Recipe.objects.none())).done == 0


class Interrupted(WordEmbedder):
    """Works for so many texts, then acts as Ctrl-C does."""

    def __init__(self, after: int):
        super().__init__()
        self.left = after

    def encode(self, texts, *, is_query):
        self.left -= len(texts)
        if self.left < 0:
            raise KeyboardInterrupt
        return super().encode(texts, is_query=is_query)


def test_an_interrupted_run_keeps_its_finished_batches_and_the_next_carries_on():
    recipes = [make_recipe(f"Soup {n}") for n in range(10)]
    embedder = Interrupted(after=13)
    report = indexing.Report()
    with pytest.raises(KeyboardInterrupt):
        indexing.embed(embedder, indexing.plan(embedder), report=report, batch_size=2)
    assert report.done == 4
    assert set(Embedding.objects.values_list("recipe_id", flat=True)) == {recipe.pk for recipe in recipes[:4]}
    space = EmbeddingSpace.objects.get()
    assert space.published == space.written != ""
    assert run().done == 6
    assert_vectors_are_those_of_their_texts()


def test_what_another_run_wrote_meanwhile_is_left_alone():
    recipe = make_recipe("Harira")

    class Slow(WordEmbedder):
        """While it encodes, an admin edits the recipe and another run embeds it."""

        def encode(self, texts, *, is_query):
            if not is_query:
                Recipe.objects.filter(pk=recipe.pk).update(summary="Edited meanwhile")
                run()
            return super().encode(texts, is_query=is_query)

    slow = Slow()
    report = indexing.embed(slow, indexing.plan(slow))
    assert (report.overtaken, report.passages) == (1, 0)
    assert stored(recipe)[1] == "Harira. Edited meanwhile."
    assert indexing.plan(slow).due == []


def test_a_recipe_deleted_while_it_is_embedded_leaves_nothing():
    recipe, other = make_recipe("Harira"), make_recipe("Tabbouleh")

    class Deleting(WordEmbedder):
        def encode(self, texts, *, is_query):
            if not is_query:
                Recipe.objects.filter(pk=recipe.pk).delete()
            return super().encode(texts, is_query=is_query)

    deleting = Deleting()
    indexing.embed(deleting, indexing.plan(deleting))
    assert set(Embedding.objects.values_list("recipe_id", flat=True)) == {other.pk}


def test_text_changed_while_it_is_embedded_is_due_again():
    recipe = make_recipe("Harira")

    class Editing(WordEmbedder):
        def encode(self, texts, *, is_query):
            if not is_query:
                Recipe.objects.filter(pk=recipe.pk).update(summary="Edited meanwhile")
            return super().encode(texts, is_query=is_query)

    editing = Editing()
    indexing.embed(editing, indexing.plan(editing))
    assert indexing.plan(editing).due == [recipe.pk]


def test_how_many_are_due_is_not_counted_anew_at_every_batch():
    for n in range(3):
        make_recipe(f"Soup {n}")
    indexing.register(embedders["default"])
    counts = [indexing.due_count(embedders["default"])]
    run(batch_size=1, on_batch=lambda done: counts.append(indexing.due_count(embedders["default"])))
    assert (counts, indexing.due_count(embedders["default"])) == ([3, 3, 3, 3], 0)


def test_statuses():
    embedder = embedders["default"]
    fresh, changed, new = make_recipe("Fresh"), make_recipe("Changed"), make_recipe("New")
    run(recipes=Recipe.objects.exclude(pk=new.pk))
    Recipe.objects.filter(pk=changed.pk).update(summary="Changed behind the model's back")
    assert indexing.statuses(Recipe.objects.with_texts(), embedder.space) == {
        fresh.pk: Status.SEARCHABLE,
        changed.pk: Status.STALE,
        new.pk: Status.NOT_EMBEDDED,
    }


@pytest.mark.parametrize("count", [1, 5])
def test_statuses_cost_a_constant_number_of_queries(count, django_assert_num_queries):
    for n in range(count):
        make_recipe(f"Soup {n}")
    with django_assert_num_queries(3):
        indexing.statuses(Recipe.objects.with_texts(), "words")


def test_a_batch_costs_a_constant_number_of_queries(django_assert_max_num_queries):
    for n in range(30):
        make_recipe(f"Soup {n}", method="Stir.")
    run()
    Recipe.objects.update(summary="Something else")
    with django_assert_max_num_queries(22):
        run()


def test_the_count_of_due_recipes_follows_every_save():
    embedder = embedders["default"]
    recipe = make_recipe("Harira")
    assert indexing.due_count(embedder) == 1
    run()
    assert indexing.due_count(embedder) == 0
    recipe.summary = "Another"
    recipe.save()
    assert indexing.due_count(embedder) == 1


class TestSpaces:
    """One space serves; a new model is embedded beside it and takes over once."""

    def calibrate(self, alias):
        indexing.store_calibration(embedders[alias].space, Calibration(0.4, 0.5, 0.8))

    def test_a_space_without_a_threshold_never_serves(self):
        make_recipe("Harira")
        run()
        assert indexing.switch(embedders["default"]) == Switch.NO_THRESHOLD
        assert EmbeddingSpace.objects.active() is None

    def test_an_incomplete_space_never_takes_over(self):
        make_recipe("Harira")
        embed_all()
        run("other")
        self.calibrate("other")
        make_recipe("Tabbouleh")
        assert indexing.switch(embedders["other"]) == Switch.INCOMPLETE
        assert EmbeddingSpace.objects.active().space == embedders["default"].space

    def test_it_switches_once_and_a_later_recipe_never_flips_it_back(self):
        make_recipe("Harira")
        embed_all()
        run("other")
        self.calibrate("other")
        assert indexing.switch(embedders["other"]) == Switch.SWITCHED
        assert indexing.serving_alias() == "other"
        make_recipe("Tabbouleh")
        run("default")
        assert indexing.switch(embedders["default"]) == Switch.LEFT
        assert indexing.switch(embedders["other"]) == Switch.SERVES
        assert indexing.serving_alias() == "other"

    def test_going_back_is_possible_when_asked_for(self):
        make_recipe("Harira")
        embed_all("default")
        embed_all("other")
        assert indexing.switch(embedders["default"], again=True) == Switch.SWITCHED
        assert indexing.serving_alias() == "default"

    def test_the_first_space_serves_although_a_recipe_failed(self):
        make_recipe("Good")
        make_recipe("The cursed one")
        report = run("stubborn")
        self.calibrate("stubborn")
        assert indexing.switch(embedders["stubborn"]) == Switch.INCOMPLETE
        assert indexing.switch(embedders["stubborn"], failed=report.failed) == Switch.SWITCHED

    def test_the_first_space_does_not_serve_before_all_recipes_were_tried(self):
        one, _ = make_recipe("One"), make_recipe("Two")
        self.calibrate("default")
        indexing.embed_recipes(Recipe.objects.filter(pk=one.pk))
        assert EmbeddingSpace.objects.active() is None
        indexing.embed_recipes(Recipe.objects.all())
        assert EmbeddingSpace.objects.active().space == embedders["default"].space

    def test_prune_keeps_the_space_that_serves_and_the_one_named(self):
        make_recipe("Harira")
        for alias in ("default", "other"):
            embed_all(alias)
        run("stubborn")
        assert indexing.prune(keep=embedders["stubborn"].space) == 3
        kept = {embedders["other"].space, embedders["stubborn"].space}
        for model in (Embedding, EmbeddedRecipe, EmbeddingSpace):
            assert set(model.objects.values_list("space", flat=True)) == kept

    def test_prune_removes_what_a_run_killed_during_another_prune_left_without_its_space(self):
        make_recipe("Harira")
        embed_all()
        run("other")
        EmbeddingSpace.objects.filter(space=embedders["other"].space).delete()
        assert indexing.prune(keep=embedders["default"].space) == 3
        assert set(EmbeddedRecipe.objects.values_list("space", flat=True)) == {embedders["default"].space}

    def test_calibrating_again_leaves_the_admins_choice(self):
        make_recipe("Harira")
        embed_all()
        EmbeddingSpace.objects.update(chosen_threshold=0.6)
        self.calibrate("default")
        active = EmbeddingSpace.objects.active()
        assert (active.threshold, active.chosen_threshold, active.threshold_in_force) == (0.4, 0.6, 0.6)


def test_a_recipe_whose_embeddings_were_written_or_removed_has_another_mark_and_no_other():
    changed, shortened, same = (make_recipe(f"Soup {n}", method="Simmer.") for n in range(3))
    run()
    before = dict(EmbeddedRecipe.objects.values_list("recipe", "written"))
    assert len(set(before.values())) == 3
    changed.summary, shortened.method = "Another", ""
    changed.save()
    shortened.save()
    assert run().removed == 1
    after = dict(EmbeddedRecipe.objects.values_list("recipe", "written"))
    assert {pk for pk in after if after[pk] != before[pk]} == {changed.pk, shortened.pk}
    assert run(force=True).done == 3
    assert dict(EmbeddedRecipe.objects.values_list("recipe", "written"))[same.pk] != before[same.pk]
