"""The admin: what is saved is found at once or says why not, and nobody sees less than search knows."""

import json
import re
from html import unescape
from io import BytesIO

import pytest
from django.contrib.admin.models import LogEntry
from django.contrib.auth.models import Permission
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils.html import strip_tags
from PIL import Image

from recipes import indexing
from recipes.admin.forms import MAX_BYTES, MAX_ROWS, ImportForm
from recipes.admin.space import SETTING_WINS
from recipes.embedders import embedders
from recipes.embedders.base import EmbedderError
from recipes.importing import import_rows, read_rows
from recipes.models import EmbeddedRecipe, Embedding, EmbeddingSpace, Recipe, Tag
from recipes.search import find_recipes
from tests.conftest import FAKES, embed_all, make_recipe
from tests.fakes import WordEmbedder

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("fake_embedders")]

LIST = reverse("admin:recipes_recipe_changelist")
ADD = reverse("admin:recipes_recipe_add")
IMPORT = reverse("admin:recipes_recipe_import")
TO_DO = "choose “Embed selected recipes” in the list of recipes, or run manage.py embed_recipes."
NOT_EMBEDDED = f"The recipe is saved, but it could not be embedded: {{}}. {{}}: mend this, then {TO_DO}"
CURSED = "EmbedderError: the word cursed can't be embedded"
BY_COMMAND = "copy it to the server and run manage.py import_recipes there."
SHOW = "Show, select, and choose “Embed selected recipes”; or run manage.py embed_recipes."


def plain(html) -> str:
    return " ".join(unescape(strip_tags(str(html))).split())


def said(response) -> list[str]:
    """The messages of a page, as they are read."""
    return [plain(message) for message in response.context["messages"]]


def address_of(recipe: Recipe) -> str:
    return reverse("admin:recipes_recipe_change", args=[recipe.pk])


def picture() -> SimpleUploadedFile:
    file = BytesIO()
    Image.new("RGB", (8, 6)).save(file, "PNG")
    return SimpleUploadedFile("dish.png", file.getvalue())


def filled_in(**fields) -> dict:
    """What the browser sends of a recipe's form."""
    return {"title": "Harira", "slug": "", "summary": "Lentil soup.", "published": "on", "_save": "Save"} | fields


def save(client, address: str = ADD, **fields):
    return client.post(address, filled_in(**fields), follow=True)


def act(client, action: str, recipes):
    return client.post(LIST, {"action": action, "_selected_action": [recipe.pk for recipe in recipes]}, follow=True)


def badges(response) -> dict[str, str]:
    """Title -> search status, as the list shows them."""
    rows = re.findall(r'class="field-title".*?>([^<>]+)</a>.*?larder-badge[^>]*>([^<]+)<', response.text, re.DOTALL)
    return {unescape(title): status for title, status in rows}


def problems(response) -> list[str]:
    return [plain(problem) for problem in response.context["search_problems"]()]


def fail_on_cursed(settings) -> None:
    """The serving model from now on refuses texts with the word `cursed`; the space stays the same."""
    settings.EMBEDDERS = {"default": {"BACKEND": "tests.fakes.StubbornEmbedder"}}


# ---------------------------------------------------------------- saving


def test_a_photo_whose_file_is_gone_is_a_form_error_that_loses_nothing(admin_client):
    embed_all()
    recipe = make_recipe("Harira", photo=picture())
    recipe.photo.storage.delete(recipe.photo.name)
    typed = {"slug": "harira", "summary": "Typed at length."}
    response = admin_client.post(address_of(recipe), filled_in(**typed))
    form = response.context["adminform"].form
    assert form.errors == {"photo": ["The photo’s file is missing: clear it or upload it again."]}
    assert form["summary"].value() == "Typed at length."
    assert "The photo’s file is missing" in plain(response.content.decode())
    save(admin_client, address_of(recipe), **typed, photo=picture())
    uploaded = Recipe.objects.get()
    assert (uploaded.summary, uploaded.photo_width) == ("Typed at length.", 8)
    uploaded.photo.storage.delete(uploaded.photo.name)
    save(admin_client, address_of(recipe), **typed | {"summary": "Changed."}, **{"photo-clear": "on"})
    assert Recipe.objects.values_list("summary", "photo", "photo_width").get() == ("Changed.", "", None)


