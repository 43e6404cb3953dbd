"""How cooks' sentences are read: the limits found, by their ids, and the meaning that is left."""

import pytest

from recipes.foods import Foods
from recipes.querying import read_query

FOODS = Foods.load()

LEAVING_OUT = {
    "chicken curry without coconut milk or yogurt": ("without-coconut-milk without-yogurt", "chicken curry"),
    "My husband hates olives and anchovies, need a pizza": (
        "without-olives without-anchovies",
        "My husband, need a pizza",
    ),
    "nut- and egg-free cookies": ("without-nut without-egg", "cookies"),
    "dairy and gluten free pancakes": ("dairy-free gluten-free", "pancakes"),
    "no-egg pasta": ("without-egg", "pasta"),
    "no eggs, chicken noodle soup": ("without-eggs", "chicken noodle soup"),
    "no nuts, chocolate brownies": ("without-nuts", "chocolate brownies"),
    "no onion, garlic or chilli": ("without-onion without-garlic without-chilli", ""),
    "no nuts/seeds": ("without-nuts without-seeds", ""),
    "no nuts & no seeds": ("without-nuts without-seeds", ""),
    "neither nuts nor seeds": ("without-nuts without-seeds", ""),
    "no peanuts, almonds or other nuts": ("without-peanuts without-almonds without-nuts", ""),
    "curry, but hold the coriander": ("without-coriander", "curry"),
    "leave the onions out of the stew": ("without-onions", "the stew"),
    "swap the cream for coconut milk": ("without-cream", "coconut milk"),
    "burgers but not beef": ("without-beef", "burgers"),
    "not beef but lamb": ("without-beef", "lamb"),
    "lentils rather than meat": ("without-meat", "lentils"),
    "no meat, hearty stew": ("without-meat", "hearty stew"),
    "tomatoes are off the menu": ("without-tomatoes", ""),
    "olives make my kids gag": ("without-olives", ""),
    "I'm out of eggs": ("without-eggs", ""),
    "we're out of flour, still want pancakes": ("without-flour", "still want pancakes"),
    "tired of chicken, what else can I roast": ("without-chicken", "what else can I roast"),
    "everything except coriander": ("without-coriander", ""),
    "fish pie that doesn't contain prawns": ("without-prawns", "fish pie"),
    "fish pie that doesn’t contain prawns": ("without-prawns", "fish pie"),
    "VEGAN CURRY NO COCONUT": ("vegan without-coconut", "CURRY"),
    "non-alcoholic cocktails": ("without-alcohol", "cocktails"),
    "a flourless chocolate cake": ("without-flour", "a chocolate cake"),
    "no red meat": ("without-red-meat", ""),
    "no-churn ice cream without condensed milk": ("without-condensed-milk", "no-churn ice cream"),
    "a birthday cake for someone with a nut allergy": ("without-nut", "a birthday cake for someone"),
    "a tart without crème fraîche": ("without-creme-fraiche", "a tart"),
}
NOT_WANTED_MANNERS = {
    "pasta that isn't too heavy": ("not-heavy", "pasta"),
    "something not too sweet and not fried": ("not-sweet not-fried", ""),
    "a stew that's not overly salty or greasy": ("not-salty not-greasy", "a stew"),
    "a chutney that's not too jammy": ("not-jammy", "a chutney"),
    "I don't own an oven": ("no-oven", ""),
    "no oven needed": ("no-oven", ""),
    "without a blender or food processor": ("no-blender no-food-processor", ""),
    "no deep frying please": ("no-deep-frying", ""),
    "hubby doesn't do spicy": ("not-spicy", "hubby"),
}
DIETS = {
    "I am vegan but miss cheese": ("vegan", "miss cheese"),
    "for vegans and coeliacs": ("vegan gluten-free", ""),
    "meat-free bolognese": ("vegetarian", "bolognese"),
    "roast veggies": ("", "roast veggies"),
    "my daughter is coeliac and hates broccoli": ("gluten-free without-broccoli", "my daughter"),
    "no carbs": ("low-carb", ""),
    "can't have dairy or gluten, cake for a birthday": ("dairy-free gluten-free", "cake for a birthday"),
    "not vegan, just tasty": ("", "not vegan, just tasty"),
    "cheese and Italian ham": ("cuisine-italian", "cheese and ham"),
}
TIMES = {
    "ready in 1h15": ("max-75", ""),
    "done in 1 hour 30": ("max-90", ""),
    "roast lamb in an hour and a half": ("max-90", "roast lamb"),
    "1½ hours max, lamb stew": ("max-90", "lamb stew"),
    "ready in no more than three quarters of an hour": ("max-45", ""),
    "max. 30 min": ("max-30", ""),
    "20-minute pasta": ("max-20", "pasta"),
    "quick pasta in 20 minutes": ("max-20", "pasta"),
    "dinner under an hour for 4": ("max-60 serves-4", "dinner"),
    "curry in twenty-five minutes": ("max-25", "curry"),
    "slow cooked for 8 hours": ("", "slow cooked for 8 hours"),
    "at least 2 hours of braising": ("", "at least 2 hours of braising"),
    "cocoa half an hour before bed": ("", "cocoa half an hour before bed"),
    "24-hour marinated chicken": ("", "24-hour marinated chicken"),
}
SERVINGS = {
    "curry for 4-6 people": ("serves-6", "curry"),
    "serves four to six": ("serves-6", ""),
    "dinner for the six of us": ("serves-6", "dinner"),
    "serves a dozen": ("serves-12", ""),
    "four adults and two kids, roast": ("serves-6", "roast"),
    "for four hungry teenagers": ("serves-4", "hungry teenagers"),
    "for ten quid": ("", "for ten quid"),
    "for 3 courses": ("", "for 3 courses"),
    "for two weeks": ("", "for two weeks"),
}
COURSES_AND_CUISINES = {
    "a warming soup with lentils": ("course-soup with-lentils", "a warming"),
    "a warm salad with goat's cheese": ("course-salad with-goats-cheese", "a warm"),
    "creamy mushroom soup": ("", "creamy mushroom soup"),
    "caesar salad": ("", "caesar salad"),
    "not another salad": ("", "not another salad"),
    "bread": ("course-bread", ""),
    "bread and butter pudding": ("", "bread and butter pudding"),
    "sourdough starter": ("", "sourdough starter"),
    "breakfast burritos": ("", "breakfast burritos"),
    "chocolate dessert": ("course-dessert", "chocolate"),
    "pudding with rhubarb": ("course-dessert with-rhubarb", ""),
    "Greek-style lamb": ("cuisine-greek", "lamb"),
    "Tex-Mex dinner": ("cuisine-tex-mex", "dinner"),
    "my Italian nonna's ragu": ("", "my Italian nonna's ragu"),
    "polish off the leftovers": ("", "polish off the leftovers"),
}
USES = {
    "I have half a cabbage and two carrots": ("with-cabbage with-carrots", ""),
    "I've got 500g of mince and a tin of tomatoes": ("with-mince with-tomatoes", ""),
    "cabbage that needs using up": ("with-cabbage", ""),
    "there's a cauliflower in the fridge": ("with-cauliflower", ""),
    "a soup that uses up old lettuce": ("course-soup with-old-lettuce", ""),
    "pasta with prawns, chilli and garlic": ("with-prawns with-chilli with-garlic", "pasta"),
    "a stew with pork or beef": ("", "a stew with pork or beef"),
    "served with rice": ("", "served with rice"),
    "a wine to go with steak": ("", "a wine to go with steak"),
    "macaroni with a crispy cheese topping": ("", "macaroni with a crispy cheese topping"),
    "cake with a cup of tea": ("", "cake with a cup of tea"),
    "dinner with friends": ("", "dinner with friends"),
}
TOGETHER = {
    "Vegan? No mushrooms? Under an hour?": ("vegan without-mushrooms max-60", ""),
    "Indian starters with paneer for eight": ("cuisine-indian course-starter with-paneer serves-8", ""),
    "a Mexican main with black beans, under 45 minutes, not too spicy": (
        "cuisine-mexican course-main with-black-beans max-45 not-spicy",
        "",
    ),
    "quick Italian pasta with anchovies and capers for two": (
        "max-30 cuisine-italian with-anchovies with-capers serves-2",
        "pasta",
    ),
    "egg-free, plant-based breakfast I can make in ten minutes": ("without-egg vegan course-breakfast max-10", ""),
}
MISLEADING = """
no-bake cheesecake
no-knead bread
no fuss roast chicken
without further ado, lemon tart
not only chicken
nothing fancy
why not pasta
no idea what to cook
can't wait for soup
I don't mind onions
free-range eggs
no time to cook
not too much garlic
less salt please
go easy on the chilli
don't skip the cheese
I can't live without cheese
no roast is complete without gravy
no cake is too big
there's no such thing as too much garlic
isn't cheese wonderful
if you don't like onions, you'll love this
I never eat enough fish
not sure about fish, maybe chicken
just say no to bad coffee, tiramisu
not just any apple pie
hold my beer, chilli con carne
allergic to effort
allergic to boring films, nachos
can I use butter instead
boneless pork ribs
bottomless brunch
five-spice duck
seven layer dip
fast and furious chilli
who doesn't like chocolate
I used to hate sprouts, now I love them
not quite vegetarian, sunday roast
no-frills beans on toast
I won't say no to a second slice of cheesecake
hold your horses, coq au vin
instead of a takeaway, a proper kebab
avoid food waste with bread and butter pudding
the free from aisle
two for one
bread pudding
French toast
""".strip().splitlines()
READ = (LEAVING_OUT, NOT_WANTED_MANNERS, DIETS, TIMES, SERVINGS, COURSES_AND_CUISINES, USES, TOGETHER)


@pytest.mark.parametrize(("sentence", "ids", "meaning"), [(s, *r) for table in READ for s, r in table.items()])
def test_limits_and_meaning(sentence, ids, meaning):
    query = read_query(sentence, FOODS)
    assert (" ".join(limit.id for limit in query.found), query.text) == (ids, meaning)


@pytest.mark.parametrize("sentence", MISLEADING)
def test_words_that_only_look_like_a_limit_are_none(sentence):
    query = read_query(sentence, FOODS)
    assert (query.found, query.text) == ((), sentence)
