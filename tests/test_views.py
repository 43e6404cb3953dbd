"""The search page through the client: home, browsing, results, and whatever an address may hold."""

import re
from datetime import timedelta

import pytest
from django.utils.timezone import now

from recipes.models import EmbeddingSpace, Recipe
from tests.conftest import make_recipe
from tests.dishes import two_soups_and_a_cake
from tests.reading import notices, page_title, text, titles

pytestmark = pytest.mark.django_db


@pytest.fixture
def soups(fake_search):
    two_soups_and_a_cake()
    fake_search()


def test_home_invites(client, soups):
    response = client.get("/")
    assert response.status_code == 200
    assert titles(response) == ["Lemon cake", "Warm pea soup", "Warm bean soup"]
    links = re.findall(r'href="(/\?[^"]*)"', response.content.decode())
    assert "/?q=spicy%20noodles" in links
    assert [link for link in links if "course" in link or "cuisine" in link] == [
        "/?course=soup",
        "/?course=dessert",
        "/?cuisine=French",
        "/?cuisine=Italian",
    ]


def test_home_counts_what_is_ready_in_time(client):
    for minutes in (10, 20, 25, 60, 61):
        make_recipe(f"Soup {minutes}", total_minutes=minutes)
    make_recipe("Soup")
    make_recipe("Draft", total_minutes=5, published=False)
    assert client.get("/").context["by_time"] == [(20, 2), (30, 3), (45, 3), (60, 4)]


def test_home_leaves_out_a_time_in_which_nothing_is_ready(client):
    make_recipe("Soup", total_minutes=45)
    assert re.findall(r"max_minutes=\d+", client.get("/").content.decode()) == ["max_minutes=45", "max_minutes=60"]


def test_home_shows_one_recipe_of_each_course_first(client):
    make_recipe("Oldest", course="salad")
    for number in range(9):
        make_recipe(f"Soup {number}", course="soup")
    assert titles(client.get("/"))[:3] == ["Soup 8", "Oldest", "Soup 7"]


def test_drafts_are_nowhere(client, fake_search):
    make_recipe("Warm soup", course="soup")
    make_recipe("Warm secret", course="potion", published=False)
    fake_search()
    for address in ("/", "/?page=1", "/?q=warm", "/?course=potion"):
        assert "secret" not in client.get(address).content.decode()
    assert client.get("/recipes/warm-secret/").status_code == 404


def test_of_what_came_at_once_home_shows_each_course_in_turn(client):
    for course in ("soup", "main", "dessert"):
        for number in range(6):
            make_recipe(f"{course} {number}", course=course)
    Recipe.objects.filter(title="soup 0").update(created=now() - timedelta(days=1))
    shown = [recipe.title for recipe in client.get("/").context["newest"]]
    assert shown == ["dessert 5", "main 5", "soup 5", "dessert 4", "main 4", "soup 4", "dessert 3", "main 3"]


def test_home_shows_what_is_newer_first_whatever_its_course(client):
    for number in range(12):
        recipe = make_recipe(f"Soup {number}", course="soup" if number else "main")
        Recipe.objects.filter(pk=recipe.pk).update(created=now() - timedelta(days=12 - number))
    shown = [recipe.title for recipe in client.get("/").context["newest"]]
    assert shown == [f"Soup {number}" for number in range(11, 3, -1)]


def test_browsing_all_newest_first(client, soups):
    response = client.get("/?page=1")
    assert titles(response) == ["Lemon cake", "Warm pea soup", "Warm bean soup"]
    assert "3 recipes" in text(response)


def test_browsing_quickest_first(client, soups):
    assert titles(client.get("/?sort=time")) == ["Warm pea soup", "Warm bean soup", "Lemon cake"]


def test_browsing_with_limits_keeps_the_unknown_apart(client, soups):
    response = client.get("/?diet=vegan&course=soup")
    assert titles(response) == ["Warm bean soup", "Warm pea soup"]
    assert "2 recipes" in text(response)
    assert "We don’t know whether this 1 recipe is vegan and listed as soup" in text(response)


def test_limits_that_nothing_meets(client, soups):
    response = client.get("/?max_minutes=5")
    assert response.status_code == 200
    assert "No recipe fits these limits" in text(response)
    assert 'href="/?page=1"' in response.content.decode()


def test_every_filter_is_offered_back_as_it_was_set(client, soups):
    page = client.get("/?q=warm&diet=vegan&max_minutes=45&course=soup&sort=time").content.decode()
    assert re.findall(r'<input type="search"[^>]*value="([^"]*)"', page) == ["warm"]
    assert re.findall(r'name="diet" value="(\w+)"[^>]*checked', page) == ["vegan"]
    assert re.findall(r'<option value="(\w*)" selected', page) == ["45", "soup", ""]
    assert re.findall(r'<input type="hidden" name="sort" value="(\w+)"', page) == ["time"]
    assert '<span id="filters-set"> (3)</span>' in page


