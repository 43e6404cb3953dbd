"""The embedder that asks an API: the contract, what it sends, a clear error for every way in which a server fails."""

import logging
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime

import numpy as np
import pytest

from recipes.checks import check_api_embedders
from recipes.embedders.base import EmbedderError, EmbedderUnavailable
from recipes.embedders.openai import OpenAIEmbedder
from recipes.embedders.patience import seconds_asked
from recipes.importing import load_starter
from recipes.indexing import recipe_text
from recipes.models import Recipe
from recipes.passages import split_recipe
from tests.contracts import LONG, EmbedderContract
from tests.embeddings_server import MODEL, Reply, served

KEY = "sk-geheim-0123456789"
ODD = {"Retry-After": "soon"}


@pytest.fixture
def api():
    with served() as server:
        yield server


def make(api, **options) -> OpenAIEmbedder:
    """An embedder that waits for nothing; `slept` lists how long it would have."""
    options = {"model": MODEL, "base_url": api.url, "dimensions": 256, "max_tokens": 400} | options
    embedder = OpenAIEmbedder(**options)
    embedder.slept = []
    embedder.sleep = embedder.slept.append
    return embedder


@pytest.fixture
def embedder(api):
    return make(api)


class TestOpenAIEmbedder(EmbedderContract):
    """What `embedder` above promises."""


# ---------------------------------------------------------------- what is sent


def test_a_request_is_what_the_protocol_says(api, embedder, monkeypatch):
    monkeypatch.setenv("OPENAI_API_KEY", KEY)
    embedder.embed_passages(["pea soup", "rye bread"])
    headers, body = api.asked[0]
    assert body == {"model": MODEL, "input": ["rye bread", "pea soup"], "encoding_format": "base64"}
    assert headers["Authorization"] == f"Bearer {KEY}"


def test_without_a_key_none_is_sent(api, embedder, monkeypatch):
    monkeypatch.delenv("OPENAI_API_KEY", raising=False)
    embedder.embed_query("soup")
    assert "Authorization" not in api.asked[0][0]


def test_texts_go_in_batches(api):
    make(api, batch_size=3).embed_passages([f"soup {n}" for n in range(7)])
    assert [len(body["input"]) for body in api.bodies] == [3, 3, 1]


@pytest.mark.parametrize("shuffled", [False, True])
@pytest.mark.parametrize("encoding", ["base64", "float"])
def test_each_text_gets_its_own_vector_however_it_travels(api, encoding, shuffled):
    api.shuffled = shuffled
    texts = ["pea soup", "rye bread", "plum jam"]
    due = api.embedder.embed_passages(texts)
    np.testing.assert_allclose(make(api, encoding=encoding).embed_passages(texts), due, atol=1e-6)
    assert api.bodies[0]["encoding_format"] == encoding


def test_openais_models_are_asked_for_fewer_dimensions(api):
    short = make(api, model="text-embedding-3-small", dimensions=64)
    assert short.embed_query("soup").shape == (64,)
    assert api.bodies[0]["dimensions"] == 64
    whole = make(api, model="text-embedding-3-large", dimensions=None)
    assert (whole.dimensions, whole.shorten) == (3072, False)


def test_other_models_only_where_told_to(api):
    assert make(api, dimensions=64, shorten=True).embed_query("soup").shape == (64,)
    make(api).embed_query("soup")
    assert [body.get("dimensions") for body in api.bodies] == [64, None]


def test_prompts_stand_before_queries_and_passages(api):
    prompted = make(api, prompts={"query": "query: ", "document": "passage: "})
    prompted.embed_query("soup")
    prompted.embed_passages(["soup"])
    assert [body["input"] for body in api.bodies] == [["query: soup"], ["passage: soup"]]
    assert prompted.count_tokens("soup") > make(api).count_tokens("soup")


@pytest.mark.parametrize(
    ("text", "sent"), [("", "."), (" \n", "."), ("a\0b", "a b"), ("\udcff soup", "? soup"), ("crème", "crème")]
)
def test_what_servers_refuse_is_not_sent(api, embedder, text, sent):
    embedder.embed_query(text)
    assert api.bodies[0]["input"] == [sent]


