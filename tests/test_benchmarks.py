"""What benchmarks stand on: collections made larger, rows and ratios, which parts there are. Nothing is measured."""

import re

import numpy as np
import pytest

from benchmarks.__main__ import main, queries
from benchmarks.filtered import filters, recall
from benchmarks.measuring import Row, rows, table
from benchmarks.plots import bars
from benchmarks.sites import stock
from recipes.models import Embedding, Recipe
from recipes.search import find_recipes
from recipes.vector_indexes.base import Hit
from tests.conftest import make_recipe


@pytest.fixture
def three_soups(fake_search):
    for name in ("Pea", "Leek", "Bean"):
        make_recipe(f"{name} soup", total_minutes=20)
    make_recipe("Secret soup", published=False)
    fake_search()


def vectors(slug: str) -> np.ndarray:
    stored = Embedding.objects.filter(recipe__slug=slug).order_by("position").values_list("vector", flat=True)
    return np.array([np.frombuffer(vector, "<f4") for vector in stored])


def test_a_collection_grows_by_copies_that_are_near_and_can_be_found(three_soups):
    real = Recipe.objects.get(slug="pea-soup")
    assert stock(8) == "3 embedded, 5 copies with vectors moved by chance"
    titles = ["Bean soup", "Bean soup 1", "Leek soup", "Leek soup 1", "Leek soup 2"]
    titles += ["Pea soup", "Pea soup 1", "Pea soup 2"]
    assert sorted(Recipe.objects.values_list("title", flat=True)) == titles
    copied = vectors(f"copy-1-of-{real.pk}")
    assert np.linalg.norm(copied, axis=1) == pytest.approx(1, abs=1e-6)
    cosines = (copied * vectors("pea-soup")).sum(axis=1)
    assert (cosines > 0.7).all()
    assert (cosines < 0.99).all()
    found = {match.recipe.title for match in find_recipes("pea soup", top_k=None)}
    assert {"Pea soup", "Pea soup 1", "Pea soup 2"} <= found


def test_a_collection_shrinks_to_its_first_recipes(three_soups):
    assert stock(2) == "2 embedded"
    assert sorted(Recipe.objects.values_list("title", flat=True)) == ["Leek soup", "Pea soup"]
    assert Embedding.objects.exclude(recipe__in=Recipe.objects.all()).count() == 0


def test_a_figure_stands_beside_another_of_its_run():
    found = rows("search", 1000, {"bare": [2, 1, 9], "index": [5, 4, 1]}, {"index": "bare"})
    assert found == [
        Row("search", 1000, "bare", 2),
        Row("search", 1000, "index", 4, beside="bare", ratio=2),
    ]
    assert table(found).splitlines()[2:] == [
        "| search | 1,000 | bare | 2.00 ms |  |",
        "| search | 1,000 | index | 4.00 ms | 2 × bare |",
    ]


def test_a_plot_has_a_bar_for_each_figure_as_long_as_its_power_of_ten():
    drawn = bars("Times", [Row("request", 10, "a", 1.0), Row("request", 10, "b", 10.0)], ("a", "b"))
    assert re.findall(r'width="([\d.]+)" height="18"', drawn) == ["2.0", "440.0"]
    assert re.findall(r">([\d.]+ ms)<", drawn) == ["1.00 ms", "10.0 ms"]


def test_of_the_best_what_ties_with_the_last_is_as_good():
    best, tied, worse = [Hit(1, 0, 0.9, ""), Hit(2, 0, 0.5, "")], Hit(3, 0, 0.499999, ""), Hit(4, 0, 0.49, "")
    assert [recall([best[0], last], best) for last in (best[1], tied, worse)] == [1, 1, 0.5]
    assert (recall([], best), recall([], [])) == (0, 1)


def test_filters_by_chance_pass_the_share_that_they_say(db):
    Recipe.objects.bulk_create(Recipe(title="x", slug=f"x-{n}", summary="x") for n in range(2000))
    shares = {name: recipes.count() / 2000 for name, recipes in filters().items()}
    assert shares["published"] == 1
    assert shares["one in two"] == pytest.approx(0.5, abs=0.05)
    assert shares["one in ten"] == pytest.approx(0.1, abs=0.03)
    assert shares["one in a hundred"] == pytest.approx(0.01, abs=0.01)


def test_no_sentence_is_asked_twice():
    asked = queries()
    assert len(set(asked)) == len(asked)
    assert len(asked) >= 300


def test_a_part_that_is_not_there_is_said(capsys):
    with pytest.raises(SystemExit) as ended:
        main(["cooking"])
    assert ended.value.code == 2
    assert "no part is called cooking; there are query, bulk, imports, request, startup" in capsys.readouterr().err