def test_a_saved_recipe_is_found_at_once_with_its_tags(admin_client):
    embed_all()
    winter = Tag.objects.create(kind=Tag.Kind.SEASON, name="winter")
    response = save(admin_client, tags=[winter.pk])
    assert said(response)[1:] == ["Search finds it now."]
    recipe = Recipe.objects.get()
    assert [match.recipe for match in find_recipes("harira")] == [recipe]
    assert list(recipe.tags.all()) == [winter]
    assert indexing.plan(embedders["default"]).due == []


def test_the_very_first_recipe_says_that_a_threshold_is_missing(admin_client):
    response = save(admin_client)
    [advice] = said(response)[1:]
    assert advice.startswith("The recipe is embedded. Search can’t find it yet: Recipes are embedded in words/40t")
    assert "run manage.py calibrate_threshold --embedder default --write, then" in advice


def test_a_saved_draft_is_embedded_and_waits_for_its_publication(admin_client):
    make_recipe("Porridge")
    embed_all()
    assert said(save(admin_client, published=""))[1:] == ["Search finds it once it is published."]
    assert [match.recipe.title for match in find_recipes("harira", threshold=None)] == ["Porridge"]
    assert badges(admin_client.get(LIST))["Harira"] == "draft, embedded"


def test_a_failing_model_never_loses_a_new_recipe(admin_client, settings):
    embed_all()
    fail_on_cursed(settings)
    response = save(admin_client, summary="A cursed soup.")
    assert said(response)[1:] == [NOT_EMBEDDED.format(CURSED, "Search can’t find it yet")]
    assert Recipe.objects.get().summary == "A cursed soup."
    assert badges(response) == {"Harira": "not embedded"}


def test_a_failing_model_never_loses_a_change(admin_client, settings):
    recipe = make_recipe("Harira")
    embed_all()
    fail_on_cursed(settings)
    response = save(admin_client, address_of(recipe), slug="harira", summary="A cursed soup.")
    assert said(response)[1:] == [NOT_EMBEDDED.format(CURSED, "Search goes by its former text")]
    assert badges(response) == {"Harira": "stale"}


@pytest.mark.parametrize(
    ("backend", "reason"),
    [
        (FAKES["absent"], "the model is not installed: install it"),
        (
            {"BACKEND": "nowhere.Nothing"},
            "EMBEDDERS['default']: can't import BACKEND 'nowhere.Nothing': No module named 'nowhere'",
        ),
    ],
)
def test_a_model_that_is_not_there_never_loses_the_save(admin_client, settings, backend, reason):
    settings.EMBEDDERS = {"default": backend}
    response = save(admin_client)
    assert said(response)[1:] == [NOT_EMBEDDED.format(reason, "Search can’t find it yet")]
    assert Recipe.objects.count() == 1


class OutsideEmbedder(WordEmbedder):
    """Refuses to work while a transaction is open, in which a failure would undo the save."""

    def encode(self, texts, *, is_query):
        if connection.in_atomic_block:
            raise EmbedderError("a transaction is open")
        return super().encode(texts, is_query=is_query)


@pytest.mark.django_db(transaction=True)
def test_the_model_works_when_the_save_is_committed(admin_client, settings):
    settings.EMBEDDERS = {"default": {"BACKEND": "tests.test_admin.OutsideEmbedder"}}
    embed_all()
    assert said(save(admin_client))[1:] == ["Search finds it now."]


def test_embedding_on_save_can_be_turned_off(admin_client, settings):
    embed_all()
    settings.RECIPES_EMBED_ON_SAVE = False
    response = save(admin_client)
    assert said(response)[1:] == [f"Search can’t find it yet, since embedding on save is off: {TO_DO}"]
    assert Embedding.objects.count() == 0


def test_a_save_that_is_refused_embeds_nothing(admin_client):
    embed_all()
    response = save(admin_client, vegan="true", contains_milk="true")
    assert response.context["errors"] == [["A vegan recipe contains no milk."]]
    assert (Recipe.objects.count(), Embedding.objects.count()) == (0, 0)


