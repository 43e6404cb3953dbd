"""Rows into stored recipes: what is created, updated and left alone, what is refused and why, at what cost."""

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from recipes.importing import Finding, ImportReport, SourceNameError, import_rows
from recipes.models import Recipe, Tag
from tests.conftest import make_recipe

pytestmark = pytest.mark.django_db
SOUP = {"id": 1, "title": "Soup", "description": "Leeks and cream", "tags": ["quick"]}


def imported(*rows, **options) -> ImportReport:
    return import_rows(enumerate(rows, 1), **options)


def counts(report: ImportReport) -> tuple[int, int, int, int]:
    return report.created, report.updated, report.unchanged, report.rejects.total


def tags_of(recipe: Recipe) -> list[tuple[str, str]]:
    return [(tag.kind, tag.name) for tag in recipe.tags.all()]


def test_a_new_recipe_is_published_with_a_slug():
    assert counts(imported({"title": "Crème brûlée", "steps": "Burn it."})) == (1, 0, 0, 0)
    recipe = Recipe.objects.get()
    assert (recipe.slug, recipe.published, recipe.method) == ("creme-brulee", True, "Burn it.")


def test_the_same_row_again_changes_nothing():
    imported(SOUP, source_name="Site")
    before = Recipe.objects.values().get()
    assert counts(imported(SOUP, source_name="Site")) == (0, 0, 1, 0)
    assert Recipe.objects.values().get() == before


def test_ids_are_compared_within_a_source():
    imported(SOUP, source_name="One")
    assert counts(imported(SOUP | {"title": "Pie"}, source_name="Two")) == (1, 0, 0, 0)
    assert counts(imported(SOUP | {"title": "Leek soup"}, source_name="One")) == (0, 1, 0, 0)
    assert list(Recipe.objects.values_list("source_name", "title")) == [("One", "Leek soup"), ("Two", "Pie")]


def test_another_title_under_an_id_without_a_source_is_noted():
    imported(SOUP)
    report = imported(SOUP | {"title": "Pie"})
    assert report.notes.examples == [Finding(1, "another title under an id without a source name", "Soup → Pie")]


def test_without_an_id_the_address_counts():
    row = {"title": "Soup", "summary": "Leeks", "url": "https://example.org/soup"}
    imported(row)
    assert counts(imported(row | {"summary": "Leeks and cream"})) == (0, 1, 0, 0)
    assert counts(imported(row | {"id": 7, "source": "Site"})) == (0, 1, 0, 0)
    assert Recipe.objects.values_list("source_name", "source_id", "summary").get() == ("Site", "7", "Leeks")


def test_found_by_its_address_a_recipe_keeps_its_id_and_source():
    row = {"title": "Soup", "summary": "Leeks", "url": "https://example.org/soup"}
    imported(row | {"id": 7}, source_name="Site")
    assert counts(imported(row | {"minutes": 20}, source_name="Other")) == (0, 1, 0, 0)
    assert Recipe.objects.values_list("source_name", "source_id", "total_minutes").get() == ("Site", "7", 20)


def test_an_address_belongs_to_one_id():
    row = {"title": "Soup", "summary": "Leeks", "url": "https://example.org/soup"}
    report = imported(row | {"id": 1}, row | {"id": 2}, {"id": 3, "title": "Pie", "summary": "Crust"})
    assert counts(report) == (2, 0, 0, 1)
    assert report.rejects.examples == [Finding(2, "another recipe has this source address", "1: Soup")]
    again = imported(row | {"id": 3})
    assert again.rejects.examples == [Finding(1, "another recipe has this source address", "1: Soup")]


def test_rows_without_id_and_address_never_duplicate_and_never_touch_what_was_typed_in():
    make_recipe("Soup", summary="Typed in")
    rows = [{"title": "Soup", "summary": text} for text in ("Leeks", "Peas", "Leeks")]
    report = imported(*rows)
    assert counts(report) == (2, 0, 1, 0)
    assert report.notes.examples == [Finding(3, "same recipe as an earlier row: the later row is taken", "Soup")]
    assert counts(imported(*rows)) == (0, 0, 3, 0)
    assert counts(imported({"title": "Soup", "summary": "Leeks and cream"})) == (0, 1, 0, 0)
    stored = list(Recipe.objects.order_by("pk").values_list("source_id", "summary", "slug"))
    assert stored == [
        ("", "Typed in", "soup"),
        ("title:Soup", "Leeks and cream", "soup-2"),
        ("title:Soup #2", "Peas", "soup-3"),
    ]


