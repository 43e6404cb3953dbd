"""What the pages say of how a sentence was read: chips, spelling, contradictions, what isn't known, and why."""

import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from recipes.embedders import embedders
from recipes.indexing import due_concepts, embed_concepts
from recipes.models import Concept, Recipe, Tag
from recipes.search import read
from recipes.search.ranking import wish_of
from recipes.search.serving import serving
from recipes.stored_concepts import stored_concepts
from recipes.views.read_as import by_text
from tests.conftest import make_recipe
from tests.reading import notices, text, titles

HTMX = {"HX-Request": "true"}

pytestmark = pytest.mark.django_db


@pytest.fixture
def kitchen(fake_search):
    """Three curries and a mousse: two say what is in them, one says nothing but its name."""
    make_recipe(
        "Pea curry",
        ingredients="200 g peas\n1 onion",
        course="main",
        total_minutes=20,
        servings=2,
        vegan=True,
        vegetarian=True,
        contains_nuts=False,
        contains_peanuts=False,
    )
    make_recipe("Chicken curry", ingredients="1 chicken\n50 g cashews", course="main", total_minutes=50, vegan=False)
    make_recipe("Secret curry", summary="curry", course="main", total_minutes=25)
    make_recipe("Chocolate mousse", ingredients="100 g chocolate\n3 eggs", course="dessert", total_minutes=30)
    fake_search()


def chips(response) -> dict[str, str]:
    """What was read, in words, and the address that turns it off."""
    block = re.search(r'<div class="read-as">(.*?)</div>', response.content.decode(), re.DOTALL)
    links = re.findall(r'<a class="chip" href="([^"]*)"><span class="hidden">Turn off:</span> (.*?) <span', block[1])
    return {words: address.replace("&amp;", "&") for address, words in links}


def put_back(response) -> dict[str, str]:
    block = re.search(r'<p class="turned-off"[^>]*>(.*?)</p>', response.content.decode(), re.DOTALL)
    links = re.findall(r'href="([^"]*)"><s>(.*?)</s>', block[1]) if block else ()
    return {words: address.replace("&amp;", "&") for address, words in links}


def headline(response) -> str:
    return " ".join(re.search(r"<h2[^>]*>(.*?)</h2>", response.content.decode(), re.DOTALL)[1].split())


# ---------------------------------------------------------------- chips


def test_everything_that_was_read_is_a_chip_with_a_link_that_turns_it_off(client, kitchen):
    response = client.get("/?q=curry+without+onions,+under+30+minutes&sort=time&page=1")
    assert chips(response) == {
        "without onions": "/?q=curry+without+onions%2C+under+30+minutes&off=without-onions&sort=time",
        "under 30 min": "/?q=curry+without+onions%2C+under+30+minutes&off=max-30&sort=time",
    }
    assert '<q class="meaning" dir="auto">curry</q>' in response.content.decode()


def test_a_sentence_of_no_limits_has_no_chips(client, kitchen):
    assert "Read as" not in text(client.get("/?q=pea+curry"))


def test_what_is_turned_off_is_no_limit_and_can_be_put_back(client, kitchen):
    off = client.get("/?q=curry+without+onions,+vegan&off=without-onions")
    assert titles(off)[0] == "Pea curry"
    assert list(chips(off)) == ["vegan", "curry"]
    assert put_back(off) == {"without onions": "/?q=curry+without+onions%2C+vegan"}
    assert put_back(client.get("/?q=curry+without+onions,+vegan")) == {}
    assert "Pea curry" not in titles(client.get("/?q=curry+without+onions,+vegan"))


def test_turning_all_off_leaves_the_sentence(client, kitchen):
    response = client.get("/?q=vegan+curry&off=vegan")
    assert "Chicken curry" in titles(response)
    assert put_back(response) == {"vegan": "/?q=vegan+curry"}
    assert chips(response) == {"curry": "/?q=vegan+curry&off=vegan&off=names-curry"}
    assert "Read as" not in text(client.get("/?q=vegan+curry&off=vegan&off=names-curry"))


