"""A recipe's page, and what holds for every page: escaping, nothing inline, a constant number of queries."""

import re
from io import BytesIO

import pytest
from django.core.files.base import ContentFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from PIL import Image

from recipes.models import Tag
from recipes.templatetags.larder import cover_class
from tests.conftest import make_recipe
from tests.dishes import two_soups_and_a_cake
from tests.reading import text, titles

pytestmark = pytest.mark.django_db


@pytest.fixture
def soups(fake_search):
    two_soups_and_a_cake()
    fake_search()


def ticked_off(response) -> list[str]:
    """The ingredients and steps, each beside its checkbox."""
    items = re.findall(r'<label><input type="checkbox" id="(?:have|done)-\d+">(.*?)</label>', response.content.decode())
    return [re.sub("<[^>]*>", "", item) for item in items]


def test_a_recipe(client, fake_search):
    recipe = make_recipe(
        "Harira",
        summary="A thick soup.",
        ingredients="200 g chickpeas\n\n1 onion",
        method="Soak.\nSimmer.",
        course="soup",
        cuisine="Moroccan",
        prep_minutes=20,
        cook_minutes=90,
        total_minutes=110,
        servings=6,
        vegan=True,
        halal=False,
        contains_celery=True,
        contains_milk=False,
        source_name="A book",
        source_url="https://example.org/harira",
    )
    recipe.tags.add(Tag.objects.create(kind="mood", name="warming"))
    response = client.get(recipe.get_absolute_url())
    page, seen = response.content.decode(), text(response)
    assert ticked_off(response) == ["200 g chickpeas", "1 onion", "Soak.", "Simmer."]
    assert re.findall(r"<dt>(.*?)</dt><dd>(.*?)</dd>", page)[:4] == [
        ("Prep", "20 min"),
        ("Cook", "1 h 30 min"),
        ("In all", "1 h 50 min"),
        ("Serves", "6"),
    ]
    assert "Contains: celery" in seen
    assert "Stated free from: milk" in seen
    assert "Suits: vegan" in seen
    assert "Doesn’t suit: halal" in seen
    assert "Not stated: gluten, crustaceans, eggs" in seen
    assert "The labels of what you buy decide" in seen
    assert '<a href="https://example.org/harira" rel="nofollow noopener">A book</a>' in page
    assert '<a class="chip" href="/?q=warming">warming</a>' in page
    assert len(re.findall("<h1", page)) == 1


FOR_HTMX = {"HX-Request": "true", "HX-Target": "amounts"}


def test_amounts_for_more(client, fake_search):
    recipe = make_recipe("Harira", ingredients="For the soup:\n200 g chickpeas", method="Soak 200 g.", servings=4)
    response = client.get(recipe.get_absolute_url(), {"serves": "6"})
    assert ticked_off(response) == ["300 g chickpeas", "Soak 200 g."]
    assert "The steps are as written, for 4" in text(response)
    assert '<li dir="auto" class="heading">For the soup:</li>' in response.content.decode()


def test_amounts_alone_for_htmx(client, fake_search):
    recipe = make_recipe("Harira", ingredients="200 g chickpeas", method="Soak.", servings=4)
    response = client.get(recipe.get_absolute_url(), {"serves": "1"}, headers=FOR_HTMX)
    assert text(response).startswith("The amounts are for 1 serving. The steps are as written, for 4")
    assert (ticked_off(response), "<h1" in response.content.decode()) == (["50 g chickpeas"], False)
    assert (response["Cache-Control"], response["Vary"]) == ("no-store", "HX-Request, HX-Target, Accept-Encoding")
    whole = client.get(recipe.get_absolute_url(), headers={"HX-Request": "true"})
    assert "<h1" in whole.content.decode()


def test_a_batch_where_no_servings_are_said(client, fake_search):
    recipe = make_recipe("Jam", ingredients="1 kg plums", method="Boil.")
    lines, said = [], []
    for batch in ("half", "", "double", "?"):
        response = client.get(recipe.get_absolute_url(), {"batch": batch}, headers=FOR_HTMX)
        lines += ticked_off(response)
        said.append(text(response).partition(".")[0])
    assert lines == ["500 g plums", "1 kg plums", "2 kg plums", "1 kg plums"]
    assert said == [f"The amounts are {words}" for words in ("halved", "as written", "doubled", "as written")]


@pytest.mark.parametrize("serves", ["", "0", "-1", "1e9", "9" * 5000, "\x00", "½", "4; drop"])
def test_odd_servings_are_answered(client, fake_search, serves):
    recipe = make_recipe("Harira", ingredients="200 g chickpeas", servings=4)
    assert client.get(recipe.get_absolute_url(), {"serves": serves}).status_code == 200


def test_a_recipe_of_a_title_and_a_summary_alone(client):
    response = client.get(make_recipe("Harira").get_absolute_url())
    assert response.status_code == 200
    assert [heading in text(response) for heading in ("Ingredients", "Method", "Serves")] == [False, False, False]


@pytest.mark.parametrize("address", ["javascript:alert(1)", "ftp://example.org/x", "data:text/html,x"])
def test_only_web_addresses_become_links(client, address):
    recipe = make_recipe("Harira", source_name="Odd", source_url=address)
    page = client.get(recipe.get_absolute_url()).content.decode()
    assert address not in page
    assert "Source: Odd" in page


def test_texts_are_escaped(client, fake_search):
    recipe = make_recipe("<i>Soup", slug="soup", summary="<script>1", ingredients="<b>", method="<u>", course="<s>")
    fake_search()
    for address in ("/", "/?page=1", "/?q=soup", recipe.get_absolute_url()):
        page = client.get(address).content.decode()
        assert [tag for tag in ("<i>Soup", "<script>1", "<b>", "<u>", "<s>") if tag in page] == []