@pytest.mark.parametrize(
    ("title", "slug"), [("Harira", "harira-2"), ("Crème brûlée", "creme-brulee"), ("寿司", "recipe")]
)
def test_an_empty_slug_becomes_the_title_and_is_unique(admin_client, title, slug):
    make_recipe("Harira")
    save(admin_client, title=title)
    assert Recipe.objects.get(slug=slug).title == title


def test_a_slug_that_is_taken_is_refused_with_what_to_do(admin_client):
    make_recipe("Harira")
    response = save(admin_client, slug="harira")
    assert response.context["errors"] == [
        ["Another recipe has this address: change it, or empty it to get a free one."]
    ]


# ---------------------------------------------------------------- the list


def four_recipes() -> dict[str, Recipe]:
    """One of each status in the space that serves."""
    made = {name: make_recipe(name) for name in ("Current", "Changed", "Draft")}
    embed_all()
    Recipe.objects.filter(pk=made["Changed"].pk).update(summary="Changed behind the models' back.")
    Recipe.objects.filter(pk=made["Draft"].pk).update(published=False)
    return made | {"New": make_recipe("New")}


def test_the_list_shows_what_search_knows_of_each_recipe(admin_client):
    four_recipes()
    assert badges(admin_client.get(LIST)) == {
        "New": "not embedded",
        "Draft": "draft, embedded",
        "Changed": "stale",
        "Current": "searchable",
    }


def test_the_list_warns_of_what_search_does_not_know(admin_client):
    four_recipes()
    assert problems(admin_client.get(LIST)) == [
        f"1 published recipe is not embedded: no search finds what isn’t. {SHOW}",
        f"1 recipe has changed since embedded: search goes by the former texts. {SHOW}",
    ]


def test_the_list_warns_of_nothing_where_all_is_well(admin_client):
    make_recipe("Harira")
    make_recipe("Sketch", published=False)
    embed_all()
    EmbeddedRecipe.objects.filter(recipe__title="Sketch").delete()
    response = admin_client.get(LIST)
    assert problems(response) == []
    assert "search-problems" not in response.text


def test_the_list_says_so_where_no_space_serves_or_its_model_is_missing(admin_client, settings):
    make_recipe("Harira")
    assert problems(admin_client.get(LIST)) == ["No recipe is embedded yet: run manage.py embed_recipes."]
    embed_all()
    settings.EMBEDDERS = {"default": FAKES["other"]}
    [problem] = problems(admin_client.get(LIST))
    assert problem.split(":")[0] == (
        f"No embedder in EMBEDDERS makes vectors of the active space {EmbeddingSpace.objects.get().space}"
    )


@pytest.mark.parametrize(
    ("query", "titles"),
    [
        ("search_status=missing", {"New"}),
        ("search_status=embedded", {"Current", "Changed", "Draft"}),
        ("search_status=stale", {"Changed"}),
        ("search_status=missing&published__exact=1", {"New"}),
        ("search_status=nonsense", {"Current", "Changed", "Draft", "New"}),
        ("published__exact=0", {"Draft"}),
    ],
)
def test_filters_by_search_status(admin_client, query, titles):
    four_recipes()
    assert set(badges(admin_client.get(f"{LIST}?{query}"))) == titles


def some_tagged() -> Tag:
    feast = Tag.objects.create(kind=Tag.Kind.OCCASION, name="feast")
    soup = make_recipe("Harira", course="soup", cuisine="Moroccan", vegan=True, **dict.fromkeys(ALL_SAID, False))
    soup.tags.add(feast)
    make_recipe("Lamb", ingredients="1 shoulder of lamb", vegetarian=False, photo=picture())
    return feast


ALL_SAID = [field.name for field in Recipe._meta.fields if field.name.startswith("contains_")]