@pytest.mark.parametrize("stale", ["max-30", "concept-nothing", "spelling", "<b>"])
def test_what_was_turned_off_in_another_sentence_is_forgotten(client, kitchen, stale):
    response = client.get("/", {"q": "vegan curry", "off": [stale]}, headers=HTMX)
    assert response["HX-Push-Url"] == "/?q=vegan+curry"
    assert put_back(response) == {}


def test_the_form_brings_along_what_it_has_no_control_for(client, kitchen):
    hidden = [("off", "vegan"), ("with", "peas"), ("without", "nuts"), ("sort", "time")]
    for headers in ({}, HTMX):
        page = client.get("/?q=vegan+curry&off=vegan&off=x&with=peas&without=nuts&sort=time", headers=headers)
        carried = re.search(r'<div id="carried"[^>]*>(.*?)</div>', page.content.decode(), re.DOTALL)[1]
        assert re.findall(r'<input type="hidden" name="(\w+)" value="(\w+)">', carried) == hidden
    assert '<div id="carried" hx-swap-oob="innerHTML">' in page.content.decode()


@pytest.fixture
def concepts(fake_search):
    """A dish, and two concepts that "something vegan" is near to: of stews, and one called as a diet is."""
    make_recipe("Turnip stew", ingredients="turnips", vegan=True)
    lines = "{0}\nsomething {0}\n{0} please\n{0} supper"
    for slug, name in (("vegan", "Vegan"), ("cosy", "Winter warmer")):
        words = lines.format(slug)
        Concept.objects.create(slug=slug, name=name, family="mood", phrasings=words, dishes="turnip stew\npea stew")
    embedder = embedders["default"]
    embed_concepts(embedder, due_concepts(embedder))
    fake_search(threshold=0.1)


def test_a_concept_is_a_chip_like_a_limit(client, concepts):
    response = client.get("/?q=something+cosy")
    assert chips(response) == {"Winter warmer": "/?q=something+cosy&off=concept-cosy"}
    off = client.get("/?q=something+cosy&off=concept-cosy")
    assert put_back(off) == {"Winter warmer": "/?q=something+cosy"}
    assert "Read as" not in text(off)


def test_where_no_food_is_named_a_concept_counts_for_more(concepts):
    space, embedder = serving()
    for sentence, names_food in (("something cosy", False), ("cosy turnip", True)):
        wish, plain = wish_of(space, embedder, read(sentence), ()), embedder.embed_query(sentence)
        moved = stored_concepts.index(space).moved(plain, wish.concepts, names_food=names_food)
        assert wish.concepts
        assert wish.vector == pytest.approx(moved, abs=1e-6)


def test_a_concept_that_was_off_is_forgotten_in_a_sentence_that_does_not_speak_of_it(client, concepts):
    response = client.get("/?q=turnip+stew&off=concept-cosy", headers=HTMX)
    assert put_back(response) == {}
    assert response["HX-Push-Url"] == "/?q=turnip+stew"


def test_a_limit_and_a_concept_of_one_name_are_one_chip(client, concepts):
    both = "/?q=something+vegan&off=vegan&off=concept-vegan"
    assert chips(client.get("/?q=something+vegan")) == {"vegan": both}
    assert put_back(client.get(both)) == {"vegan": "/?q=something+vegan"}


def test_what_is_named_is_a_chip_unless_it_is_all_there_is(client, kitchen):
    assert chips(client.get("/?q=hot+pea+curry")) == {
        "pea": "/?q=hot+pea+curry&off=names-pea",
        "curry": "/?q=hot+pea+curry&off=names-curry",
    }
    assert all("Read as" not in text(client.get(f"/?q={words}")) for words in ("onion", "curry", "pea+or+onion+curry"))


