"""The admin of concepts, and their import."""

import io
import json

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse

from recipes.importing import SourceFileError, import_concepts, read_concepts
from recipes.importing.concepts import MOST_CONCEPTS
from recipes.models import Concept, ConceptEmbedding, EmbeddingSpace
from recipes.search import rank
from tests.conftest import make_recipe
from tests.test_concept_indexing import CHILLED, SHIPPED, WARMING, make_concept

LIST = reverse("admin:recipes_concept_changelist")
IMPORT = reverse("admin:recipes_concept_import")
EXPORT = reverse("admin:recipes_concept_export")


@pytest.fixture
def site(fake_search):
    make_recipe("Turnip stew")
    fake_search()


def row(**changes) -> dict:
    return {**SHIPPED[0], **changes}


def typed(**changes) -> dict:
    return {"slug": "warming", "name": "Warming", "family": "weather", "active": "on", **WARMING, **changes}


def said(response) -> list[str]:
    return [str(message) for message in response.context["messages"]]


class TestPages:
    def test_a_saved_concept_is_embedded_and_searched_by(self, admin_client, site):
        make_concept("chilled", **CHILLED)
        response = admin_client.post(reverse("admin:recipes_concept_add"), typed(), follow=True)
        assert "1 concept embedded." in said(response)
        assert [found.id for found in rank("something warming", threshold=None).concepts] == ["warming"]

    def test_off_it_is_shown_as_not_embedded(self, admin_client, site, settings):
        settings.RECIPES_EMBED_ON_SAVE = False
        admin_client.post(reverse("admin:recipes_concept_add"), typed())
        page = admin_client.get(LIST)
        assert b"larder-not_embedded" in page.content
        assert b"1 concept is not embedded, or changed since" in page.content

    def test_a_stale_one_is_shown_found_and_embedded_by_the_action(self, admin_client, site):
        admin_client.post(reverse("admin:recipes_concept_add"), typed())
        Concept.objects.update(dishes="a\nb\nc\nd\ne")
        assert b"larder-stale" in admin_client.get(LIST, {"search_status": "stale"}).content
        assert b"1 concept\n" in admin_client.get(LIST, {"search_status": "stale"}).content
        chosen = {"action": "embed_selected", "_selected_action": Concept.objects.get().pk}
        assert said(admin_client.post(LIST, chosen, follow=True)) == ["1 concept embedded."]
        assert said(admin_client.post(LIST, chosen, follow=True)) == [
            "Nothing was due: search knows these concepts as they are."
        ]
        assert b"concept-problems" not in admin_client.get(LIST).content

    def test_a_model_that_is_not_there_loses_no_save(self, admin_client, site, settings):
        settings.EMBEDDERS = {"default": {"BACKEND": "tests.fakes.AbsentEmbedder"}}
        response = admin_client.post(reverse("admin:recipes_concept_add"), typed(), follow=True)
        assert any("the model is not installed: install it" in message for message in said(response))
        assert Concept.objects.get().name == "Warming"

    def test_too_few_lines_are_refused(self, admin_client, site):
        response = admin_client.post(reverse("admin:recipes_concept_add"), typed(phrasings="warm\nwarm \n\nwarming"))
        assert response.context["adminform"].errors == {
            "phrasings": ["2 different lines, where 3 to 200 are needed."],
        }

    def test_a_deleted_one_is_searched_by_no_more(self, admin_client, site):
        make_concept("chilled", **CHILLED)
        admin_client.post(reverse("admin:recipes_concept_add"), typed())
        concept = Concept.objects.get(slug="warming")
        admin_client.post(reverse("admin:recipes_concept_delete", args=[concept.pk]), {"post": "yes"})
        assert rank("something warming", threshold=None).concepts == ()
        chosen = {"action": "delete_selected", "_selected_action": Concept.objects.get().pk, "post": "yes"}
        admin_client.post(LIST, chosen)
        assert (Concept.objects.count(), ConceptEmbedding.objects.count()) == (0, 0)

    @pytest.mark.parametrize("count", [1, 5])
    def test_the_list_costs_the_same_queries_however_long(
        self, admin_client, site, count, django_assert_max_num_queries
    ):
        for number in range(count):
            make_concept(f"warming-{number}", **WARMING)
        with django_assert_max_num_queries(14):
            assert admin_client.get(LIST).status_code == 200

    def test_they_can_be_searched(self, admin_client, site):
        make_concept("warming", **WARMING)
        make_concept("chilled", **CHILLED)
        found = admin_client.get(LIST, {"q": "herring"}).context["cl"].result_list
        assert [concept.slug for concept in found] == ["chilled"]