def test_an_update_leaves_alone_what_the_row_does_not_carry():
    imported(SOUP | {"cuisine": "French", "servings": 4, "seasons": ["winter"], "vegetarian": True})
    Recipe.objects.update(published=False, slug="my-soup", photo="photos/soup.webp", photo_width=8, photo_height=6)
    report = imported({"id": 1, "title": "Leek soup", "cuisine": None, "servings": "", "tags": ["slow"]})
    assert counts(report) == (0, 1, 0, 0)
    recipe = Recipe.objects.get()
    assert (recipe.title, recipe.cuisine, recipe.servings, recipe.vegetarian) == ("Leek soup", "French", 4, True)
    assert (recipe.published, recipe.slug, recipe.photo.name) == (False, "my-soup", "photos/soup.webp")
    assert tags_of(recipe) == [("other", "slow"), ("season", "winter")]


def test_a_row_may_say_whether_it_is_published_and_which_slug():
    imported(SOUP | {"published": False, "slug": "leeks"})
    assert Recipe.objects.values_list("published", "slug").get() == (False, "leeks")
    imported(SOUP | {"published": True, "slug": "soup"})
    assert Recipe.objects.values_list("published", "slug").get() == (True, "soup")


def test_a_slug_that_another_recipe_has_is_not_taken_away():
    make_recipe("Pie")
    imported(SOUP)
    assert counts(imported(SOUP | {"slug": "pie"})) == (0, 0, 1, 0)


def test_a_recipe_may_be_updated_in_part():
    imported(SOUP)
    assert counts(imported({"id": 1, "minutes": 20})) == (0, 1, 0, 0)
    assert Recipe.objects.values_list("title", "total_minutes").get() == ("Soup", 20)


def test_what_only_follows_from_a_row_never_overrules_what_is_stored():
    row = SOUP | {"tags": ["vegetarian"], "prep_time": 10, "cook_time": 20}
    imported(row)
    Recipe.objects.update(vegetarian=False, pescatarian=None, total_minutes=120)
    report = imported(row)
    assert counts(report) == (0, 1, 0, 0)
    assert Recipe.objects.values_list("vegetarian", "pescatarian", "total_minutes").get() == (False, True, 120)


def test_tags_that_contradict_what_is_stored_declare_nothing():
    imported(SOUP | {"contains_milk": True})
    report = imported(SOUP | {"tags": ["quick", "vegan"]})
    assert [note.reason for note in report.notes.examples] == [
        "claims of tags left out, since they contradict what is stored"
    ]
    assert Recipe.objects.values_list("vegan", "vegetarian").get() == (None, None)


@pytest.mark.parametrize(
    ("stored", "row", "detail"),
    [
        ({"contains_milk": True}, {"vegan": True}, "vegan, against another diet or allergen"),
        ({"vegetarian": True}, {"pescatarian": False}, "vegetarian, against another diet or allergen"),
        ({"prep_time": 60}, {"minutes": 30}, "total_minutes is less than preparation or cooking"),
    ],
)
def test_a_row_that_contradicts_what_is_stored_is_refused_and_changes_nothing(stored, row, detail):
    imported(SOUP | stored)
    before = Recipe.objects.values().get()
    report = imported(SOUP | {"title": "Pie"} | row)
    reason = "the row contradicts what is stored: change one of them"
    assert report.rejects.examples == [Finding(1, reason, detail)]
    assert Recipe.objects.values().get() == before


def test_bad_rows_cost_only_themselves():
    report = imported(
        SOUP,
        {"id": 2, "title": "Only a title"},
        {"id": 3, "description": "Only a text"},
        "no object",
        {"id": 4, "title": "Half", "steps": "\ud83d"},
        {"@type": "WebPage"},
        [SOUP | {"id": 5}, {"id": 6}],
        SOUP | {"id": 7, "larder": 9},
    )
    assert counts(report) == (2, 0, 0, 6)
    assert report.rows == 8
    assert [(finding.line, finding.reason) for finding in report.rejects.examples] == [
        (4, "not a recipe"),
        (5, "not UTF-8: convert the file, for example with: iconv -f LATIN1 -t UTF-8"),
        (8, "exported by another version of Larder"),
        (2, "no text: neither summary nor ingredients nor method"),
        (3, "no title"),
        (7, "no title"),
    ]
    assert report.notes.summary() == ["1 row: not a recipe: WebPage, first in line 6"]


def test_what_the_database_refuses_is_found_in_its_batch():
    with connection.cursor() as cursor:
        cursor.execute("CREATE UNIQUE INDEX one_cuisine ON recipes_recipe (cuisine) WHERE cuisine = 'Martian'")
    rows = [SOUP | {"id": n, "cuisine": "Martian" if n in (3, 17) else "French"} for n in range(20)]
    report = imported(*rows)
    assert counts(report) == (19, 0, 0, 1)
    assert [(finding.line, finding.reason) for finding in report.rejects.examples] == [(18, "the database refuses it")]


