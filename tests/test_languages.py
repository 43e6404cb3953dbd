"""Every word of a page goes through gettext, and German is whole: nothing is left in English but what recipes say.

Not how well it is translated. The pages are those of pages.py, over recipes written in Greek, so that each Latin letter
that no translation brought along is a word that somebody forgot to mark.
"""

import ast
import gettext
import re
from html.parser import HTMLParser
from urllib.parse import parse_qs, urlsplit

import pytest
from django.conf import settings
from django.template.loader import render_to_string
from django.utils import translation
from django.utils.translation import _trans

from recipes.foods import Foods
from recipes.forms import limit_words
from recipes.models import Recipe, Tag
from recipes.querying import read_query
from tests.conftest import make_recipe
from tests.pages import photo
from tests.reading import text

pytestmark = pytest.mark.django_db

HTMX = {"HX-Request": "true"}
FOLDER = settings.BASE_DIR / "locale" / "de" / "LC_MESSAGES"
SHOWN_ATTRIBUTES = ("aria-label", "placeholder", "alt", "title")
NAME = "Larder"
SENT_AS_IT_STANDS = {"recipes/examples.py", "recipes/forms/search_form.py", "templates/recipes/_choices.html"}
"""Where examples of what to type are: search reads English, so they stay English."""

SIGNS = {"", ":"}
"""Asked for by Django itself."""

ADDRESSES = [
    "/",
    "/?page=1",
    "/?page=99",
    "/?page=x",
    "/?diet=vegan&max_minutes=45&course=soup&without=nuts&with=leeks&sort=time",
    "/?q=σούπα",
    "/?q=σούπα&page=2",
    "/?q=σούπα+without+nuts+under+30+minutes+for+2,+not+spicy&off=max-30",
    "/?q=vegan,+under+90+minutes,+allergic+to+nuts",
    "/?q=σούπα,+vegan,+with+chicken",
    "/?q=ουρανός+without+nuts,+vegan&max_minutes=5",
    "/?q=ουρανός",
    "/?q=" + "σούπα+" * 80,
    "/?diet=x&max_minutes=x&course=x&cuisine=x&sort=x&with=1",
    "/recipes/whole/",
    "/recipes/whole/?serves=6",
    "/recipes/whole/?surprise=1",
    "/recipes/whole/?like=quicker",
    "/recipes/bare/?batch=double",
    "/favourites/",
    "/nowhere/",
    "/manifest.webmanifest",
]


@pytest.fixture
def larder(fake_search, settings, tmp_path):
    """Recipes that say all and nothing, without a Latin letter of their own but in what is sent, not shown."""
    settings.RECIPES_PAGE_SIZE, settings.MEDIA_ROOT = 4, tmp_path
    said = {
        "summary": "Ζεστή σούπα",
        "ingredients": "500 φακές\n2 κρεμμύδια",
        "method": "Βράζουμε.\nΣερβίρουμε.",
        "cuisine": "Ελληνική",
    }
    whole = make_recipe(
        "Σούπα",
        slug="whole",
        course="soup",
        servings=4,
        prep_minutes=10,
        cook_minutes=100,
        total_minutes=110,
        vegetarian=True,
        vegan=True,
        halal=False,
        contains_nuts=False,
        contains_celery=True,
        source_name="Γιαγιά",
        source_url="https://example.org/",
        photo=photo("a.jpg"),
        **said,
    )
    whole.tags.add(Tag.objects.create(name="χειμώνας"))
    make_recipe("Πίτα", slug="bare", summary="", method="Ψήνουμε.", course="Πίτες")
    for number in range(1, 8):
        make_recipe(f"Σούπα {number}", slug=f"soup-{number}", course="soup", total_minutes=20, vegan=True, **said)
    fake_search()