@pytest.mark.parametrize(
    ("query", "titles"),
    [
        ("course=soup", {"Harira"}),
        ("course=-", {"Lamb"}),
        ("cuisine=Moroccan", {"Harira"}),
        ("cuisine=%00", set()),
        ("diet=vegetarian", {"Harira"}),
        ("diet=nut_free", {"Harira"}),
        ("diet=-", set()),
        ("allergens=all", {"Harira"}),
        ("allergens=some", {"Lamb"}),
        ("occasion={feast}", {"Harira"}),
        ("occasion=nonsense", {"Harira", "Lamb"}),
        ("tags__id__exact={feast}", {"Harira"}),
        ("has_photo=yes", {"Lamb"}),
        ("has_photo=no", {"Harira"}),
        ("q=lamb+shoulder", {"Lamb"}),
        ("q=%22of+lamb%22", {"Lamb"}),
        ("q=feast", {"Harira"}),
        ("q=feast+lamb", set()),
        ("q='", {"Harira", "Lamb"}),
    ],
)
def test_filters_and_search(admin_client, query, titles):
    feast = some_tagged()
    assert set(badges(admin_client.get(f"{LIST}?{query.format(feast=feast.pk)}"))) == titles


def test_the_list_and_its_counts_cost_the_same_queries_for_one_recipe_and_for_many(admin_client):
    def cost(address: str) -> int:
        with CaptureQueriesContext(connection) as queries:
            assert admin_client.get(address).status_code == 200
        return len(queries)

    make_recipe("First").tags.add(Tag.objects.create(name="quick"))
    embed_all()
    before = cost(LIST), cost(f"{LIST}?_facets=True")
    for n in range(5):
        make_recipe(f"Soup {n}", course="soup", cuisine=f"Cuisine {n}").tags.add(Tag.objects.create(name=f"tag {n}"))
    embed_all()
    assert (cost(LIST), cost(f"{LIST}?_facets=True")) == before


# ---------------------------------------------------------------- actions


def test_embedding_a_selection_says_what_was_done_and_what_failed(admin_client, settings):
    embed_all()
    good, bad = make_recipe("Harira"), make_recipe("Cursed pie", summary="A cursed pie.")
    fail_on_cursed(settings)
    response = act(admin_client, "embed_selected", [good, bad])
    failed = f"“Cursed pie” could not be embedded: {CURSED}. Search doesn’t know it as it is."
    assert said(response) == ["1 recipe embedded.", failed]
    assert badges(response) == {"Harira": "searchable", "Cursed pie": "not embedded"}
    assert said(act(admin_client, "embed_selected", [good])) == [
        "Nothing was due: search knows these recipes as they are."
    ]


def test_embedding_a_selection_is_bounded(admin_client):
    embed_all()
    recipes = [make_recipe(f"Soup {n}") for n in range(52)]
    left = (
        "2 recipes are still due: at most 50 are embedded at once. Do the same again, or run manage.py embed_recipes."
    )
    assert said(act(admin_client, "embed_selected", recipes)) == ["50 recipes embedded.", left]
    assert said(act(admin_client, "embed_selected", recipes)) == ["2 recipes embedded."]


def test_embedding_a_selection_without_a_model_says_so(admin_client, settings):
    settings.EMBEDDERS = {"default": FAKES["absent"]}
    recipes = [make_recipe("Harira"), make_recipe("Lamb")]
    assert said(act(admin_client, "embed_selected", recipes)) == [
        f"Embedding stopped: the model is not installed: install it. Mend this, then {TO_DO}"
    ]


def test_publishing_embeds_what_was_not_and_is_in_the_history(admin_client):
    embed_all()
    draft, public = make_recipe("Draft", published=False), make_recipe("Public")
    before = draft.updated
    response = act(admin_client, "publish", [draft, public])
    assert said(response) == ["1 recipe published.", "1 recipe embedded."]
    assert badges(response) == {"Draft": "searchable", "Public": "not embedded"}
    draft.refresh_from_db()
    assert draft.updated > before
    assert [entry.get_change_message() for entry in LogEntry.objects.all()] == ["Changed Published."]


def test_drafts_are_hidden_from_cooks_and_stay_embedded(admin_client):
    recipe, other = make_recipe("Harira"), make_recipe("Porridge")
    embed_all()
    response = act(admin_client, "turn_into_drafts", [recipe])
    assert said(response) == ["1 recipe turned into drafts: cooks don’t see drafts."]
    assert badges(response) == {"Harira": "draft, embedded", "Porridge": "searchable"}
    assert [match.recipe for match in find_recipes("harira", threshold=None)] == [other]


