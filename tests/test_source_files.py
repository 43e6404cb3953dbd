"""Files into (line, value) rows: formats told apart, damage named with its line, nothing held that isn't bounded."""

import gzip
import json
from io import BytesIO

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from recipes.importing import SourceFileError, Unreadable, read_rows
from recipes.importing.files import LONGEST_ROW

SOUP, PIE = {"title": "Soup"}, {"title": "Pie"}


def rows(content: bytes | str, name: str = "recipes", file_format: str = "") -> list[tuple[int, object]]:
    data = content.encode() if isinstance(content, str) else content
    return list(read_rows(BytesIO(data), name, file_format))


def reasons(content: bytes | str, name: str = "recipes") -> list[tuple[int, str]]:
    return [(line, value.reason) for line, value in rows(content, name) if isinstance(value, Unreadable)]


@pytest.mark.parametrize(
    ("content", "read"),
    [
        ('{"title": "Soup"}\n\n{"title": "Pie"}\n', [(1, SOUP), (3, PIE)]),
        ('[{"title": "Soup"},\n {"title": "Pie"}]', [(1, SOUP), (2, PIE)]),
        ('[\n{"title":\n"Soup"},\n\n{"title": "Pie"}\n]', [(2, SOUP), (5, PIE)]),
        ('{"title": "Soup"}', [(1, SOUP)]),
        ('{\n "title": "Soup"\n}\n', [(1, SOUP)]),
        ('{"title": "Soup"} {"title": "Pie"}', [(1, SOUP), (1, PIE)]),
        ('{"count": 2,\n"recipes": [{"title": "Soup"},\n{"title": "Pie"}]}', [(2, SOUP), (3, PIE)]),
        ('{"@context": "https://schema.org", "@graph": [{"title": "Soup"}]}', [(1, SOUP)]),
        ('{"recipe": {"title": "Soup", "steps": "Stir"}}', [(1, SOUP | {"steps": "Stir"})]),
        ('{"a1": {"title": "Soup", "steps": "Stir"}}', [(1, {"id": "a1", "title": "Soup", "steps": "Stir"})]),
        ("title,time\nSoup,20\nPie,\n", [(2, SOUP | {"time": "20"}), (3, PIE | {"time": ""})]),
        ("Title;Zeit\nSoup;20\n", [(2, {"Title": "Soup", "Zeit": "20"})]),
        ("name\ttime\nSoup\t20\n", [(2, {"name": "Soup", "time": "20"})]),
        (
            'title,steps\nSoup,"Chop.\nStir."\n\nPie,Bake.\n',
            [(2, SOUP | {"steps": "Chop.\nStir."}), (5, PIE | {"steps": "Bake."})],
        ),
        ("[]", []),
    ],
)
@pytest.mark.parametrize("packed", [False, True])
@pytest.mark.parametrize("mark", [b"", b"\xef\xbb\xbf"])
def test_formats_by_content(content, read, packed, mark):
    data = mark + content.encode()
    assert rows(gzip.compress(data) if packed else data) == read


def test_a_single_line_is_json_lines_where_the_name_says_so():
    assert rows('[{"title": "Soup"}]', "a.jsonl.gz") == [(1, [SOUP])]
    assert rows("not json\n", "a.jsonl") == [(1, Unreadable("not JSON", "Expecting value: line 1 column 1 (char 0)"))]


def test_the_format_can_be_forced():
    assert rows('{"title": "Soup"}\n{"title": "Pie"}', file_format="json") == [(1, SOUP), (2, PIE)]
    assert rows("title\n{}\n", file_format="csv") == [(2, {"title": "{}"})]


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b"", "x is empty."),
        (b" \n\t", "x is empty."),
        ("title\nSoup".encode("utf-16"), "x is UTF-16: save it as UTF-8, for example with: iconv -f UTF-16 -t UTF-8."),
        (b"PK\x03\x04rest", "x is an archive or a document: unpack it, or export it as JSON Lines or CSV."),
        (b"\0\1\2\3", "x isn't a text file: expected JSON, JSON Lines or CSV in UTF-8, gzipped or not."),
        (
            b"<html>",
            "x isn't a recipe file: neither JSON nor CSV with a column named title or name. It begins: '<html>'",
        ),
        (
            b"a,b\n1,2\n",
            "x isn't a recipe file: neither JSON nor CSV with a column named title or name. It begins: 'a,b\\n'",
        ),
    ],
)
def test_other_files_are_refused_at_once(content, message):
    with pytest.raises(SourceFileError) as error:
        read_rows(BytesIO(content), "x")
    assert str(error.value) == message