def test_what_lacks_a_named_food_comes_after_and_says_so(client, kitchen):
    named = client.get("/?q=hot+pea+curry")
    assert titles(named) == ["Pea curry", "Secret curry", "Chicken curry"]
    assert "2 more that don’t name pea and curry All the same they come close to what you wrote." in text(named)
    limited = client.get("/?q=hot+pea+curry&max_minutes=30")
    assert titles(limited) == ["Pea curry", "Secret curry"]
    doubt = "Nothing in them breaks what you asked for, but they don’t say everything."
    assert f"1 more that doesn’t name pea and curry {doubt}" in text(limited)


@pytest.mark.parametrize(
    ("sentence", "heading"),
    [
        ("a light hot supper of curry", "3 more that don’t name curry or are hardly light All the same"),
        ("something light and hot", "1 more that is hardly light Something in them speaks against it:"),
        (
            "something light, cheap and hot",
            "2 more that are hardly light or cheap Something in them speaks against it:",
        ),
    ],
)
def test_what_speaks_against_a_quality_is_said_to_be_hardly_so(client, kitchen, fake_search, sentence, heading):
    for title in ("Hot burger", "Hot lobster", "Hot plate"):
        make_recipe(title)
    fake_search(threshold=0.1)
    assert f"{heading} " in text(client.get("/", {"q": sentence}))


def test_what_speaks_against_a_quality_and_does_not_say_is_to_be_checked(client, kitchen, fake_search):
    make_recipe("Hot burger")
    make_recipe("Hot plate", vegan=True)
    fake_search(threshold=0.1)
    page = text(client.get("/?q=something+light+and+hot&diet=vegan"))
    assert "1 more that is hardly light Something in them speaks against it" in page
    assert "They don’t say everything that you asked for, either. Check before you cook." in page


def test_what_is_not_spicy_is_mild_and_one_chip(client, kitchen):
    assert chips(client.get("/?q=curry,+not+spicy")) == {"mild": "/?q=curry%2C+not+spicy&off=names-mild&off=not-spicy"}


def test_what_has_all_that_is_named_and_does_not_say_comes_before_what_lacks_some(client, kitchen):
    make_recipe("Pea and chicken curry", summary="Peas.")
    Recipe.objects.filter(title="Pea curry").update(vegan=None)
    response = client.get("/?q=hot+pea+curry&diet=vegan")
    assert titles(response) == ["Pea curry", "Secret curry"]
    headings = re.findall(r'<h2 id="\w+">(.*?)</h2>', response.content.decode())
    assert [heading.split(" recipe")[0] for heading in headings] == [
        "We don’t know whether this 1",
        "1 more that doesn’t name pea and curry",
    ]


def test_what_lacks_what_is_named_is_behind_a_click(client, kitchen):
    page = client.get("/?q=hot+pea+curry&diet=vegan").content.decode()
    assert page.count("<details><summary>Show 1 recipe</summary>") == 1
    assert page.index("doesn’t name pea") < page.index("<details><summary>Show")


def test_what_lacks_what_is_named_is_behind_a_click_on_later_pages_too(client, kitchen, settings):
    settings.RECIPES_PAGE_SIZE = 1
    pages = [client.get(f"/?q=hot+pea+curry&page={number}") for number in (1, 2)]
    assert [titles(page) for page in pages] == [["Pea curry"], ["Secret curry"]]
    assert "<details><summary>Show 1 recipe" in pages[1].content.decode()


def test_under_an_allergy_no_page_shows_what_does_not_say(client, kitchen, settings):
    settings.RECIPES_PAGE_SIZE = 1
    Recipe.objects.update(contains_nuts=None, ingredients="1 onion")
    for number in (1, 2, 3):
        page = client.get(f"/?q=hot+pea+curry,+nut+allergy&page={number}").content.decode()
        assert "<article" not in page.partition("<details><summary>Show")[0]


