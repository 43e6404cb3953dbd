"""Ingredient lines for more or fewer: what is an amount, how it is rounded, and that nothing else is touched."""

import json
import re
from fractions import Fraction

import pytest
from django.conf import settings
from hypothesis import given
from hypothesis import strategies as st

from recipes.scaling import LONGEST_LINE, Part, find_amounts, scaled, scaled_parts

STARTER = sorted((settings.BASE_DIR / "recipes" / "data" / "starter").glob("*.json"))
LINES = [line for file in STARTER for row in json.loads(file.read_text("utf-8")) for line in row["ingredients"]]
HALF = Fraction(1, 2)

DOUBLED = """
200 g chickpeas = 400 g chickpeas
500 g flour = 1 kg flour
500ml milk = 1 litre milk
1.5kg/3lb 5oz potatoes = 3kg/6lb 10oz potatoes
1 kg/2 lb lamb = 2 kg/4 lb lamb
0,75 l Wasser = 1,5 l Wasser
1,000 g flour = 2 kg flour
1½ tsp fine salt = 1 tbsp fine salt
1 tsp sugar = 2 tsp sugar
1 Tablespoon oil = 2 Tablespoons oil
1 cup (240 ml) milk = 2 cups (480 ml) milk
1 1/2 cups flour = 3 cups flour
1-1/2 cups sugar = 3 cups sugar
1⁄2 cup oil = 1 cup oil
3 ½ cups bread flour = 7 cups bread flour
one and a half cups milk = 3 cups milk
1 fluid ounce rum = 2 fluid ounces rum
250ml/9fl oz stock = 500ml/18 fl oz stock
2–3 tbsp oil = 4–6 tbsp oil
2 to 3 onions = 4 to 6 onions
1-2 carrots = 2-4 carrots
300-350g beef = 600-700g beef
500 g - 600 g beef = 1 kg - 1.2 kg beef
2 x 400 g tins tomatoes = 4 x 400 g tins tomatoes
2 × 400 g tins black beans = 4 × 400 g tins black beans
2x400g tins tomatoes = 4x400g tins tomatoes
400 g (14 oz) tin chickpeas = 2 × 400 g (14 oz) tins chickpeas
400g/14oz can tomatoes = 2 × 400g/14oz cans tomatoes
1 x 400g/14oz tin tomatoes = 2 x 400g/14oz tins tomatoes
1 (14.5 ounce) can tomatoes = 2 (14.5 ounce) cans tomatoes
1 8-ounce package noodles = 2 8-ounce packages noodles
a 400 g tin of tomatoes = 2 × 400 g tins of tomatoes
4 x 150g/5½oz chicken breasts = 8 x 150g/5½oz chicken breasts
2 tins beans (400 g each, 240 g drained) = 4 tins beans (400 g each, 240 g drained)
1 tin chopped tomatoes (400 g) = 2 tins chopped tomatoes (800 g)
4 salmon fillets, about 140 g each = 8 salmon fillets, about 140 g each
1 large (3 lb) chicken = 2 large (3 lb) chickens
1 cucumber (about 350 g), halved = 2 cucumbers (about 700 g), halved
half a lemon = 1 lemon
Juice of half a lemon = Juice of 1 lemon
juice 1 lemon = juice 2 lemons
one onion, chopped = 2 onions, chopped
two or three tomatoes = 4 or 6 tomatoes
an egg = 2 eggs
1 dozen eggs = 2 dozen eggs
a small handful of dill = 2 small handfuls of dill
1 bay leaf = 2 bay leaves
1 celery stick, sliced = 2 celery sticks, sliced
1 egg white = 2 egg whites
1 green chilli, or 2 small dried chillies = 2 green chillies, or 4 small dried chillies
1 red onion finely chopped = 2 red onions finely chopped
12 garlic cloves, 8 chopped and 4 whole = 24 garlic cloves, 16 chopped and 8 whole
250 g sponge fingers, about 30 = 500 g sponge fingers, about 60
150 ml lime juice, from about 6 limes = 300 ml lime juice, from about 12 limes
1 g (¼ tsp) yeast = 2 g (½ tsp) yeast
2 g agar-agar powder (a heaped ½ tsp) = 4 g agar-agar powder (a heaped 1 tsp)
2 egg yolks, beaten with 1 tsp water = 4 egg yolks, beaten with 2 tsp water
1 stick (1/2 cup) butter = 2 sticks (1 cup) butter
5 cm piece of ginger = 10 cm piece of ginger
1-inch piece ginger = 2-inch piece ginger
1 piece of kombu, about 10 cm = 2 pieces of kombu, about 10 cm
1 (9 inch) pie crust = 2 (9 inch) pie crusts
1 large onion, cut into 4 = 2 large onions, cut into 4
40 g butter, cut into 4 = 80 g butter, cut into 4
400 g tofu, in 2 cm cubes = 800 g tofu, in 2 cm cubes
3 eggs, hard-boiled and each cut into 6 slices = 6 eggs, hard-boiled and each cut into 6 slices
1 lemon, half juiced and half cut into 4 wedges = 2 lemons, half juiced and half cut into 4 wedges
15 g chillies, soaked for 20 minutes = 30 g chillies, soaked for 20 minutes
2 cups warm water (110 degrees F/45 degrees C) = 4 cups warm water (110 degrees F/45 degrees C)
2 day-old pitta breads = 4 day-old pitta breads
1 (9 inch) pie shell = 2 (9 inch) pie shells
1 cup 2% milk = 2 cups 2% milk
120 g chocolate, 70% cocoa = 240 g chocolate, 70% cocoa
500 g pork mince, about 20% fat = 1 kg pork mince, about 20% fat
300 g Italian 00 flour, plus extra = 600 g Italian 00 flour, plus extra
1 tsp 5-spice = 2 tsp 5-spice
1 can 7-Up = 2 cans 7-Up
¼ tsp EACH ginger, cinnamon = ½ tsp EACH ginger, cinnamon
a little salt (1/3 of a teaspoon) = a little salt (⅔ of a teaspoon)
Onion - 2 (finely chopped) = Onion - 4 (finely chopped)
""".strip().splitlines()