def test_more_like_this(client, soups):
    response = client.get("/recipes/warm-bean-soup/")
    assert titles(response)[0] == "Warm pea soup"
    assert "More like this" in text(response)


@pytest.fixture
def stews(fake_search):
    """A lamb stew and what is like it: quicker, meatless, neither."""
    lamb = make_recipe("Lamb stew", ingredients="lamb\n4 turnips", course="main", total_minutes=60)
    lamb.tags.add(Tag.objects.create(kind="mood", name="warming"))
    make_recipe("Turnip stew", ingredients="4 turnips", course="main", total_minutes=70, vegetarian=True)
    make_recipe("Quick lamb stew", ingredients="lamb", cuisine="Greek", total_minutes=20)
    fake_search()


def shared(response) -> list[str]:
    lines = re.findall(r'<p class="shared">(.*?)</p>', response.content.decode())
    return [" ".join(re.sub("<[^>]*>", "", line).split()) for line in lines]


def turn_links(response) -> dict[str, str]:
    links = re.findall(r'<a class="chip" href="(/recipes/lamb-stew/[^"]*)">(.*?)</a>', response.content.decode())
    return {words: address for address, words in links}


def test_more_like_this_says_what_they_share(client, stews):
    response = client.get("/recipes/lamb-stew/")
    assert dict(zip(titles(response), shared(response), strict=True)) == {
        "Quick lamb stew": "Also with lamb",
        "Turnip stew": "Also main · with turnip",
    }
    assert shared(client.get("/recipes/quick-lamb-stew/"))[-1:] == ["Close in meaning"]


def test_more_like_this_takes_a_turn(client, stews):
    links = turn_links(client.get("/recipes/lamb-stew/"))
    assert links == {
        "quicker": "/recipes/lamb-stew/?like=quicker#similar",
        "meatless": "/recipes/lamb-stew/?like=meatless#similar",
        "without lamb": "/recipes/lamb-stew/?like=without:lamb#similar",
    }
    pages = [client.get(address.partition("#")[0]) for address in links.values()]
    assert [titles(page) for page in pages] == [["Quick lamb stew"], ["Turnip stew"], ["Turnip stew"]]
    headings = [re.search(r'<h2 id="similar">(.*?)</h2>', page.content.decode())[1] for page in pages]
    assert headings == ["Like this, but quicker", "Like this, but meatless", "Like this, but without lamb"]
    assert "quicker" not in turn_links(pages[0])
    assert turn_links(pages[0])["any like this"] == "/recipes/lamb-stew/#similar"
    assert ["We go by what recipes say" in text(page) for page in pages] == [False, False, True]


@pytest.mark.parametrize(
    ("turn", "shown", "sentence"),
    [
        ("nonsense", 2, "More like this"),
        ("without:", 2, "More like this"),
        ("without:<b>", 2, "Like this, but without <b&gt;"),
        ("without:turnips", 1, "Like this, but without turnips"),
    ],
)
def test_turns_of_any_text(client, stews, turn, shown, sentence):
    response = client.get("/recipes/lamb-stew/", {"like": turn})
    assert (response.status_code, len(titles(response))) == (200, shown)
    assert sentence in text(response)
    assert "<b>" not in response.content.decode()


def test_a_turn_that_leads_nowhere_says_so(client, stews):
    response = client.get("/recipes/quick-lamb-stew/?like=quicker")
    assert (titles(response), "Of the recipes most like this one, none is." in text(response)) == ([], True)


def test_a_draft_is_for_staff_alone(client, staff_client):
    draft = make_recipe("Harira", published=False)
    assert "Draft" in text(staff_client.get(draft.get_absolute_url()))
    staff_client.logout()
    assert client.get(draft.get_absolute_url()).status_code == 404


PAGES = (
    "/",
    "/?page=1",
    "/?q=warm+bowl",
    "/?q=warm&diet=vegan&sort=time",
    "/recipes/one/",
    "/recipes/one/?like=meatless",
)


@pytest.mark.parametrize("address", PAGES)
def test_queries_do_not_grow_with_recipes(client, fake_search, address):
    counts = []
    for names in (["one", "two"], ["three", "four", "five"]):
        for name in names:
            make_recipe(name, summary="warm bowl", ingredients=name, course=f"{name} course", cuisine=name, vegan=True)
        fake_search()
        client.get(address)
        with CaptureQueriesContext(connection) as queries:
            shown = titles(client.get(address))
        counts.append((len(queries), len(shown)))
    (few, shown_of_few), (many, shown_of_many) = counts
    assert few == many
    assert shown_of_few < shown_of_many


def test_nothing_inline_and_nothing_from_elsewhere(client, soups):
    searches = ("/?q=warm", "/?q=password", "/?q=vegan+soup&off=vegan", "/?q=warm+sup&without=nuts")
    for address in ("/", *searches, "/recipes/lemon-cake/?like=quicker", "/nothing"):
        page = client.get(address).content.decode()
        assert re.findall(r"<style|\sstyle=|\son\w+=|<script>|(?:src|href)=\"(?:https?:)?//(?!testserver/)", page) == []


def test_a_photo_stands_where_the_cover_would(client):
    file = BytesIO()
    Image.new("RGB", (80, 60), "tomato").save(file, "JPEG")
    recipe = make_recipe("Harira", photo=ContentFile(file.getvalue(), "harira.jpg"))
    for address, when in (("/", 'loading="lazy"'), (recipe.get_absolute_url(), 'fetchpriority="high"')):
        page = client.get(address).content.decode()
        image = f'<img src="{recipe.photo.url}" width="80" height="60" alt="" {when}>'
        assert (page.count(image), page.count(cover_class(recipe))) == (1, 0)
    assert client.get(recipe.photo.url).status_code == 200