@pytest.mark.parametrize(
    ("sentence", "doubt"),
    [
        ("curry without an oven", "We don’t know whether these 2 recipes are without oven"),
        ("a warming curry", "We don’t know whether these 2 recipes are not cold"),
        ("a warming pea curry", "1 more that doesn’t name pea and curry"),
    ],
)
def test_what_shows_no_way_of_cooking_and_no_cold_is_said_to_be_unknown(client, kitchen, sentence, doubt):
    Recipe.objects.filter(title="Pea curry").update(method="Stir.")
    assert f"{doubt} Nothing in them breaks what you asked for" in text(client.get("/", {"q": sentence}))


def test_two_words_for_one_tool_are_one_chip():
    read = [
        ("no-baking", "no baking"),
        ("concept-no-bake", "No oven"),
        ("no-blender", "no blender"),
        ("names-oven", "oven"),
    ]
    assert by_text(read) == [
        ("no baking", ["no-baking", "concept-no-bake"]),
        ("no blender", ["no-blender"]),
        ("oven", ["names-oven"]),
    ]


# ---------------------------------------------------------------- limits of the page


def test_foods_in_the_address_limit_a_search(client, kitchen):
    response = client.get("/?q=curry&without=nuts")
    assert titles(response) == ["Pea curry", "Secret curry"]
    assert "We don’t know whether this 1 recipe is without nuts" in text(response)
    assert titles(client.get("/?q=curry&with=chicken"))[0] == "Chicken curry"


def test_foods_in_the_address_limit_browsing(client, kitchen):
    response = client.get("/?without=nuts&without=eggs&sort=time")
    assert titles(response) == ["Pea curry", "Secret curry"]
    page = response.content.decode()
    assert '<a class="chip" href="/?without=eggs&amp;sort=time">' in page
    assert "We don’t know whether this 1 recipe is without nuts and without eggs" in text(response)
    assert "2 recipes" in headline(response)


def test_browsing_pages_of_what_keeps_the_limits(client, kitchen, settings):
    settings.RECIPES_PAGE_SIZE = 1
    pages = [client.get(f"/?without=eggs&sort=time&page={number}") for number in (1, 2, 3)]
    assert [titles(page) for page in pages] == [["Pea curry"], ["Chicken curry"], ["Secret curry"]]
    assert all("3 recipes" in text(page) for page in pages)


def test_a_diet_is_kept_on_ingredient_lines_when_browsing_too(client, kitchen):
    Recipe.objects.filter(slug="chicken-curry").update(vegan=None)
    assert titles(client.get("/?diet=vegan&course=main")) == ["Pea curry", "Secret curry"]


def test_where_there_are_too_many_to_browse_foods_need_a_query(client, kitchen, monkeypatch):
    monkeypatch.setattr("recipes.views.browsing.LINES_READ", 1)
    response = client.get("/?without=nuts&course=main")
    assert notices(response) == ["Describe a dish, too: among so many recipes we can’t look for “nuts” in each."]
    assert sorted(titles(response)) == ["Chicken curry", "Pea curry", "Secret curry"]
    assert "Remove: without nuts" not in re.sub("<[^>]*>", "", response.content.decode())
    assert 'name="without" value="nuts"' in response.content.decode()


# ---------------------------------------------------------------- spelling


def test_what_was_misspelt_is_said_and_the_raw_words_are_offered(client, kitchen):
    response = client.get("/?q=choclate+mouse&page=2")
    assert "Showing results for chocolate mousse . Search instead for “ choclate mouse ”" in text(response)
    assert '“<a href="/?q=choclate+mouse&amp;off=spelling"><bdi>choclate mouse</bdi></a>”' in response.content.decode()
    assert headline(response).startswith("1 recipe for “chocolate mousse”")


def test_raw_words_are_searched_for_and_the_right_ones_offered(client, kitchen):
    response = client.get("/?q=choclate+mouse&off=spelling")
    assert "Did you mean chocolate mousse ?" in text(response)
    assert '<a href="/?q=choclate+mouse">' in response.content.decode()
    assert (put_back(response), "Showing results for" in text(response)) == ({}, False)


