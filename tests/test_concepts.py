import numpy as np
import pytest

from recipes.concepts import (
    CLEAR,
    MOST,
    NEAR,
    SURE,
    WEIGHT,
    WEIGHT_ALONE,
    ConceptIndex,
    EmbeddedConcept,
    FoundConcept,
    certainty,
    hubness,
)

DIMENSIONS = 32


def axis(number: int, amount: float = 1.0) -> np.ndarray:
    vector = np.zeros(DIMENSIONS, np.float32)
    vector[number] = amount
    return vector


def at(cosine: float, toward: np.ndarray, aside: int) -> np.ndarray:
    """A unit vector of this cosine similarity to the axis `toward`, the rest of it along an axis of its own."""
    return cosine * toward + axis(aside, float(np.sqrt(1 - cosine**2)))


def concept(name: str, number: int, *, opposites=(), phrasings: int = 4) -> EmbeddedConcept:
    """Its phrasings are all on one axis, and so is its prototype."""
    return EmbeddedConcept(name, name.title(), np.array([axis(number)] * phrasings), axis(number), tuple(opposites))


@pytest.fixture
def index():
    return ConceptIndex(
        [
            concept("warming", 0, opposites=["chilled"]),
            concept("chilled", 1, opposites=["warming"]),
            concept("quick", 2),
            concept("rich", 3),
            concept("crunchy", 4),
        ]
    )


def ids(found) -> list[str]:
    return [one.id for one in found]


def test_a_sentence_that_is_a_phrasing_means_its_concept(index):
    assert index.find(axis(0)) == (FoundConcept("warming", "Warming", 1.0),)


def test_certainty_grows_from_near_to_sure(index):
    assert index.find(at(NEAR, axis(0), 20)) == ()
    [half] = index.find(at((NEAR + SURE) / 2, axis(0), 20))
    assert half.certainty == pytest.approx(0.5, abs=1e-3)
    assert index.find(at(SURE + 0.1, axis(0), 20))[0].certainty == 1
    assert certainty(SURE) == 1


def test_one_near_phrasing_is_not_enough():
    stray = EmbeddedConcept("stray", "Stray", np.array([axis(0), axis(5), axis(6), axis(7)]), axis(5))
    assert ConceptIndex([stray, concept("other", 1)]).find(axis(0)) == ()


def test_a_concept_of_fewer_phrasings_is_as_near_as_their_mean():
    index = ConceptIndex([concept("small", 0, phrasings=1), concept("other", 1)])
    assert ids(index.find(axis(0))) == ["small"]


def test_of_opposites_the_nearer_one_is_kept(index):
    both = 0.75 * axis(0) + 0.66 * axis(1)
    assert ids(index.find(both / np.linalg.norm(both))) == ["warming"]


def test_at_most_so_many_surest_first(monkeypatch):
    index = ConceptIndex([concept(str(number), number) for number in range(5)])
    monkeypatch.setattr("recipes.concepts.NEAR", 0.4)
    amounts = np.array([0.49, 0.52, 0.5, 0.48, 0.0])
    vector = sum(axis(number, amount) for number, amount in enumerate(amounts)).astype(np.float32)
    assert ids(index.find(vector)) == ["1", "2", "0"]
    assert MOST == 3


def test_a_chip_turned_off_leaves_a_gap(index):
    vector = 0.72 * axis(2) + 0.69 * axis(3)
    assert ids(index.find(vector)) == ["quick", "rich"]
    assert FoundConcept("quick", "Quick", 1).chip == "concept-quick"


def off_topic(*numbers: int) -> EmbeddedConcept:
    phrasings = np.array([axis(number) for number in numbers])
    return EmbeddedConcept("off", "Off", phrasings, np.zeros_like(axis(0)), is_off_topic=True)