def test_a_damaged_gzip_is_refused_at_once():
    with pytest.raises(SourceFileError, match=r"^x can't be unpacked"):
        read_rows(BytesIO(b"\x1f\x8bnonsense"), "x")


def test_rows_before_the_damage_are_kept():
    lines = b"".join(b'{"title": "%d", "noise": "%s"}\n' % (i, str(hash(str(i))).encode() * 20) for i in range(2000))
    broken = gzip.compress(lines)[:-2000]
    *good, last = rows(broken)
    assert [value["title"] for _, value in good] == [str(number) for number in range(len(good))]
    assert last[0] == len(good) + 1
    assert last[1].reason == "the file is damaged from here on: fetch or make it again"


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        (b"{broken", "not JSON"),
        (b"[" * 100_000, "not JSON"),
        (b"1" * 10_000, "not JSON"),
        (b'{"title": "Cr\xe8me"}', "not UTF-8: convert it, for example with: iconv -f LATIN1 -t UTF-8"),
        (b'{"title": "' + b"x" * LONGEST_ROW + b'"}', "longer than 5 MB"),
    ],
)
def test_a_bad_line_costs_only_itself(line, reason):
    content = b'{"title": "Soup"}\n' + line + b'\n{"title": "Pie"}\n'
    read = rows(content, "a.jsonl")
    assert [(number, getattr(value, "reason", value)) for number, value in read] == [(1, SOUP), (2, reason), (3, PIE)]


@pytest.mark.parametrize(
    ("content", "line"),
    [
        ('[{"title": "Soup"},\n{"title": "Pie",\n oops}]', 3),
        ('[{"title": "Soup"}\n{"title": "Pie"}]', 2),
        ('[{"title": "Soup"},\n', 2),
        ('[{"title": "Soup"}, ' + "[" * 100_000, 1),
        ('[{"title": "Soup"}, "' + "x" * (2 * LONGEST_ROW), 1),
    ],
)
def test_broken_json_ends_where_it_breaks(content, line):
    (_, first), *_ = rows(content)
    assert first == SOUP
    assert reasons(content) == [
        (line, "not JSON from here on: mend it, or make it JSON Lines, where only the bad line is lost")
    ]


def test_bad_csv_rows_cost_only_themselves():
    read = rows(b"title,steps\nSoup,Stir,too much\nCr\xe8me,Whip\n,\nPie\n")
    assert read == [
        (2, Unreadable("more cells than columns", "3 cells, 2 columns")),
        (3, {"title": "Cr\udce8me", "steps": "Whip"}),
        (5, {"title": "Pie"}),
    ]


def test_an_unclosed_quotation_mark_swallows_no_more_than_a_row_may_hold():
    line = "x" * 99_999 + "\n"
    read = rows('title,steps\nPie,"never closed\n' + line * (LONGEST_ROW // len(line)) + "Cake,Bake\n")
    assert read == [
        (
            2,
            Unreadable(
                "not CSV: look for a quotation mark that is never closed", "field larger than field limit (5000000)"
            ),
        ),
        (53, {"title": "Cake", "steps": "Bake"}),
    ]


def test_a_csv_line_of_many_megabytes_is_left_out():
    read = rows("title\nSoup\n" + "x" * (2 * LONGEST_ROW) + "\nPie\n")
    assert read == [(2, SOUP), (3, Unreadable("longer than 5 MB")), (4, PIE)]


@settings(deadline=None)
@given(st.binary(max_size=200), st.sampled_from(["a", "a.json", "a.jsonl", "a.csv", "a.json.gz"]))
def test_any_bytes_are_read_or_refused(content, name):
    try:
        numbers = [line for line, _ in read_rows(BytesIO(content), name)]
    except SourceFileError:
        return
    assert all(number >= 1 for number in numbers)


SCALARS = st.none() | st.booleans() | st.integers() | st.text(max_size=9)
JSON = SCALARS | st.lists(SCALARS, max_size=3) | st.dictionaries(st.text(max_size=9), SCALARS, max_size=3)


@settings(deadline=None)
@given(
    st.lists(st.dictionaries(st.text(max_size=9), JSON, max_size=4), min_size=1, max_size=4), st.sampled_from([None, 1])
)
def test_an_array_and_its_lines_are_the_same_rows(values, indent):
    as_array = [value for _, value in rows(json.dumps(values, indent=indent), "a.json")]
    as_lines = [value for _, value in rows("\n".join(map(json.dumps, values)), "a.jsonl")]
    assert as_array == as_lines == values