def test_what_is_longer_than_the_window_is_cut_as_a_model_would(api, embedder):
    embedder.embed_query(LONG)
    sent = api.bodies[0]["input"][0]
    assert (LONG.startswith(sent), embedder.count_tokens(sent)) == (True, embedder.max_tokens)


def test_tokens_are_counted_by_the_server(embedder):
    assert embedder.tokens_used == 0
    embedder.embed_passages(["pea soup", "a loaf of rye bread"])
    embedder.embed_query("soup")
    assert embedder.tokens_used == 2 + 5 + 1


# ---------------------------------------------------------------- a space of its own


def test_the_space_tells_what_makes_vectors_and_asks_nobody(api, embedder):
    base = f"words@127.0.0.1:{api.server_port}/"
    assert embedder.space.startswith(base)
    assert embedder.space.endswith("/400t/256d/api")
    assert (embedder.dimensions, embedder.max_tokens, embedder.is_here, api.asked) == (256, 400, True, [])


@pytest.mark.parametrize(
    "option",
    [
        {"model": "other"},
        {"base_url": "http://elsewhere.example/v1"},
        {"dimensions": 128},
        {"shorten": True},
        {"max_tokens": 300},
        {"revision": "fp16"},
        {"prompts": {"query": "query: "}},
    ],
)
def test_whatever_may_move_vectors_makes_another_space(api, embedder, option):
    assert make(api, **option).space != embedder.space


def test_what_moves_no_vector_keeps_the_space(api, embedder, monkeypatch):
    monkeypatch.setenv("OTHER_KEY", KEY)
    others = {"key_variable": "OTHER_KEY", "encoding": "float", "timeout": 5, "first_wait": 0, "batch_size": 7}
    assert make(api, **others).space == embedder.space
    moved = [make(api, revision="fp16", base_url=url).space for url in ("http://a.example/v1", "http://b.example/v1")]
    assert moved[0] == moved[1]


def test_a_space_fits_the_database(api):
    long = make(api, model="m" * 300, base_url=f"http://{'h' * 200}.example/v1")
    assert len(long.space) <= 200
    assert long.space != make(api, model="m" * 301, base_url=f"http://{'h' * 200}.example/v1").space


@pytest.mark.django_db
@pytest.mark.model
def test_no_passage_takes_more_tokens_than_are_counted(real_embedder):
    """By the tokenizer of the bundled model, for passages of which the window might be full."""
    embedder = OpenAIEmbedder(model="any", dimensions=3, max_tokens=256)
    load_starter()
    texts = map(recipe_text, Recipe.objects.with_texts())
    passages = [p.text for text in texts for p in split_recipe(text, embedder.count_tokens, embedder.max_tokens)]
    longer = [text for text in passages if real_embedder.count_tokens(text) > max(embedder.count_tokens(text), 100)]
    assert longer == []


@pytest.mark.parametrize(
    "text",
    ["борщ со сметаной и укропом", "味噌ラーメン、冷やし中華", "🍲🍜🥟", "Die Zwiebeln fein hacken und glasig dünsten"],
)
@pytest.mark.model
def test_nor_in_other_languages(real_embedder, text):
    assert OpenAIEmbedder().count_tokens(text) >= real_embedder.count_tokens(text)


# ---------------------------------------------------------------- passing trouble: asked again

TROUBLES = {
    "429": Reply(429, {"error": {"message": "Rate limit reached", "code": "rate_limit_exceeded"}}),
    "429 that asks to wait in a way nobody reads": Reply(429, b"slow down", ODD),
    "500": Reply(500, b"<h1>Internal Server Error</h1>"),
    "503": Reply(503, {"detail": "loading the model"}),
    "truncated JSON": Reply(200, b'{"data": [{"index": 0, "embed'),
    "a connection that breaks off": Reply(200, {"data": []}, cut=5),
}


