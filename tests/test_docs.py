"""The documentation can't drift: its links lead somewhere, its commands and options exist, its map is complete."""

import re
from pathlib import Path

import pytest
from django.core.management import get_commands, load_command_class

ROOT = Path(__file__).parent.parent
PAGES = [ROOT / "README.md", ROOT / "CHANGELOG.md", *sorted((ROOT / "docs").glob("*.md"))]
COMMAND = re.compile(r"manage\.py +([a-z_]+)((?: +[^`\n|;&]*)?)")


def text(path: Path) -> str:
    """A page with the lines of one paragraph joined, so that a command broken by the margin is whole."""
    return re.sub(r"(?<=\S)\n(?=[a-z-])", " ", path.read_text("utf-8"))


@pytest.mark.parametrize("page", PAGES, ids=lambda path: path.name)
def test_links_lead_somewhere(page):
    targets = re.findall(r"\]\(([^)#\s]+)[^)]*\)", page.read_text("utf-8"))
    local = [target for target in targets if not target.startswith("http")]
    assert [target for target in local if not (page.parent / target).exists()] == []


@pytest.mark.parametrize("page", PAGES, ids=lambda path: path.name)
def test_commands_and_their_options_exist(page):
    unknown = []
    for name, rest in COMMAND.findall(text(page)):
        if name not in get_commands():
            unknown.append(name)
            continue
        command = load_command_class(get_commands()[name], name)
        known = {
            option for action in command.create_parser("manage.py", name)._actions for option in action.option_strings
        }
        unknown += [f"{name} {option}" for option in re.findall(r"(?<!\S)--[a-z-]+", rest) if option not in known]
    assert unknown == []


def test_every_command_of_ours_is_documented():
    ours = {name for name, app in get_commands().items() if app == "recipes"}
    documented = {name for page in PAGES for name, _ in COMMAND.findall(text(page))}
    assert ours - documented == set()


def test_the_map_names_every_part_of_the_app():
    parts = {path.name for path in (ROOT / "recipes").iterdir()} - {
        "__init__.py",
        "__pycache__",
        "apps.py",
        "migrations",
        "data",
    }
    map_text = (ROOT / "docs" / "architecture.md").read_text("utf-8")
    assert {part for part in parts if f"`{part}`" not in map_text and f"`{part}/" not in map_text} == set()


def test_make_targets_of_the_readme_exist():
    makefile = (ROOT / "Makefile").read_text("utf-8")
    asked_for = set(re.findall(r"^make ([a-z]+)", (ROOT / "README.md").read_text("utf-8"), re.MULTILINE))
    assert asked_for - set(re.findall(r"^([a-z]+):", makefile, re.MULTILINE)) == set()
    assert {"run", "test", "lint", "bench", "lighthouse", "screenshots"} <= set(
        re.findall(r"^([a-z]+):", makefile, re.MULTILINE)
    )


def test_environment_variables_of_the_readme_are_in_the_operations_page():
    operations = (ROOT / "docs" / "operations.md").read_text("utf-8")
    named = set(re.findall(r"\b(?:DJANGO|RECIPES|DATABASE)_[A-Z_]+", (ROOT / "README.md").read_text("utf-8")))
    assert {name for name in named if name not in operations} == set()


def test_design_tokens_of_the_pages_page_are_in_the_style_sheet():
    style = (ROOT / "static" / "larder.css").read_text("utf-8")
    defined = set(re.findall(r"(--[a-z0-9-]+):", style.partition("@media")[0]))
    named = set(re.findall(r"`(--[a-z0-9-]+)`", (ROOT / "docs" / "pages.md").read_text("utf-8")))
    assert named - defined == set()


def test_modules_that_the_docs_run_exist():
    runs = {
        name for page in PAGES for name in re.findall(r"-m ((?:benchmarks|tests)[a-z_.]*)", page.read_text("utf-8"))
    }
    paths = {name: ROOT / name.replace(".", "/") for name in runs}
    missing = {name for name, path in paths.items() if not (path.with_suffix(".py").exists() or path.is_dir())}
    assert missing == set()