HALVED = """
1 kg flour = 500 g flour
1 litre milk = 500 ml milk
2 cups milk = 1 cup milk
1 tbsp oil = ½ tbsp oil
½ tbsp oil = ¾ tsp oil
½ tsp salt = ¼ tsp salt
⅛ tsp yeast = 1/16 tsp yeast
15 g butter = 7.5 g butter
25 g butter = 13 g butter
75 g butter = 38 g butter
2 onions, sliced = 1 onion, sliced
3 eggs = 1½ eggs
25 dates = 13 dates
1 lemon = ½ lemon
½ lemon = ¼ lemon
2 × 400 g tins beans = 1 × 400 g tin beans
400 g tin beans = ½ × 400 g tin beans
2 loaves = 1 loaf
2 bay leaves = 1 bay leaf
2 pinches saffron = 1 pinch saffron
1-2 carrots = ½-1 carrot
2 oz butter = 1 oz butter
3 lb lamb = 1½ lb lamb
¾ cup rice = ⅓ cup rice
""".strip().splitlines()

NO_AMOUNT = (
    "a pinch of salt",
    "1 pinch saffron",
    "A splash of milk",
    "a few sprigs thyme",
    "a little oil",
    "salt to taste",
    "half and half",
    "half-fat crème fraîche",
    "25 cm tin",
    "9 inch pie crust",
    "00 flour",
    "7-Up",
    "5-spice powder",
    "180°C oven",
    "2% milk",
    "85 % cocoa chocolate",
    "cut into 4",
    "in 2 cm cubes",
    "A1 steak sauce",
    "the 2nd half",
    "Ice cubes, to serve",
    "20 minutes",
    "",
)


@pytest.mark.parametrize("line", DOUBLED)
def test_doubled(line):
    before, after = line.split(" = ")
    assert scaled(before, 2) == after


@pytest.mark.parametrize("line", HALVED)
def test_halved(line):
    before, after = line.split(" = ")
    assert scaled(before, HALF) == after


@pytest.mark.parametrize("line", NO_AMOUNT)
@pytest.mark.parametrize("factor", [HALF, 3])
def test_what_is_no_amount_stays(line, factor):
    assert scaled(line, factor) == line