@pytest.mark.parametrize("trouble", TROUBLES.values(), ids=TROUBLES)
def test_passing_trouble_is_waited_out(api, embedder, trouble):
    api.script = [trouble] * 3
    np.testing.assert_allclose(embedder.embed_passages(["soup"]), api.embedder.embed_passages(["soup"]), atol=1e-6)
    assert len(api.asked) == 4
    low, high = zip(*[(2**n / 2, 2**n) for n in range(3)], strict=True)
    assert [a <= wait <= b for wait, a, b in zip(embedder.slept, low, high, strict=True)] == [True] * 3


def test_waits_have_a_longest(api, embedder):
    api.script = [TROUBLES["500"]] * 7
    embedder.embed_passages(["soup"])
    assert (len(embedder.slept), embedder.slept[-1] <= 60, embedder.slept[-1] >= 30) == (7, True, True)


def test_a_server_that_says_how_long_to_wait_is_obeyed(api, embedder):
    api.script = [Reply(429, b"", {"Retry-After": "17"}), Reply(503, b"", {"Retry-After": "0.5"})]
    embedder.embed_passages(["soup"])
    assert embedder.slept == [17, 0.5]


def test_a_date_to_wait_for():
    soon = format_datetime(datetime.now(UTC) + timedelta(seconds=30), usegmt=True)
    gone = format_datetime(datetime.now(UTC) - timedelta(seconds=30), usegmt=True)
    assert 25 < seconds_asked(soon) <= 30
    assert [seconds_asked(said) for said in (gone, "-3", "soon", "", None)] == [0, 0, None, None, None]


def test_what_lasts_longer_than_patience_is_told_at_once(api, embedder):
    api.script = [Reply(429, b"", {"Retry-After": "3600"})] * 2
    with pytest.raises(
        EmbedderUnavailable, match=r"answered 429\. It asks to wait 3,600 s\. Given up after 1 try\. See"
    ):
        embedder.embed_passages(["soup"])
    assert embedder.slept == []


def test_a_cook_waits_less(api, embedder):
    api.script = [TROUBLES["500"]] * 2
    with pytest.raises(EmbedderUnavailable, match="Given up after 2 tries"):
        embedder.embed_query("soup")
    assert (len(api.asked), sum(embedder.slept) <= 0.25) == (2, True)
    api.script = [Reply(429, b"", {"Retry-After": "17"})]
    with pytest.raises(EmbedderUnavailable, match="asks to wait 17 s"):
        embedder.embed_query("soup")


# ---------------------------------------------------------------- lasting trouble: what to do next


def test_a_wrong_key(monkeypatch):
    monkeypatch.setenv("OPENAI_API_KEY", "sk-wrong")
    with served(key=KEY) as api, pytest.raises(EmbedderUnavailable) as caught:
        make(api).embed_query("soup")
    said = str(caught.value)
    assert said.startswith(f"127.0.0.1:{api.server_port} answered 401 (Incorrect API key: Bearer *** invalid_api_key).")
    assert said.endswith("Set OPENAI_API_KEY to one that may use the model.")
    assert len(api.asked) == 1


def test_no_key_where_one_is_wanted(monkeypatch):
    monkeypatch.delenv("OPENAI_API_KEY", raising=False)
    with served(key=KEY) as api, pytest.raises(EmbedderUnavailable, match="It wants a key: set OPENAI_API_KEY"):
        make(api).embed_query("soup")


