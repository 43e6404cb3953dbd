"""Nouns that are counted in ingredient lines, as one and as many: "1 onion", "2 onions". Only those that are sure.

Not a grammar: a word that isn't here stays as it is written.
"""

import re

from recipes.scaling.units import like

# What holds or divides a food comes before the food in saying how many: "2 tins tomatoes", "2 celery sticks".
HOLDER_WORDS = (
    "bag ball bar block bottle box breast brisket bunch bundle can carton chop clove cob container cube cutlet "
    "dash drop drumstick ear envelope escalope fillet floret glass grind half handful head jar jigger joint knob "
    "leaf leg link loaf loin pack package packet piece pinch pod portion pot pouch punnet quarter rack rasher rib "
    "rind roast round rump sachet scoop segment sheet shell shoulder slice splash sprig sprinkling square stalk "
    "steak stem stick strand strip tenderloin thigh tin tub tube wedge wing"
)
FOOD_WORDS = (
    "anchovy apple apricot artichoke aubergine avocado bagel baguette banana bay beet beetroot biscuit bread bun "
    "burger cabbage capsicum carrot cauliflower cherry chicken chile chili chilli chorizo clam clementine "
    "courgette crab cracker croissant crust cucumber date duck egg eggplant endive fig flatbread gherkin "
    "grapefruit jalapeno jalapeño kiwi leek lemon lettuce lime lobster mackerel mandarin mango melon muffin "
    "mushroom mussel nectarine olive onion orange oyster papaya parsnip peach pear pepper persimmon pickle pie "
    "pigeon pineapple pitta plantain plum pomegranate potato prawn prune pumpkin quail quince rabbit radish roll "
    "romaine sardine satsuma sausage scallion scallop shallot squash swede tomato tortilla turnip walnut "
    "watermelon wrap yolk zucchini"
)
HOLDERS = frozenset(HOLDER_WORDS.split())
FOODS = frozenset(FOOD_WORDS.split())
INVARIABLE = frozenset({"bay", "mackerel"})
# "Egg white" is counted, "white" alone isn't.
AFTER_EGG = "white"
IN_OES = ("tomato", "potato", "mango")
IN_VES = {"leaf": "leaves", "loaf": "loaves", "half": "halves"}
ENDS_RUN = re.compile(
    r"[,;:()\[\]/+\d]|\s[-–—]\s|\b(?:or|and|plus|with|in|cut|into|from|each|for|to|of|about|per|without|if)\b",
    re.IGNORECASE,
)
WORD = re.compile(r"[^\W\d_]+")


def plural(word: str) -> str:
    if word in INVARIABLE:
        return word
    if word in IN_VES:
        return IN_VES[word]
    if word.endswith(("s", "x", "z", "ch", "sh")) or word in (*IN_OES, "chilli"):
        return word + "es"
    if word.endswith("y") and word[-2] not in "aeou":
        return word[:-1] + "ies"
    return word + "s"


MANY = {word: plural(word) for word in HOLDERS | FOODS | {AFTER_EGG} if word not in INVARIABLE}
ONE = {many: word for word, many in MANY.items()}


def counted_noun(text: str, start: int) -> re.Match | None:
    """The noun that an amount ending at `start` counts: what holds the food, else the last food named."""
    end = ENDS_RUN.search(text, start)
    words = list(WORD.finditer(text, start, end.start() if end else len(text)))
    singles = [ONE.get(word[0].casefold(), word[0].casefold()) for word in words]
    foods = []
    for before, single, word in zip(["", *singles], singles, words, strict=False):
        if single in HOLDERS:
            return word
        if single in FOODS or (single == AFTER_EGG and before == "egg"):
            foods.append(word)
    return foods[-1] if foods else None


def in_number(noun: str, is_many: bool) -> str:
    """The noun as one or as many."""
    table = MANY if is_many else ONE
    return like(noun, table.get(noun.casefold(), noun))