class Words(HTMLParser):
    """What a page shows or reads out: texts, and the attributes that are said."""

    def __init__(self, page: str):
        super().__init__()
        self.found, self.inside = [], []
        self.feed(page)

    def handle_starttag(self, tag, attributes):
        if tag in ("script", "style", "title", "datalist", "q"):
            self.inside.append(tag)
        named = dict(attributes)
        self.found += [named[name] or "" for name in SHOWN_ATTRIBUTES if name in named]
        self.found += [value or "" for name, value in attributes if name.startswith("data-")]
        if tag == "meta" and named.get("name") == "description":
            self.found.append(named["content"])

    def handle_endtag(self, tag):
        if self.inside and self.inside[-1] == tag:
            self.inside.pop()

    def handle_data(self, data):
        if not self.inside or self.inside[-1] == "title":
            self.found.append(data)


def unmarked(page: str, query: str = "") -> list[str]:
    """The pieces with Latin letters that no translation brought along, less queries and addresses."""
    bare = re.sub(r"http://testserver\S*", "", "\n".join(Words(page).found).replace(NAME, ""))
    if query:
        bare = bare.replace(query, "")
    while bare != (bare := re.sub(r"⟦[^⟦⟧]*⟧", "", bare)):
        pass
    return [piece.strip() for piece in bare.split("\n") if re.search("[A-Za-z]", piece)]


def query_of(address: str) -> str:
    return parse_qs(urlsplit(address).query).get("q", [""])[0]


@pytest.fixture
def asked(monkeypatch) -> set[str]:
    """Marks all that is translated with brackets; holds what was asked for."""
    found: set[str] = set()

    def marked(message):
        found.add(message)
        return f"⟦{message}⟧"

    monkeypatch.setattr(_trans, "gettext", marked)
    monkeypatch.setattr(_trans, "ngettext", lambda one, many, number: found.add(one) or marked(many))
    return found


def pages(client) -> dict[str, str]:
    shown = {address: client.get(address).content.decode() for address in ADDRESSES if "manifest" not in address}
    shown["fragment"] = client.get("/?q=σούπα", headers=HTMX).content.decode()
    scaled = HTMX | {"HX-Target": "amounts"}
    for query in ("serves=1", "serves=9"):
        shown[query] = client.get(f"/recipes/whole/?{query}", headers=scaled).content.decode()
    for batch in ("half", "double", ""):
        shown[f"batch {batch}"] = client.get(f"/recipes/bare/?batch={batch}", headers=scaled).content.decode()
    for keep in "10":
        shown[f"keep {keep}"] = client.post(
            "/recipes/whole/favourite/", {"keep": keep}, headers=HTMX | {"HX-Trigger": "heart-1"}
        ).content.decode()
    client.post("/recipes/bare/favourite/", {"keep": "1"})
    shown["kept"] = client.get("/favourites/").content.decode()
    shown |= {name: render_to_string(name) for name in ("400.html", "403.html", "403_csrf.html", "404.html")}
    return shown


def test_no_word_of_a_page_is_unmarked(client, larder, asked):
    found = {name: unmarked(page, query_of(name)) for name, page in pages(client).items()}
    assert {name: words for name, words in found.items() if words} == {}


def test_no_word_is_unmarked_where_there_is_nothing_to_show(client, fake_embedders, asked):
    found = {"no recipes": unmarked(client.get("/").content.decode())}
    make_recipe("Σούπα", slug="soup", summary="Ζεστή")
    found["unavailable"] = unmarked(client.get("/?q=σούπα").content.decode())
    assert found == {"no recipes": [], "unavailable": []}


def test_a_forgotten_word_would_be_found():
    assert unmarked("<p>⟦All ⟦5⟧ recipes⟧</p><p title='Forgotten'>⟦Soup⟧ and</p>") == ["Forgotten", "and"]


# ---------------------------------------------------------------- German