LASTING = {
    "no such model": (
        Reply(404, {"error": {"message": "model 'x' not found"}}),
        r"answered 404 \(model 'x' not found\)\. See that OPENAI_BASE_URL .* and RECIPES_OPENAI_MODEL",
    ),
    "moved": (Reply(301, b"", {"Location": "https://x.example/"}), r"answered 301\. See that OPENAI_BASE_URL"),
    "no money": (
        Reply(429, {"error": {"message": "You exceeded your quota", "code": "insufficient_quota"}}),
        "quota is used up: see the billing",
    ),
    "no protocol": (Reply(200, b'"hello"'), "no answer of the embeddings protocol. See that OPENAI_BASE_URL"),
    "no vectors": (Reply(200, {"data": []}), "gave 0 vectors for 1 texts"),
    "no entries": (Reply(200, {"data": ["x"]}), "gave 0 vectors for 1 texts"),
    "a wrong place": (Reply(200, {"data": [{"index": 7, "embedding": [1.0]}]}), "or not one a text"),
    "no place": (Reply(200, {"data": [{"index": "a", "embedding": [1.0]}]}), "gave 0 vectors for 1 texts"),
    "wrong dimensions": (
        Reply(200, {"data": [{"index": 0, "embedding": [0.5] * 1024}]}),
        "gave vectors of 1,024 numbers where 256 were due: set RECIPES_OPENAI_DIMENSIONS",
    ),
}
OF_THE_TEXTS = {
    "too long": (Reply(400, {"error": {"message": "8192 tokens at most"}}), "lower RECIPES_OPENAI_MAX_TOKENS"),
    "too many": (Reply(413, {"error": "batch size 64 > 32", "error_type": "Validation"}), "RECIPES_OPENAI_BATCH_SIZE"),
    "no dimensions": (Reply(422, {"detail": [{"loc": ["dimensions"]}]}), "unset RECIPES_OPENAI_SHORTEN"),
    "no vector": (Reply(200, {"data": [{"index": 0, "embedding": None}]}), "something that is no vector"),
    "words": (Reply(200, {"data": [{"index": 0, "embedding": ["a"] * 256}]}), "something that is no vector"),
    "no base64": (Reply(200, {"data": [{"index": 0, "embedding": "%%%"}]}), "something that is no vector"),
    "half a number": (Reply(200, {"data": [{"index": 0, "embedding": "AAA="}]}), "something that is no vector"),
    "not finite": (Reply(200, {"data": [{"index": 0, "embedding": [None] * 256}]}), "not finite"),
}


@pytest.mark.parametrize(("reply", "says"), LASTING.values(), ids=LASTING)
def test_what_no_text_would_mend_is_told_at_the_first_try(api, embedder, reply, says):
    api.script = [reply]
    with pytest.raises(EmbedderUnavailable, match=says):
        embedder.embed_passages(["soup"])
    assert len(api.asked) == 1


@pytest.mark.parametrize(("reply", "says"), OF_THE_TEXTS.values(), ids=OF_THE_TEXTS)
def test_what_lies_with_the_texts_is_their_own(api, embedder, reply, says):
    api.script = [reply]
    with pytest.raises(EmbedderError, match=says) as caught:
        embedder.embed_passages(["soup"])
    assert (type(caught.value), len(api.asked)) == (EmbedderError, 1)


def test_a_server_that_gives_no_answer_in_time(api):
    api.script = [Reply(hangs=True)] * 2
    with pytest.raises(
        EmbedderUnavailable, match=r"no answer within 0\.05 s\. Given up after 2 tries\. See whether it"
    ):
        make(api, timeout=0.05).embed_query("soup")


def test_a_server_that_is_not_there(api, monkeypatch):
    with served() as gone:
        embedder = make(gone)
    with pytest.raises(EmbedderUnavailable, match=r"can't be reached \(ConnectError: .*See whether it is well"):
        embedder.embed_passages(["soup"])
    assert len(embedder.slept) == 7


def test_texts_at_which_a_well_server_fails_are_told_apart_from_a_server_that_is_down(api, embedder):
    api.refuses = {"cursed": Reply(500, b"NaN")}
    with pytest.raises(EmbedderError, match="It answers other texts: these must be the reason") as caught:
        embedder.embed_passages(["cursed soup"])
    assert type(caught.value) is EmbedderError
    api.refuses = {"": Reply(500, b"down")}
    with pytest.raises(EmbedderUnavailable, match=r"answered 500 \(down\)\. Given up after 8 tries"):
        embedder.embed_passages(["soup"])


# ---------------------------------------------------------------- the key is never told