def test_results_say_what_matched_and_how_strongly_but_no_number(client, soups):
    response = client.get("/?q=warm+bean+soup")
    assert titles(response)[0] == "Warm bean soup"
    assert "Strong match" in text(response)
    assert "<mark>Warm bean soup</mark></a></h3>" in response.content.decode()
    assert not re.search(r"%|0\.\d", text(response))
    assert page_title(response) == "warm bean soup · Larder"


@pytest.mark.parametrize(
    ("good", "strong", "words"),
    [
        (-1, -1, "3 strong matches"),
        (-1, 2, "3 good matches"),
        (2, 2, "3 loosely related"),
        (0.6, 0.9, "1 strong match, 1 good, 1 loosely related"),
        (0.5, 0.6, "2 strong matches, 1 good"),
        (0.9, 0.9, "1 strong match, 2 loosely related"),
        (0.6, 2, "2 good matches, 1 loosely related"),
        (0.9, 2, "1 good match, 2 loosely related"),
    ],
)
@pytest.mark.parametrize("headers", [{}, {"HX-Request": "true"}])
def test_the_headline_says_how_strong_the_matches_are(client, fake_search, good, strong, words, headers):
    for title in ("Warm bean soup", "Bean soup", "Soup"):
        make_recipe(title, summary="of a kind")
    fake_search()
    EmbeddingSpace.objects.update(good=good, strong=strong)
    address = "/?q=warm+bean+soup&off=names-bean&off=names-soup"
    page = client.get(address, headers=headers).content.decode()
    assert re.findall(r'<p class="strengths">(.*?)</p>', page) == [words]
    announced = re.search(r'<p id="status"[^>]*>(.*?)</p>', page, re.DOTALL)[1]
    assert " ".join(announced.split()) == f"3 recipes for “warm bean soup” ({words})"


def test_the_headline_counts_what_has_what_is_named(client, fake_search):
    for title in ("Warm bean soup", "Bean soup", "Soup"):
        make_recipe(title, summary="of a kind")
    fake_search()
    page = text(client.get("/?q=warm+bean+soup"))
    assert "2 recipes for “warm bean soup”" in page
    assert "1 more that doesn’t name bean and soup" in page


@pytest.mark.parametrize("address", ["/", "/?page=1", "/?q=password"])
def test_without_matches_there_are_no_strengths(client, soups, address):
    assert "strengths" not in client.get(address).content.decode()


@pytest.mark.parametrize(
    ("fields", "lead_in"),
    [
        ({"summary": "velvety chestnuts"}, "velvety chestnuts"),
        ({"summary": "x", "ingredients": "chestnuts\nvelvety"}, "Ingredients: chestnuts · velvety"),
        ({"summary": "x", "method": "velvety chestnuts"}, "In the method: velvety chestnuts."),
    ],
)
def test_the_passage_that_matched(client, fake_search, fields, lead_in):
    make_recipe("Dish", **fields)
    fake_search()
    response = client.get("/?q=velvety+chestnuts")
    assert titles(response) == ["Dish"]
    assert lead_in in text(response)
    assert re.search('<ol class="cards.*?</ol>', response.content.decode(), re.DOTALL)[0].count("velvety") == 1


def test_a_recipe_without_a_summary_shows_its_facts(client, fake_search):
    make_recipe("Dish", summary="", ingredients="salt", course="soup", cuisine="Moroccan")
    fake_search()
    assert "In short: Dish. Moroccan soup." in text(
        client.get("/?q=moroccan+soup+dish&off=cuisine-moroccan&off=course-soup")
    )


def test_limits_narrow_and_the_unknown_come_last(client, soups):
    response = client.get("/?q=warm+soup&diet=vegan")
    assert titles(response) == ["Warm bean soup", "Warm pea soup"]
    assert "We don’t know whether this 1 recipe is listed as soup and vegan" in text(response)


def unsure_section(response) -> str:
    page = re.sub("</?mark>", "", response.content.decode())
    return re.search(r'<section class="unsure".*?</section>', page, re.DOTALL)[0]