def test_an_export_imports_back_to_the_same(admin_client):
    some_tagged()
    make_recipe("Not chosen")
    response = act(admin_client, "export_selected", Recipe.objects.exclude(title="Not chosen"))
    file = BytesIO(b"".join(response.streaming_content))
    assert [json.loads(line)["title"] for line in file] == ["Lamb", "Harira"]
    file.seek(0)
    report = import_rows(read_rows(file, "recipes.jsonl"))
    assert (report.unchanged, report.rows) == (2, 2)


def test_somebody_who_may_only_look_can_change_nothing(client, django_user_model):
    recipe = make_recipe("Harira", published=False)
    guest = django_user_model.objects.create_user("guest", is_staff=True)
    guest.user_permissions.set(Permission.objects.filter(codename="view_recipe"))
    client.force_login(guest)
    assert [name for name, _ in client.get(LIST).context["action_form"].fields["action"].choices] == [
        "",
        "export_selected",
    ]
    act(client, "publish", [recipe])
    assert [client.get(address_of(recipe)).status_code, save(client, address_of(recipe)).status_code] == [200, 403]
    recipe.refresh_from_db()
    assert (recipe.published, recipe.summary) == (False, "Harira, as it is made at home")


# ---------------------------------------------------------------- the form


def test_the_form_shows_suggestions_what_search_sees_and_the_way_to_the_page(admin_client):
    recipe = make_recipe("Harira", cuisine="Moroccan <b>", ingredients="lentils")
    embed_all()
    page = admin_client.get(address_of(recipe)).text
    assert re.findall(r'<option value="([^"]*)"></option>', page)[-1] == "Moroccan &lt;b&gt;"
    assert re.findall(r"<li><b>(\w+)</b> <span>([^<]*)</span></li>", page)[0] == ("title", "Harira")
    assert 'href="/recipes/harira/" class="viewsitelink"' in page


def test_deleting_asks_about_the_recipe_alone(admin_client):
    recipe = make_recipe("Harira")
    embed_all()
    address = reverse("admin:recipes_recipe_delete", args=[recipe.pk])
    assert [plain(item) for item in admin_client.get(address).context["deleted_objects"]] == ["Recipe: Harira"]
    admin_client.post(address, {"post": "yes"})
    assert (Recipe.objects.count(), Embedding.objects.count()) == (0, 0)


def test_no_page_has_inline_script_or_style(admin_client):
    recipe = make_recipe("Harira", photo=picture())
    embed_all()
    space = reverse("admin:recipes_embeddingspace_change", args=[EmbeddingSpace.objects.get().pk])
    for address in (LIST, ADD, address_of(recipe), IMPORT, space):
        page = admin_client.get(address).text
        assert (
            re.findall(r"<style|<script(?![^>]* (?:src|type=\"application/json\"))[^>]*>|\sstyle=|\son\w+=", page) == []
        )


# ---------------------------------------------------------------- import

GOOD = {"id": "1", "title": "Harira", "description": "Lentil soup."}
TITLE_ONLY = {"id": "2", "title": "Nothing else"}


def upload(client, *rows, name="recipes.jsonl", **fields):
    content = "\n".join(row if isinstance(row, str) else json.dumps(row) for row in rows)
    return client.post(IMPORT, {"file": SimpleUploadedFile(name, content.encode()), **fields})


def counts(response) -> tuple[int, int, int, int]:
    report = response.context["report"]
    return report.created, report.updated, report.unchanged, report.rejects.total