# ---------------------------------------------------------------- contradictions and nothing


CONTRADICTION = "“vegan” and “chicken” contradict each other: turn one of them off below, or choose other words."


def test_contradictions_are_told_beside_the_results(client, kitchen):
    response = client.get("/?q=vegan+chicken+curry")
    assert notices(response) == [CONTRADICTION]
    assert list(chips(response)) == ["vegan", "curry"]


def test_contradictions_are_told_where_nothing_is_found(client, kitchen):
    response = client.get("/?q=vegan+chicken+curry+under+5+minutes")
    assert (headline(response), notices(response)) == ("No close matches found", [CONTRADICTION])


def test_nothing_found_names_the_limits_and_offers_to_turn_off_each_and_all(client, kitchen):
    response = client.get("/?q=pea+curry+under+5+minutes&without=nuts")
    assert "No recipe here comes close to “ pea curry ” and is under 5 min and without nuts." in text(response)
    assert chips(response) == {
        "under 5 min": "/?q=pea+curry+under+5+minutes&off=max-5&without=nuts",
    }
    page = response.content.decode()
    assert re.findall(r'<a href="([^"]*)">Without your limits there (.*?)</a>', page) == [
        ("/?q=pea+curry+under+5+minutes&amp;off=max-5", "are 2 matches")
    ]


def test_each_limit_that_alone_keeps_matches_away_is_offered_with_what_is_there_without_it(client, kitchen):
    response = client.get("/?q=pea+curry+under+5+minutes&without=nuts")
    assert [(chip.text, chip.address, total) for chip, total in response.context["ways_out"]] == [
        ("under 5 min", "/?q=pea+curry+under+5+minutes&off=max-5&without=nuts", 2)
    ]


def test_a_sentence_of_which_nothing_is_close_may_be_searched_for_its_limits_alone(client, kitchen):
    response = client.get("/?q=the+password+of+my+vegan+aunt+without+nuts")
    assert response.context["state"] == "nothing"
    page = response.content.decode()
    assert re.findall(r'href="([^"]*)">(See .*?)</a>', page) == [
        ("/?q=vegan+without+nuts", "See the 1 recipe that is vegan and without nuts")
    ]
    assert titles(client.get("/?q=vegan+without+nuts"))[0] == "Pea curry"


def test_the_nearest_are_behind_a_click_and_keep_the_limits(client, kitchen):
    response = client.get("/?q=pea+curry+under+5+minutes")
    assert (response.context["state"], response.context["nearest"]) == ("nothing", [])
    far = client.get("/?q=password&diet=vegan")
    assert {match.recipe.vegan for match in far.context["nearest"]} == {True}
    assert "not close</summary>" in far.content.decode()


def test_nothing_found_of_limits_alone(client, kitchen):
    response = client.get("/?q=vegan+under+5+minutes")
    assert "No recipe here is vegan and under 5 min." in text(response)


def test_nothing_found_without_limits_offers_none_to_drop(client, kitchen):
    response = client.get("/?q=password")
    assert "a far-fetched one would not help you" in text(response)
    assert "Without your limits" not in text(response)


# ---------------------------------------------------------------- what isn't known


def test_the_group_of_the_unknown_names_the_limits(client, kitchen):
    response = client.get("/?q=curry+without+onions+for+2")
    assert "are without onions and for 2" in re.search(r'<h2 id="unsure">(.*?)</h2>', response.content.decode())[1]
    assert "<details>" not in response.content.decode()


@pytest.mark.parametrize(
    "address", ["/?q=curry,+allergic+to+nuts", "/?q=nut-free+curry", "/?q=curry&diet=nut_free", "/?diet=nut_free"]
)
def test_under_an_allergy_the_unknown_are_a_click_away(client, kitchen, address):
    page = client.get(address).content.decode()
    section = re.search(r'<section class="unsure".*?</section>', page, re.DOTALL)[0]
    assert "Secret curry" in section.partition("<details>")[2]
    assert "Secret curry" not in page.partition("<details>")[0]


