"""The admin's page "Search quality": what was measured, what a query finds, what is cut off, the threshold to set."""

import re

import pytest
from django.urls import reverse

from recipes.calibration import Calibration
from recipes.embedders import embedders
from recipes.indexing import store_calibration
from recipes.models import EmbeddingSpace
from tests.conftest import embed_all, make_recipe
from tests.reading import text

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("fake_embedders")]
PAGE = reverse("admin:recipes_embeddingspace_quality")
MEASURED = {
    "measured": "2026-11-25",
    "real": 100,
    "none": 50,
    "recipes": 310,
    "histograms": {"relevant": [0, 2, 5, 1], "irrelevant": [0, 4, 1, 0], "no match": [3, 1, 0, 0]},
    "figures": {"ndcg@10": {"value": 0.5123, "low": 0.45, "high": 0.57}, "agreement@10": None},
}


@pytest.fixture
def site(fake_embedders):
    for title in ("Lentil soup", "Pea soup", "Apple cake"):
        make_recipe(title)
    embed_all()
    store_calibration(embedders["default"].space, Calibration(0.3, good=0.5, strong=0.8, provenance=MEASURED))


@pytest.mark.usefixtures("site")
def test_a_tried_query_shows_rank_score_passage_and_what_is_cut_off(admin_client):
    response = admin_client.get(PAGE, {"q": "lentil soup"})
    trial = response.context["trial"]
    assert [match.recipe.title for match in trial.above] == ["Lentil soup", "Pea soup"]
    assert [match.recipe.title for match in trial.below] == ["Apple cake"]
    rows = re.findall(r"<tr.*?</tr>", response.text, re.DOTALL)
    assert "1 1.000 Lentil soup" in text(response)
    assert [row for row in rows if "larder-cut" in row] == [rows[3]]
    assert "2 of 3 recipes score 0.3 or more and are shown to the cook." in text(response)


@pytest.mark.usefixtures("site")
def test_a_query_that_finds_nothing_says_what_a_cook_reads(admin_client):
    assert "“No close matches found”" in text(admin_client.get(PAGE, {"q": "invoice"}))


@pytest.mark.usefixtures("site")
def test_the_plot_shows_the_measured_scores_with_the_threshold_drawn_in(admin_client):
    response = admin_client.get(PAGE)
    assert response.text.count("<rect ") == 7
    assert [mark.score for mark in response.context["plot"].marks] == [0.3, 0.5, 0.8]
    assert "Relevant results (8)" in text(response)
    assert "ndcg@10 0.512 0.450 to 0.570" in text(response)
    assert "agreement@10" not in text(response)


@pytest.mark.usefixtures("site")
def test_the_threshold_is_set_here(admin_client):
    response = admin_client.post(PAGE + "?q=soup", {"chosen_threshold": "0.45"}, follow=True)
    assert response.redirect_chain == [(PAGE + "?q=soup", 302)]
    assert EmbeddingSpace.objects.get().chosen_threshold == 0.45
    assert "Searches use the threshold 0.45 from now on." in text(response)
    assert "In force: 0.45 (chosen here; calibrated: 0.3)" in text(response)
    admin_client.post(PAGE, {"chosen_threshold": ""})
    assert EmbeddingSpace.objects.get().chosen_threshold is None


@pytest.mark.usefixtures("site")
@pytest.mark.parametrize("value", ["2", "nan", "often"])
def test_a_threshold_that_is_no_cosine_is_refused(admin_client, value):
    response = admin_client.post(PAGE, {"chosen_threshold": value})
    assert response.context["form"].errors.keys() == {"chosen_threshold"}
    assert EmbeddingSpace.objects.get().chosen_threshold is None


@pytest.mark.usefixtures("site")
def test_the_setting_wins_and_says_so(admin_client, settings):
    settings.RECIPES_THRESHOLD = 0.9
    response = admin_client.post(PAGE, {"chosen_threshold": "0.4"}, follow=True)
    assert "The setting RECIPES_THRESHOLD is 0.9, and it wins" in text(response)
    assert "In force: 0.9 (the setting RECIPES_THRESHOLD" in text(response)


def test_vague_summaries_are_listed(admin_client, site, monkeypatch):
    monkeypatch.setattr("recipes.evaluation.summaries.PLACES", 1)
    vague = make_recipe("Stew", summary="Lentil, soup", ingredients="beef")
    make_recipe("Harira", summary="Thick and lemony", ingredients="lentil\nsoup")
    embed_all()
    response = admin_client.get(PAGE)
    assert vague in [item.recipe for item in response.context["vague"]]
    assert "Stew Lentil, soup" in text(response)


def test_without_a_space_it_says_what_to_do(admin_client):
    make_recipe("Harira")
    assert "No recipe is embedded yet: run" in text(admin_client.get(PAGE))


def test_what_was_not_measured_says_how_to(admin_client):
    make_recipe("Harira")
    embed_all()
    assert text(admin_client.get(PAGE)).count("run manage.py calibrate_threshold --write") == 2


@pytest.mark.usefixtures("site")
def test_who_may_only_look_sets_nothing(client, django_user_model):
    from django.contrib.auth.models import Permission

    user = django_user_model.objects.create_user("looker", is_staff=True)
    client.force_login(user)
    assert client.get(PAGE).status_code == 403
    user.user_permissions.add(Permission.objects.get(codename="view_embeddingspace"))
    assert 'name="chosen_threshold"' not in client.get(PAGE).text
    client.post(PAGE, {"chosen_threshold": "0.45"})
    assert EmbeddingSpace.objects.get().chosen_threshold is None


@pytest.mark.usefixtures("site")
def test_it_has_no_inline_style_or_script_and_is_linked_from_the_spaces(admin_client):
    page = admin_client.get(PAGE, {"q": "soup"}).text
    assert not re.search(r"\sstyle=|<style|<script>|\son\w+=", page)
    assert PAGE in admin_client.get(reverse("admin:recipes_embeddingspace_changelist")).text