def test_an_import_reports_every_row_and_embeds_a_small_file_at_once(admin_client):
    embed_all()
    response = upload(admin_client, GOOD, TITLE_ONLY, "not json", source_name="Aunt Ada")
    assert counts(response) == (1, 0, 0, 2)
    assert said(response) == ["1 recipe embedded."]
    rejected = re.findall(r"<tr><td>(\d+)</td><td>([^<]*)</td>", response.text)
    assert rejected == [("2", "no text: neither summary nor ingredients nor method"), ("3", "not JSON")]
    assert Recipe.objects.get().source_name == "Aunt Ada"
    assert [match.recipe.title for match in find_recipes("harira")] == ["Harira"]
    assert counts(upload(admin_client, GOOD, source_name="Aunt Ada")) == (0, 0, 1, 0)


def test_a_large_import_says_how_to_make_it_searchable(admin_client):
    embed_all()
    rows = [GOOD | {"id": str(n), "title": f"Soup {n}"} for n in range(51)]
    assert said(upload(admin_client, *rows)) == [
        "Search doesn’t know the 51 recipes imported yet: run manage.py embed_recipes on the server."
    ]
    assert Embedding.objects.count() == 0


def test_an_import_whose_recipes_cannot_be_embedded_keeps_them(admin_client, settings):
    settings.EMBEDDERS = {"default": FAKES["absent"]}
    response = upload(admin_client, GOOD, GOOD | {"id": "3", "title": "Lamb"})
    assert counts(response) == (2, 0, 0, 0)
    assert [message.split(":")[0] for message in said(response)] == ["Embedding stopped"]
    assert Recipe.objects.count() == 2


def test_trying_an_import_changes_nothing(admin_client):
    response = upload(admin_client, GOOD, TITLE_ONLY, dry_run="on")
    assert (counts(response), said(response), Recipe.objects.count()) == ((1, 0, 0, 1), [], 0)


@pytest.mark.parametrize(
    ("content", "name", "error"),
    [
        ("%PDF-1.7", "soup.pdf", "soup.pdf is an archive or a document: unpack it, or export it as JSON Lines or CSV."),
        ("", "empty.csv", "The submitted file is empty."),
        (
            "title,summary\n" + "Soup,warm\n" * (MAX_ROWS + 1),
            "many.csv",
            f"many.csv has more than 20,000 rows: {BY_COMMAND}",
        ),
    ],
)
def test_a_file_that_is_not_taken_is_a_form_error(admin_client, content, name, error):
    response = upload(admin_client, content, name=name)
    assert response.context["form"].errors == {"file": [error]}
    assert (response.status_code, response.context["report"], Recipe.objects.count()) == (200, None, 0)


def test_a_file_that_is_too_large_is_not_read():
    file = SimpleUploadedFile("recipes.jsonl", b"{}")
    file.size = MAX_BYTES * 2
    assert ImportForm({}, {"file": file}).errors == {
        "file": [f"recipes.jsonl has 100 MB; at most 50 are taken: {BY_COMMAND}"]
    }


@pytest.mark.parametrize("missing", ["add_recipe", "change_recipe"])
def test_an_import_needs_both_permissions(client, django_user_model, missing):
    cook = django_user_model.objects.create_user("cook", is_staff=True)
    names = {"add_recipe", "change_recipe", "view_recipe"} - {missing}
    cook.user_permissions.set(Permission.objects.filter(codename__in=names))
    client.force_login(cook)
    assert (client.get(IMPORT).status_code, upload(client, GOOD).status_code) == (403, 403)
    assert IMPORT not in client.get(LIST).text
    cook.user_permissions.add(Permission.objects.get(codename=missing))
    assert IMPORT in client.get(LIST).text
    assert counts(upload(client, GOOD)) == (1, 0, 0, 0)


def test_an_import_is_protected_against_forged_requests(admin_client):
    admin_client.handler.enforce_csrf_checks = True
    assert upload(admin_client, GOOD).status_code == 403


# ---------------------------------------------------------------- tags and spaces


def test_a_renamed_tag_embeds_its_recipes(admin_client):
    tag = Tag.objects.create(kind=Tag.Kind.MOOD, name="cosy")
    make_recipe("Harira").tags.add(tag)
    embed_all()
    address = reverse("admin:recipes_tag_change", args=[tag.pk])
    response = admin_client.post(address, {"name": "comforting", "kind": "mood"}, follow=True)
    assert said(response)[1:] == ["1 recipe embedded."]
    assert indexing.plan(embedders["default"]).due == []
    assert said(admin_client.post(address, {"name": "comforting", "kind": "mood"}, follow=True))[1:] == []


