"""Near-identical recipes of one page stand under the best of them; order and totals stay."""

import re

import numpy as np
import pytest

from recipes.models import Embedding, EmbeddingSpace, Recipe
from recipes.search import rank
from recipes.views.folding import ALIKE, fold
from tests.conftest import make_recipe
from tests.reading import text, titles

pytestmark = pytest.mark.django_db


def folded(query: str) -> list[list[str]]:
    shown = fold(EmbeddingSpace.objects.active(), rank(query).matches())
    return [[each.match.recipe.title, *(match.recipe.title for match in each.alike)] for each in shown]


def turn_vectors(recipe: Recipe, cosine: float) -> None:
    """Lay the recipe's summary so far from one fixed direction."""
    row = Embedding.objects.get(recipe=recipe, kind="summary")
    vector = np.zeros(256, "<f4")
    vector[:2] = cosine, (1 - cosine**2) ** 0.5
    Embedding.objects.filter(pk=row.pk).update(vector=vector.tobytes())


@pytest.fixture
def cakes(fake_search):
    """The query's own cake, another called so in another order, a torte and a bun, far from each other in meaning."""
    for title, summary in (
        ("Lemon cake", "sharp"),
        ("Cake, lemons (easy)", "soft"),
        ("Torte", "lemon cake, lemon cake"),
    ):
        make_recipe(title, slug=title[:4].lower().strip(), summary=summary)
    fake_search()


def test_the_same_bare_title_is_the_same_dish(cakes):
    assert folded("lemon cake") == [["Lemon cake", "Cake, lemons (easy)"], ["Torte"]]


@pytest.mark.parametrize(("cosine", "is_alike"), [(ALIKE + 0.001, True), (ALIKE - 0.001, False)])
def test_summaries_that_lie_near_are_of_the_same_dish(cakes, cosine, is_alike):
    turn_vectors(Recipe.objects.get(title="Lemon cake"), 1)
    turn_vectors(Recipe.objects.get(title="Torte"), cosine)
    assert (len(folded("lemon cake")) == 1) is is_alike


def test_a_known_one_and_one_that_does_not_say_stay_apart(fake_search):
    make_recipe("Lemon cake", slug="one", ingredients="lemons", vegan=True)
    make_recipe("Lemon cake", slug="two", ingredients="lemons")
    fake_search()
    assert folded("vegan lemon cake") == [["Lemon cake"], ["Lemon cake"]]


def test_titles_without_a_word_are_not_the_same(fake_search):
    for title, summary in (("🍋", "sharp lemon cake"), ("🍰", "soft lemon bun")):
        make_recipe(title, slug=summary[:4], summary=summary)
    fake_search()
    assert sorted(folded("lemon")) == [["🍋"], ["🍰"]]


def test_the_page_folds_without_javascript_and_counts_all(client, cakes):
    response = client.get("/?q=lemon+cake")
    page = response.content.decode()
    assert "3 recipes for “lemon cake”" in text(response)
    assert titles(response) == ["Lemon cake", "Cake, lemons (easy)", "Torte"]
    block = re.search(r'<details class="alike">(.*?)</details>', re.sub("</?mark>", "", page), re.DOTALL)[1]
    assert re.findall("<summary>(.*?)</summary>", block) == ["and 1 much like it"]
    assert re.findall(r"<h3[^>]*><a[^>]*>(.*?)</a>", block) == ["Cake, lemons (easy)"]


def test_browsing_folds_nothing(client, cakes):
    assert 'class="alike"' not in client.get("/?page=1").content.decode()