class TestExportAndImport:
    def test_an_export_imports_to_the_same(self, admin_client, site):
        import_concepts([row(opposites=["chilled"]), SHIPPED[1]])
        exported = admin_client.get(EXPORT)
        assert exported.headers["Content-Disposition"] == 'attachment; filename="concepts.json"'
        assert [one["opposites"] for one in exported.json()["concepts"]] == [["warming"], ["chilled"]]
        response = admin_client.post(IMPORT, {"file": io.BytesIO(exported.content)})
        report = response.context["report"]
        assert (report.created, report.updated, report.unchanged, report.rejects.total) == (0, 0, 2, 0)

    def test_it_says_what_is_wrong_with_which_row(self, admin_client, site):
        file = io.BytesIO(json.dumps([SHIPPED[1], {"id": "x"}, row(dishes=["one"])]).encode())
        response = admin_client.post(IMPORT, {"file": file})
        rejects = [(finding.line, finding.reason) for finding in response.context["report"].rejects.examples]
        assert rejects == [
            (2, "name must be a text"),
            (3, "dishes: 1 different lines, where 5 to 200 are needed."),
        ]
        assert b"name must be a text" in response.content
        assert Concept.objects.get().slug == "chilled"
        assert ConceptEmbedding.objects.count() == 1

    def test_a_try_changes_nothing(self, admin_client, site):
        file = io.BytesIO(json.dumps({"concepts": SHIPPED}).encode())
        response = admin_client.post(IMPORT, {"file": file, "dry_run": "on"})
        assert (response.context["report"].created, Concept.objects.count()) == (2, 0)

    @pytest.mark.parametrize("content", [b"no json", b'{"recipes": []}', b"[" * 100_000])
    def test_a_file_that_is_none_is_a_form_error(self, admin_client, site, content):
        response = admin_client.post(IMPORT, {"file": io.BytesIO(content)})
        assert response.context["form"].errors.keys() == {"file"}

    def test_who_may_only_look_may_export_alone(self, staff_client):
        assert (staff_client.get(IMPORT).status_code, staff_client.get(EXPORT).status_code) == (403, 403)


@pytest.mark.django_db
class TestRows:
    def test_opposites_become_mutual(self):
        import_concepts([row(opposites=["chilled"]), SHIPPED[1]])
        assert [one.slug for one in Concept.objects.get(slug="chilled").opposites.all()] == ["warming"]

    def test_a_stored_concept_is_replaced_and_others_stay(self):
        import_concepts(SHIPPED)
        report = import_concepts([row(name="winter warmer", active=False)])
        assert (report.updated, Concept.objects.count()) == (1, 2)
        changed = Concept.objects.get(slug="warming")
        assert (changed.name, changed.active, changed.phrasings) == ("winter warmer", False, WARMING["phrasings"])

    @pytest.mark.parametrize(
        ("wrong", "reason"),
        [
            ("text", "no JSON object"),
            (row(id=7), "id must be a text"),
            (row(phrasings="warming"), "phrasings must be a list of texts"),
            (row(opposites=["nobody"]), "its opposite nobody is no concept"),
            (row(opposites=["warming"]), "a concept can't be its own opposite"),
            (row(active="yes"), "active must be true or false"),
            (row(colour="red"), "unknown field colour"),
            (row(name="a\0b"), "name must be a text"),
            (row(id="Not a slug"), "slug: "),
            (row(dishes=["x" * 201] * 5), "dishes: 1 different lines"),
        ],
    )
    def test_what_is_wrong_is_said(self, wrong, reason):
        [finding] = import_concepts([wrong]).rejects.examples
        assert (finding.line, finding.reason[: len(reason)]) == (1, reason)
        assert Concept.objects.count() == 0

    def test_an_id_counts_once(self):
        report = import_concepts([row(), row()])
        assert (report.created, [finding.line for finding in report.rejects.examples]) == (1, [2])

    def test_too_many_are_refused(self):
        with pytest.raises(SourceFileError, match="more than the 5,000"):
            read_concepts(json.dumps([0] * (MOST_CONCEPTS + 1)).encode())


def test_a_line_may_not_be_endless():
    with pytest.raises(ValidationError, match="more than 200 characters"):
        Concept(**{**WARMING, "dishes": "a\nb\nc\nd\n" + "x" * 201}).clean()


@pytest.mark.django_db
def test_texts_of_the_models():
    concept = make_concept("warming", **WARMING)
    embedding = ConceptEmbedding(concept=concept, space="words")
    assert (str(concept), str(embedding)) == ("Warming", f"concept {concept.pk} in words")
    assert not EmbeddingSpace.objects.exists()