@pytest.mark.parametrize(
    ("address", "summary", "unknown"),
    [
        ("/?diet=nut_free", "Show 2 recipes", ["Lemon cake", "Warm pea soup"]),
        ("/?q=warm+soup&diet=nut_free", "Show 1 recipe", ["Warm pea soup"]),
        ("/?diet=vegan&diet=nut_free", "Show 1 recipe", ["Warm pea soup"]),
    ],
)
def test_under_an_allergy_limit_the_unknown_are_a_click_away(client, soups, address, summary, unknown):
    Recipe.objects.filter(slug="warm-bean-soup").update(contains_nuts=False, contains_peanuts=False)
    response = client.get(address)
    heading, folded = re.fullmatch("(.*)<details>(.*)</details>.*", unsure_section(response), re.DOTALL).groups()
    assert re.findall("<summary>(.*?)</summary>", folded) == [summary]
    assert ("We don’t know whether" in heading, "<h3" in heading) == (True, False)
    assert re.findall(r"<h3[^>]*><a[^>]*>(.*?)</a>", folded) == unknown
    assert titles(response) == ["Warm bean soup", *unknown]


@pytest.mark.parametrize("address", ["/?diet=vegan", "/?q=warm+soup&diet=vegan&max_minutes=60"])
def test_where_something_surely_fits_the_unknown_are_a_click_away(client, soups, address):
    response = client.get(address)
    heading, folded = re.fullmatch("(.*)<details>(.*)</details>.*", unsure_section(response), re.DOTALL).groups()
    assert ("We don’t know whether" in heading, "Warm pea soup" in folded) == (True, True)
    assert "Warm bean soup" in response.content.decode().partition("<details>")[0]


@pytest.mark.parametrize("address", ["/?diet=vegan", "/?q=warm+soup&diet=vegan&max_minutes=60"])
def test_where_nothing_surely_fits_the_unknown_are_in_the_open(client, soups, address):
    Recipe.objects.filter(slug="warm-bean-soup").delete()
    section = unsure_section(client.get(address))
    assert ("Warm pea soup" in section, "<details>" in section) == (True, False)


def test_sorting_by_time(client, soups):
    assert titles(client.get("/?q=warm+soup&sort=time")) == ["Warm pea soup", "Warm bean soup"]


def test_no_close_matches(client, soups):
    response = client.get("/?q=password")
    assert response.status_code == 200
    assert re.findall(r"<h2>(.*?)\s*</h2>", response.content.decode()) == ["No close matches found"]
    before, _, behind = response.content.decode().partition('<details class="far">')
    assert "<article" not in before
    assert "The nearest 3 recipes, which are not close</summary>" in behind


def test_no_close_matches_because_of_the_limits(client, soups):
    response = client.get("/?q=lemon+cake&max_minutes=15")
    assert "No close matches found" in text(response)
    assert '<a href="/?q=lemon+cake">Without your limits there is 1 match</a>' in response.content.decode()


@pytest.mark.parametrize(
    "query",
    [
        "crème brûlée",
        "горячий суп",
        "温かいスープ",
        "شوربة",
        "🍲🔥",
        "\"quoted\" 'single'",
        "<script>alert(1)</script>",
        "a\0b",
        "\0",
        "%",
        "\u202e\ud7ff\x1b",
        "'; DROP TABLE recipes_recipe; --",
        "{{ form }} {% now %}",
        "x" * 10_000,
        "word " * 2_000,
    ],
)
@pytest.mark.parametrize("headers", [{}, {"HX-Request": "true"}])
def test_any_query_has_an_answer(client, soups, query, headers):
    response = client.get("/", {"q": query}, headers=headers)
    assert response.status_code == 200
    assert "<script>alert" not in response.content.decode()


def test_the_query_is_escaped_wherever_it_is_shown(client, soups):
    page = client.get("/", {"q": "<b>warm\"'"}).content.decode()
    assert "<b>" not in page
    assert 'value="&lt;b&gt;warm&quot;&#x27;"' in page


def test_a_query_that_was_cut_is_said(client, soups):
    response = client.get("/", {"q": "warm soup " * 40})
    words = "warm soup " * 6
    assert notices(response) == [f"That is long: only the first 300 characters were read (“{words}…”)."]


def test_what_cannot_be_applied_is_said_on_the_page(client, soups):
    response = client.get("/?q=warm&without=7&max_minutes=abc&course=<i>")
    assert notices(response) == [
        "“abc” is no number of minutes that we can use.",
        "No recipe has the course “&lt;i&gt;”.",
        "“7” is no food that we can read.",
    ]
    assert sorted(titles(response)) == ["Warm bean soup", "Warm pea soup"]


def test_a_form_sent_without_javascript_ends_at_the_canonical_address(client, soups):
    response = client.get("/?q=warm&max_minutes=&course=soup&cuisine=&sort=match")
    assert (response.status_code, response["Location"]) == (302, "/?q=warm&course=soup")
    response = client.get("/?q=warm&max_minutes=abc&cuisine=")
    assert response["Location"] == "/?q=warm&max_minutes=abc"