def entries() -> list[dict]:
    """The entries of django.po: sources, flags, msgid, msgid_plural and what they are in German."""
    found = []
    for block in (FOLDER / "django.po").read_text("utf-8").split("\n\n")[1:]:
        strings = re.findall(r'^(msg\S+) ((?:".*"\n?)+)', block, re.MULTILINE)
        entry = {key: "".join(map(ast.literal_eval, lines.split("\n"))) for key, lines in joined(strings)}
        entry["sources"] = set(re.findall(r"^#: (.*)$", block, re.MULTILINE)[0].split())
        entry["fuzzy"] = "#, fuzzy" in block
        found.append(entry)
    return found


def joined(strings: list[tuple[str, str]]) -> list[tuple[str, str]]:
    return [(key, lines.strip()) for key, lines in strings]


def compiled() -> dict:
    with (FOLDER / "django.mo").open("rb") as file:
        return gettext.GNUTranslations(file)._catalog


def test_german_is_whole_but_for_what_is_typed_into_the_search():
    unsaid = [entry for entry in entries() if not (entry.get("msgstr") or entry.get("msgstr[1]")) or entry["fuzzy"]]
    assert {source for entry in unsaid for source in entry["sources"]} == SENT_AS_IT_STANDS
    assert len([entry for entry in unsaid if entry["sources"] != {"recipes/examples.py"}]) == 3


def test_german_keeps_what_is_put_into_a_sentence():
    holes = re.compile(r"%\(\w+\)s|%[sd]|<[^>]+>")
    for entry in entries():
        wanted = sorted(holes.findall(entry.get("msgid_plural") or entry["msgid"]))
        said = [entry[key] for key in ("msgstr", "msgstr[1]") if entry.get(key)]
        assert [sorted(holes.findall(text)) for text in said] == [wanted] * len(said)


def test_what_is_served_was_compiled_from_what_is_written():
    """After a change: manage.py compilemessages."""
    written = {}
    for entry in entries():
        if "msgid_plural" in entry:
            written |= {(entry["msgid"], number): entry[f"msgstr[{number}]"] for number in (0, 1)}
        elif entry["msgstr"]:
            written[entry["msgid"]] = entry["msgstr"]
    assert {key: said for key, said in compiled().items() if key} == written


def test_all_that_pages_ask_for_is_written_down(client, larder, asked):
    """A new string joins by manage.py makemessages."""
    pages(client)
    known = {entry["msgid"] for entry in entries()} | {entry.get("msgid_plural") for entry in entries()}
    assert {message.replace("%%", "%") for message in asked} - known - SIGNS == set()


def test_a_page_in_german(client, larder):
    Recipe.objects.filter(slug="whole").update(total_minutes=110)
    with translation.override("de"):
        home, recipe = client.get("/"), client.get("/recipes/whole/")
        found = client.get("/?q=vegan,+under+90+minutes+without+nuts")
    assert '<html lang="de">' in home.content.decode()
    assert "Worauf hast du Appetit?" in text(home)
    assert "Schreib bitte auf Englisch" in text(home)
    assert "1 Std. 50 Min." in text(recipe)
    assert "Suppe" in text(home)
    assert "7 Rezepte: vegan ohne nuts und unter 90 Min." in text(found)


def test_numbers_in_german(client, larder):
    Recipe.objects.bulk_create(Recipe(title=f"Π {n}", slug=f"p-{n}", summary="Π", course="soup") for n in range(1200))
    with translation.override("de"):
        assert "1.209 Rezepte" in text(client.get("/?page=1"))
    with translation.override("en"):
        assert "1,209 recipes" in text(client.get("/?page=1"))


SENTENCES = [
    "soup without nuts",
    "stew with leeks, not spicy, no oven",
    "vegan, halal, gluten-free",
    "dinner for 2 under half an hour",
    "Italian dessert",
]


@pytest.mark.parametrize("sentence", SENTENCES)
def test_in_english_a_limit_is_said_as_it_was_read(sentence):
    found = read_query(sentence, Foods.load()).found
    assert found
    assert [limit_words(each) for each in found] == [each.text for each in found]
