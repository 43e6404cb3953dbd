"""The command find_recipes: text for people, JSON for programs, exit codes for both."""

import json
import os
import subprocess
import sys

import pytest
from django.core.management import CommandError, call_command

from tests.conftest import make_recipe

pytestmark = pytest.mark.django_db


@pytest.fixture
def pantry(fake_search):
    make_recipe("Lentil soup", ingredients="red lentils\ncumin")
    make_recipe("Birthday cake", ingredients="flour\neggs")
    fake_search()


@pytest.fixture
def run(capsys):
    def command(*args):
        call_command("find_recipes", *args)
        return capsys.readouterr().out

    return command


def test_text(pantry, run):
    assert run("lentil soup").splitlines() == [
        "1. Lentil soup  [strong match, 1.000]",
        "   title: Lentil soup",
        "1 of 1 matches.",
    ]


def test_no_match_says_so_and_is_no_error(pantry, run):
    assert run("quarterly tax return") == "No close matches found\n"


def test_json_has_every_promised_key(pantry, run):
    answer = json.loads(run("lentil soup", "--json"))
    assert answer.keys() == {"query", "read_as", "space", "threshold", "total", "message", "results"}
    assert (answer["query"], answer["read_as"], answer["threshold"], answer["message"]) == (
        "lentil soup",
        [],
        0.3,
        None,
    )
    assert answer["total"] == len(answer["results"]) == 1
    best = answer["results"][0]
    assert best.keys() == {"id", "slug", "title", "score", "label", "meets", "passage"}
    assert (best["slug"], best["label"], best["meets"]) == ("lentil-soup", "strong match", True)
    assert best["passage"] == {"kind": "title", "position": 0, "text": "Lentil soup"}


def test_json_without_a_match(pantry, run):
    answer = json.loads(run("quarterly tax return", "--json"))
    assert (answer["message"], answer["total"], answer["results"]) == ("No close matches found", 0, [])


def test_json_is_utf_8_whatever_the_shell_hands_over(pantry, run):
    assert json.loads(run("lentil \udcff soup", "--json"))["query"] == "lentil ? soup"


def test_top_k_and_thresholds(pantry, run):
    assert json.loads(run("lentil soup", "--no-threshold", "--json"))["total"] == 2
    assert len(json.loads(run("lentil soup", "--no-threshold", "--top-k", "1", "--json"))["results"]) == 1
    assert json.loads(run("lentil soup", "--threshold", "0.9", "--json"))["threshold"] == 0.9
    assert json.loads(run("lentil soup", "--no-threshold", "--json"))["threshold"] is None


CLOSED_PIPE = """
import django
django.setup()
from django.core.management import call_command
from tests.conftest import embed_all, make_recipe
call_command("migrate", verbosity=0)
for n in range(3):
    make_recipe(f"Soup {n}")
embed_all()
print("ready", flush=True)
input()
call_command("find_recipes", "warm soup")
"""


def test_a_reader_who_has_read_enough_is_no_error(tmp_path):
    env = {"DJANGO_SETTINGS_MODULE": "tests.settings_fake", "TEST_DATABASE": str(tmp_path / "site.sqlite3")}
    pipes = dict.fromkeys(("stdin", "stdout", "stderr"), subprocess.PIPE)
    running = subprocess.Popen([sys.executable, "-c", CLOSED_PIPE], env=os.environ | env, text=True, **pipes)
    assert running.stdout.readline() == "ready\n"
    running.stdout.close()
    running.stdin.write("go\n")
    running.stdin.close()
    assert (running.wait(), running.stderr.read()) == (0, "")


@pytest.mark.parametrize(
    "args", [["--top-k", "0"], ["--top-k", "many"], ["--threshold", "2"], ["--threshold", "0.5", "--no-threshold"]]
)
def test_wrong_arguments_are_refused(pantry, args):
    with pytest.raises(CommandError):
        call_command("find_recipes", "soup", *args)


def test_where_search_can_not_answer_the_status_is_2(fake_search):
    make_recipe("Soup")
    with pytest.raises(CommandError, match=r"manage\.py embed_recipes") as caught:
        call_command("find_recipes", "soup")
    assert caught.value.returncode == 2


def test_a_long_query_says_what_was_searched_for(pantry, run):
    assert run("soup " * 100).startswith("The query is long; searched for: soup soup")


def test_what_the_sentence_was_read_as_is_told(pantry, run):
    out = run("soop without chiken, under 40 minutes", "--no-threshold", "--json")
    told = [(part["id"], part["kind"], part["text"]) for part in json.loads(out)["read_as"]]
    assert told[1:] == [
        ("without-chicken", "exclude", "without chicken"),
        ("max-40", "time", "under 40 min"),
    ]
    assert told[0][:2] == ("spelling", "spelling")
    text = run("soup without chicken", "--no-threshold")
    assert text.splitlines()[0] == "Read as: without chicken"