def test_neither_errors_nor_logs_nor_the_embedder_tell_the_key(monkeypatch, caplog):
    monkeypatch.setenv("OPENAI_API_KEY", KEY)
    caplog.set_level(logging.DEBUG)
    for name in ("recipes", "httpx2", "httpcore2"):
        logging.getLogger(name).propagate = True
    said = []
    with served() as api:
        embedder = make(api)
        for reply in (Reply(401, {"error": KEY}), Reply(400, KEY.encode()), *[Reply(500, {"error": KEY})] * 2):
            api.script += [reply]
        for _ in range(3):
            with pytest.raises(EmbedderError) as caught:
                embedder.embed_query("soup")
            said += [str(caught.value), repr(caught.value), str(caught.value.__cause__)]
    said += [caplog.text, repr(embedder), repr(vars(embedder)), repr(vars(embedder.server))]
    assert [text for text in said if KEY in text] == []
    assert "***" in said[0]
    assert "Asking again" in caplog.text


@pytest.mark.parametrize("key", ["sk geheim", "sk\ngeheim", "schlüssel-geheim"])
def test_a_key_that_no_header_can_hold_is_not_repeated(api, embedder, monkeypatch, key):
    monkeypatch.setenv("OPENAI_API_KEY", key)
    with pytest.raises(EmbedderUnavailable, match="OPENAI_API_KEY holds characters that no key has") as caught:
        embedder.embed_query("soup")
    assert ("geheim" in str(caught.value), api.asked) == (False, [])


# ---------------------------------------------------------------- the system check

WRONG = [
    ({"model": "bge-m3"}, "The length of bge-m3's vectors is not known: set RECIPES_OPENAI_DIMENSIONS"),
    ({"encoding": "hex"}, "`encoding` is 'hex': it may be base64 or float."),
    ({"base_url": "localhost:11434"}, "OPENAI_BASE_URL is no address such as"),
    ({"base_url": "http://[::1/v1"}, "OPENAI_BASE_URL is no address such as"),
    ({"base_url": "https://cook:geheim@x.example/v1"}, "OPENAI_BASE_URL holds more than an address: a key belongs"),
    ({"base_url": "https://x.example/v1?key=geheim"}, "OPENAI_BASE_URL holds more than an address: a key belongs"),
]


def entry(**options) -> dict:
    return {"default": {"BACKEND": "recipes.embedders.openai.OpenAIEmbedder", "OPTIONS": options}}


@pytest.mark.parametrize(("options", "says"), WRONG)
def test_options_that_are_wrong(settings, monkeypatch, options, says):
    monkeypatch.setenv("OPENAI_API_KEY", KEY)
    settings.EMBEDDERS = entry(**options)
    (message,) = check_api_embedders()
    assert (message.id, message.msg.startswith(says), "geheim" in message.msg) == ("recipes.E010", True, False)
    assert "Embeddings from an API" in message.hint
    embedder = OpenAIEmbedder(**options)
    assert embedder.is_here is False
    with pytest.raises(EmbedderError, match=r"OPENAI|encoding"):
        embedder.embed_query("soup")


@pytest.mark.parametrize(
    ("options", "key", "says"),
    [
        ({}, "", "OPENAI_API_KEY is not set, and api.openai.com answers nobody without: set it."),
        (
            {"base_url": "http://gpu.example:8080/v1"},
            KEY,
            "OPENAI_API_KEY is sent to gpu.example:8080 unencrypted: use https, or unset it if no key is needed.",
        ),
    ],
)
def test_a_key_that_is_missing_or_at_risk(settings, monkeypatch, options, key, says):
    monkeypatch.setenv("OPENAI_API_KEY", key)
    settings.EMBEDDERS = entry(**options)
    assert [(message.id, message.msg) for message in check_api_embedders()] == [("recipes.W010", says)]


@pytest.mark.parametrize(
    ("options", "key"),
    [({}, KEY), ({"base_url": "http://localhost:11434/v1", "model": "bge-m3", "dimensions": 1024}, "")],
)
def test_options_that_are_right(settings, monkeypatch, options, key):
    monkeypatch.setenv("OPENAI_API_KEY", key)
    settings.EMBEDDERS = entry(**options)
    assert check_api_embedders() == []