@pytest.mark.parametrize(
    ("address", "reminds"),
    [
        ("/?q=curry+without+onions", True),
        ("/?q=vegan+curry", True),
        ("/?q=vegan+curry+under+1+minute", True),
        ("/?q=curry&diet=vegan", True),
        ("/?q=curry&without=nuts", True),
        ("/?without=nuts", True),
        ("/?q=curry+under+30+minutes", False),
        ("/?q=curry&with=peas", False),
        ("/?q=vegan+curry&off=vegan", False),
        ("/?course=main", False),
    ],
)
def test_labels_decide_wherever_something_is_left_out(client, kitchen, address, reminds):
    assert ("The labels of what you buy decide" in text(client.get(address))) is reminds


# ---------------------------------------------------------------- limits only


@pytest.mark.parametrize(
    ("query", "words"),
    [
        ("vegan, under 30 minutes", "1 vegan recipe under 30 min"),
        ("vegan, under 30 minutes, without chicken", "1 vegan recipe without chicken and under 30 min"),
        ("under 40 minutes", "3 recipes under 40 min"),
    ],
)
def test_a_sentence_of_limits_alone_says_so_and_counts_what_is_known(client, kitchen, query, words):
    response = client.get("/", {"q": query})
    assert headline(response).partition(", and ")[0] == words
    assert "strengths" not in response.content.decode()
    assert re.search("Loosely|Good match|Strong match", text(response)) is None


def test_what_one_wants_to_use_is_shown_among_the_ingredients(client, kitchen):
    page = client.get("/?q=with+peas").content.decode()
    assert "<i>Ingredients:</i> 200 g <mark>peas</mark>" in page


# ---------------------------------------------------------------- why


def marks(response) -> list[str]:
    return re.findall("<mark>(.*?)</mark>", response.content.decode())


def test_shared_words_are_marked(client, fake_search):
    make_recipe("Dish", summary="A velvety <b>chestnuts</b>.")
    fake_search()
    response = client.get("/?q=velvety+chestnuts")
    assert marks(response) == ["velvety", "chestnuts"]
    assert "</mark> &lt;b&gt;<mark>chestnuts</mark>&lt;/b&gt;." in response.content.decode()


def test_where_no_word_is_shared_a_recipe_is_told_by_its_own_words_for_itself(client, fake_search):
    dish = make_recipe("Dish", summary="", ingredients="salt")
    for kind, name in (
        ("mood", "warming"),
        ("mood", "rich"),
        ("occasion", "the first frost"),
        ("other", "for the lot"),
    ):
        dish.tags.add(Tag.objects.create(kind=kind, name=name))
    fake_search()
    response = client.get("/?q=for+the")
    assert (titles(response), marks(response)) == (["Dish"], [])
    assert re.findall('<p class="why" dir="auto">(.*?)</p>', response.content.decode()) == [
        "rich · warming · the first frost · for the lot"
    ]


def test_what_is_left_out_is_not_marked(client, kitchen):
    assert "onions" not in marks(client.get("/?q=chicken+curry+without+onions"))


# ---------------------------------------------------------------- the cost


@pytest.mark.parametrize(
    "address",
    [
        "/?q=vegan+curry+without+nuts&off=vegan",
        "/?q=choclate+curry&off=spelling",
        "/?without=nuts&with=peas",
        "/?q=curry+under+1+minute",
    ],
)
def test_queries_do_not_grow_with_recipes(client, fake_search, address):
    counts = []
    for start in (0, 2):
        for number in range(start, start + 2):
            make_recipe(f"Curry {'pea' * (number + 1)}", slug=f"c{number}", ingredients="peas", vegan=True)
        fake_search()
        client.get(address)
        with CaptureQueriesContext(connection) as queries:
            client.get(address)
        counts.append(len(queries))
    assert counts[0] == counts[1]