def test_a_deleted_tag_says_whose_texts_have_changed(admin_client):
    tag = Tag.objects.create(name="cosy")
    make_recipe("Harira").tags.add(tag)
    response = admin_client.post(reverse("admin:recipes_tag_delete", args=[tag.pk]), {"post": "yes"}, follow=True)
    assert f"Search goes by the former tags of 1 recipe: {TO_DO}" in said(response)
    assert Tag.objects.count() == 0


def test_the_list_of_tags_counts_recipes_and_leads_to_them(admin_client):
    feast = some_tagged()
    page = admin_client.get(reverse("admin:recipes_tag_changelist")).text
    assert f'<a href="{LIST}?tags__id__exact={feast.pk}">1</a>' in page


@pytest.mark.parametrize(
    ("typed", "stored", "used"), [("0.42", 0.42, "0.42"), ("-1", -1, "-1.0"), ("1", 1, "1.0"), ("", None, "0.3")]
)
def test_a_threshold_is_chosen_within_the_cosines(admin_client, typed, stored, used):
    embed_all()
    space = EmbeddingSpace.objects.get()
    address = reverse("admin:recipes_embeddingspace_change", args=[space.pk])
    response = admin_client.post(address, {"chosen_threshold": typed}, follow=True)
    assert said(response)[0] == f"Searches use the threshold {used} from now on."
    space.refresh_from_db()
    assert space.chosen_threshold == stored


@pytest.mark.parametrize("typed", ["1.01", "-1.01", "nan", "inf", "high"])
def test_a_threshold_that_is_no_cosine_is_refused(admin_client, typed):
    embed_all()
    space = EmbeddingSpace.objects.get()
    address = reverse("admin:recipes_embeddingspace_change", args=[space.pk])
    response = admin_client.post(address, {"chosen_threshold": typed})
    assert list(response.context["adminform"].form.errors) == ["chosen_threshold"]
    space.refresh_from_db()
    assert space.chosen_threshold is None


def test_a_space_says_where_the_setting_wins(admin_client, settings):
    embed_all()
    settings.RECIPES_THRESHOLD = 0.25
    address = reverse("admin:recipes_embeddingspace_change", args=[EmbeddingSpace.objects.get().pk])
    wins = SETTING_WINS.format(0.25)
    page = plain(admin_client.get(address).text)
    assert (page.count(wins), page.count("0.25 (the setting RECIPES_THRESHOLD)")) == (1, 1)
    assert said(admin_client.post(address, {"chosen_threshold": "0.4"}, follow=True))[0] == wins


def test_a_space_shows_how_its_threshold_was_measured(admin_client):
    embed_all()
    facts = {"measured": "2026-01-31", "real": 60, "rates": {"answered_rightly": 0.9}}
    EmbeddingSpace.objects.update(provenance=facts)
    page = admin_client.get(reverse("admin:recipes_embeddingspace_change", args=[EmbeddingSpace.objects.get().pk])).text
    assert dict(re.findall(r"<dt>([^<]*)</dt><dd>([^<]*)</dd>", page)) == {
        "measured": "2026-01-31",
        "queries with an answer": "60",
        "share at this threshold: answered rightly": "0.9",
    }


@pytest.mark.parametrize("value", ["9" * 31, "x", ""])
def test_a_junk_tag_in_the_address_filters_nothing(admin_client, value):
    make_recipe("Harira")
    page = admin_client.get(reverse("admin:recipes_recipe_changelist"), {"season": value})
    assert (page.status_code, len(page.context["cl"].result_list)) == (200, 1)


def test_spaces_are_neither_added_nor_deleted_here(admin_client):
    embed_all()
    delete = reverse("admin:recipes_embeddingspace_delete", args=[EmbeddingSpace.objects.get().pk])
    addresses = [reverse("admin:recipes_embeddingspace_add"), delete]
    assert [admin_client.post(address, {"post": "yes"}).status_code for address in addresses] == [403, 403]
    assert EmbeddingSpace.objects.count() == 1