@pytest.mark.parametrize(
    ("line", "factor", "after"),
    [
        ("1 tbsp oil", Fraction(1, 3), "1 tsp oil"),
        ("1 cup oats", Fraction(1, 3), "⅓ cup oats"),
        ("2 cups oats", Fraction(2, 3), "1⅓ cups oats"),
        ("4 eggs", Fraction(3, 4), "3 eggs"),
        ("1 egg", Fraction(4, 3), "1½ eggs"),
        ("125 g butter", Fraction(7, 4), "220 g butter"),
        ("350 g flour", Fraction(7, 4), "610 g flour"),
        ("700 g flour", Fraction(7, 4), "1.25 kg flour"),
        ("0.3 g saffron", Fraction(1, 100), "0.25 g saffron"),
    ],
)
def test_rounding_is_a_kitchens(line, factor, after):
    assert scaled(line, factor) == after


def test_amounts_are_set_apart():
    assert scaled_parts("1 onion, plus 2 tbsp oil", 2) == (
        Part("2", True),
        Part(" onions, plus "),
        Part("4 tbsp", True),
        Part(" oil"),
    )


def test_a_text_is_no_ingredient():
    assert scaled("2 eggs " + "x" * LONGEST_LINE, 2) == "2 eggs " + "x" * LONGEST_LINE


@pytest.mark.parametrize("factor", [0, -1])
def test_nothing_is_scaled_to_nothing(factor):
    with pytest.raises(ValueError, match="can't be scaled"):
        scaled("2 eggs", factor)


# ---------------------------------------------------------------- what holds for every line

FACTORS = st.fractions(Fraction(1, 50), 50, max_denominator=1000)
ODD = st.lists(
    st.sampled_from([*"0123456789½⅓¼ .,-–/x×()%°", " to ", " g", " cup", "tin", " each", "half a ", "a ", "one "])
    | st.text(max_size=3)
).map("".join)


def words(text: str) -> list[str]:
    return re.findall(r"[^\W\d_½⅓⅔¼¾⅕⅖⅗⅘⅙⅚⅛⅜⅝⅞]{3,}", text)


@given(st.text() | ODD, FACTORS)
def test_any_text_is_taken(line, factor):
    parts = scaled_parts(line, factor)
    assert [part for part in parts if not part.text] == []


@given(st.text() | ODD | st.sampled_from(LINES))
def test_by_one_nothing_changes(line):
    assert scaled(line, 1) == line


@given(st.sampled_from(LINES), FACTORS)
def test_no_word_is_lost(line, factor):
    """Only units and what is counted may change their number: each word is there, in order, by its first letters."""
    kept = re.sub(r"\b(?:tbsp|tsp|kg|ml|litres?|an?|half|one|two)\b|(?<=\d)(?:g|ml|kg)\b", "", line)
    after = words(scaled(line, factor))
    stems = [word[:3].casefold() for word in after]
    for word in words(kept):
        assert word[:3].casefold() in stems
        stems = stems[stems.index(word[:3].casefold()) + 1 :]


MEASURED = st.builds(
    "{} {} of it".format,
    st.integers(1, 900),
    st.sampled_from(["g", "ml", "tbsp", "tsp", "cups", "oz", "onions", "eggs", "tins"]),
)


@given(MEASURED, st.integers(2, 8))
def test_there_and_back_is_the_same_within_rounding(line, count):
    back = scaled(scaled(line, count), Fraction(1, count))
    assert base(back) == pytest.approx(base(line), rel=0.05)


def base(line: str) -> float:
    """The first amount of a line in the smallest of its units."""
    amount = find_amounts(line)[0]
    return float(amount.low) * {"kg": 1000, "litres": 1000, "litre": 1000, "tbsp": 3}.get(amount.unit, 1)


@given(st.integers(1, 400), FACTORS)
def test_a_scaled_weight_is_right_within_a_step(grams, factor):
    wanted = grams * factor
    assert base(scaled(f"{grams} g rice", factor)) == pytest.approx(float(wanted), rel=0.055, abs=0.25)


def test_the_starter_collection_is_read_whole():
    """Every line that begins with a number has an amount there, unless it is a pinch."""
    numbered = [line for line in LINES if re.match(r"[\d½¼¾⅓⅔⅛]", line) and "pinch" not in line]
    unread = [line for line in numbered if not find_amounts(line) or find_amounts(line)[0].start]
    assert (len(numbered) > 2000, unread) == (True, [])