def test_what_lies_nearer_to_what_is_off_topic_is_doubtful():
    index = ConceptIndex([concept("warming", 0), concept("quick", 1), off_topic(5, 6)])
    assert index.doubt(axis(0)) == 0
    assert index.doubt(axis(6)) == pytest.approx(1 + CLEAR)
    between = 0.8 * axis(0) + 0.6 * axis(5)
    assert index.doubt(between) == pytest.approx(0.6 - 0.8 + CLEAR)


def test_what_is_off_topic_is_never_found_and_moves_nothing():
    index = ConceptIndex([concept("warming", 0), concept("quick", 1), off_topic(5)])
    assert index.find(axis(5)) == ()
    alone = ConceptIndex([concept("warming", 0), concept("quick", 1)])
    assert index.moved(axis(0), index.find(axis(0))) == pytest.approx(alone.moved(axis(0), alone.find(axis(0))))


def test_where_there_is_nothing_to_compare_there_is_no_doubt():
    assert ConceptIndex([off_topic(5)]).doubt(axis(5)) == 0
    assert ConceptIndex([concept("warming", 0)]).doubt(axis(5)) == 0


def test_what_is_near_everything_counts_less():
    phrasings = np.array([axis(0), axis(1), at(0.7, axis(0), 5)])
    found = hubness(phrasings, np.array([0, 1, 2]))
    # Each one's mean cosine similarity to the one other phrasing that counts, less the mean of all: 0.7, 0, 0.7 by two.
    assert found == pytest.approx(np.array([0.35, 0, 0.35]) - 0.7 / 3, abs=1e-6)
    assert hubness(phrasings, np.array([0, 0, 0])) == pytest.approx(0)


def test_hubness_agrees_with_the_plain_sum_across_chunks(monkeypatch):
    monkeypatch.setattr("recipes.concepts.CHUNK", 7)
    rng = np.random.default_rng(5)
    phrasings = rng.standard_normal((40, 8)).astype(np.float32)
    phrasings /= np.linalg.norm(phrasings, axis=1, keepdims=True)
    owners = np.repeat(np.arange(10), 4)
    plain = []
    for row, owner in zip(phrasings, owners, strict=True):
        others = sorted((float(row @ other) for other, own in zip(phrasings, owners, strict=True) if own != owner))
        plain.append(np.mean(others[-10:]))
    assert hubness(phrasings, owners) == pytest.approx(np.array(plain) - np.mean(plain), abs=1e-5)


def test_a_query_is_moved_the_surer_the_further(index):
    query = axis(9)
    steps = [index.moved(query, [FoundConcept("quick", "Quick", amount)]) @ axis(2) for amount in (0.2, 0.9)]
    assert 0 < steps[0] < steps[1]


@pytest.mark.parametrize(("names_food", "weight"), [(True, WEIGHT), (False, WEIGHT_ALONE)])
def test_a_certain_concept_adds_its_weight_of_what_sets_it_apart(index, names_food, weight):
    moved = index.moved(axis(9), [FoundConcept("quick", "Quick", 1.0)], names_food=names_food)
    assert np.linalg.norm(moved) == pytest.approx(1)
    assert moved.dtype == np.float32
    assert moved @ axis(9) == pytest.approx(1 / np.sqrt(1 + weight**2), abs=1e-5)
    assert moved @ axis(2) > 0 > moved @ axis(0)


def test_nothing_found_moves_nothing(index):
    query = axis(9)
    assert index.moved(query, ()) is query


def test_opposites_push_each_other_away(index):
    alone = ConceptIndex([concept(name, number) for number, name in enumerate(["warming", "chilled", "a", "b", "c"])])
    found = [FoundConcept("warming", "Warming", 1.0)]
    assert index.moved(axis(9), found) @ axis(1) < alone.moved(axis(9), found) @ axis(1)


def test_no_concepts_and_a_single_one_move_nothing():
    assert ConceptIndex([]).find(axis(0)) == ()
    single = ConceptIndex([concept("only", 0)])
    assert ids(single.find(axis(0))) == ["only"]
    assert single.moved(axis(9), single.find(axis(0))) == pytest.approx(axis(9))