def test_the_later_of_two_rows_with_one_id_wins():
    report = imported(SOUP, SOUP | {"title": "Pie"}, SOUP | {"id": 2}, source_name="Site")
    assert counts(report) == (2, 1, 0, 0)
    assert Recipe.objects.get(source_id="1").title == "Pie"
    assert report.notes.examples == [Finding(2, "same recipe as an earlier row: the later row is taken", "Pie")]


def test_a_dry_run_says_what_would_happen_and_writes_nothing():
    imported(SOUP)
    rows = [SOUP, SOUP | {"minutes": 9}, SOUP | {"id": 2, "tags": ["new"]}, {"title": "Nothing"}]
    dry = imported(*rows, dry_run=True)
    assert (Recipe.objects.count(), Tag.objects.count()) == (1, 1)
    assert dry == imported(*rows)
    assert counts(dry) == (1, 1, 1, 1)


def test_tags_are_shared_whatever_their_case_and_kinds_are_kept_apart():
    Tag.objects.create(name="Winter", kind="season")
    imported(
        {
            "title": "A",
            "summary": "a",
            "seasons": ["winter"],
            "tags": ["Winter", "WINTER", "quick"],
            "moods": ["warming"],
        },
        {"title": "B", "summary": "b", "tags": ["Quick"], "occasions": ["Christmas", "New Year"]},
    )
    recipes = {recipe.title: tags_of(recipe) for recipe in Recipe.objects.all()}
    assert recipes == {
        "A": [("mood", "warming"), ("other", "Winter"), ("other", "quick"), ("season", "Winter")],
        "B": [("occasion", "Christmas"), ("occasion", "New Year"), ("other", "quick")],
    }
    assert Tag.objects.count() == 6


def test_batches_report_and_cost_the_same_for_any_number_of_rows():
    def queries(count: int, start: int) -> int:
        rows = (
            (n, SOUP | {"id": n, "title": f"Soup {n}", "tags": [f"tag {n % 7}"]}) for n in range(start, start + count)
        )
        with CaptureQueriesContext(
            connection,
        ) as captured:
            import_rows(rows)
        return sum("SAVEPOINT" not in query["sql"] and "INSERT" not in query["sql"] for query in captured)

    queries(20, 0)
    assert queries(20, 100) == queries(200, 1000)
    seen = []
    import_rows(((n, SOUP | {"id": n}) for n in range(1201)), on_batch=lambda report: seen.append(report.rows))
    assert seen == [500, 1000, 1201]


def test_the_report_is_bounded():
    report = import_rows((n, {"id": n, f"key {n}": 1} | SOUP | {"id": n}) for n in range(400))
    assert report.notes.total == 400
    assert len(report.notes.counts) == 201
    assert len(report.notes.examples) == 201
    assert report.notes.summary()[0] == "200 rows: other reasons, first in line 200"


def test_a_source_name_must_fit():
    with pytest.raises(SourceNameError) as error:
        imported(SOUP, source_name="x" * 201)
    assert str(error.value) == "The source name has 201 characters; at most 200."


def with_one_address_an_id(row: dict) -> dict:
    return row | {"url": f"https://example.org/{row.get('id', row['url'])}"} if "url" in row else row


ROWS = st.fixed_dictionaries(
    {"title": st.text(max_size=30)},
    optional={
        "id": st.integers(0, 5),
        "url": st.integers(0, 5),
        "slug": st.sampled_from(["a", "b", "é"]),
        "summary": st.text(max_size=30),
        "tags": st.lists(st.text(max_size=5) | st.sampled_from(["vegan", "Vegan", "non-vegetarian"]), max_size=4),
        "allergens": st.sampled_from(["milk", "fish", {"eggs": True}]),
        "vegetarian": st.booleans(),
        "prep_time": st.integers(-5, 100),
        "total_time": st.integers(-5, 100),
    },
).map(with_one_address_an_id)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=60, deadline=None)
@given(st.lists(ROWS, max_size=12))
def test_any_rows_are_stored_or_refused_and_an_import_never_duplicates(rows):
    with transaction.atomic():
        report = imported(*rows)
        stored = Recipe.objects.count()
        again = imported(*rows)
        assert report.rows == again.rows == len(rows)
        assert (report.created, again.created, Recipe.objects.count()) == (stored, 0, stored)
        transaction.set_rollback(True)
