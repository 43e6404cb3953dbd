"""How cooks' sentences are read: the limits found, by their ids, and the meaning that is left."""

import pytest

from recipes.foods import Foods
from recipes.querying import asks_for_fact, read_query

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
    "no-churn ice cream without condensed milk": ("no-churning without-condensed-milk", "ice cream"),
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
    "no-bake cheesecake": ("no-baking", "cheesecake"),
    "no knead focaccia": ("no-kneading", "focaccia"),
    "no-cook dinner": ("no-cooking", "dinner"),
    "the oven's broken, what can I make": ("no-oven", "what can I make"),
    "my food processor died. hummus?": ("no-food-processor", "hummus?"),
    "ice cream without a machine": ("no-machine", "ice cream"),
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
    "not another salad": ("no-salad", ""),
    "pumpkin but not pie": ("no-pie", "pumpkin"),
    "anything but soup": ("no-soup", ""),
    "sick of turkey sandwiches on Boxing Day": ("not-turkey-sandwiches", "on Boxing Day"),
    "peanuts for dinner, not dessert": ("no-dessert", "peanuts for dinner"),
    "a cake without bread": ("without-bread", "a cake"),
    "dairy to break the Yom Kippur fast": ("", "dairy to break the Yom Kippur fast"),
    "something light after a week of takeaways": ("not-takeaways", "something light"),
    "light food after too many mince pies, please": ("not-mince-pies", "light food, please"),
    "bored of plain chicken breasts": ("", "bored of plain chicken breasts"),
    "bored of chicken breasts": ("without-chicken-breasts", ""),
    "three-ingredient dessert": ("ingredients-3 course-dessert", ""),
    "soup with five ingredients or fewer": ("course-soup ingredients-5", ""),
    "a cake of 3 or 4 ingredients": ("ingredients-4", "a cake of"),
    "secret ingredient soup": ("", "secret ingredient soup"),
    "99 ingredients": ("", "99 ingredients"),
    "fewer than 5 ingredients": ("ingredients-4", ""),
    "fewer than 1 ingredient": ("", "fewer than 1 ingredient"),
    "more than 10 ingredients": ("", "more than 10 ingredients"),
    "5 ingredients or more": ("", "5 ingredients or more"),
    "after a day of hiking something filling": ("", "after a day of hiking something filling"),
    "after all these years a proper roast": ("", "after all these years a proper roast"),
    "after all this chocolate something light": ("not-chocolate", "something light"),
    "no pasta bake": ("no-pasta-bake", ""),
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
ALLERGIES = {
    "I'm allergic to kohlpuffs, cake please": ("without-kohlpuffs", "cake please"),
    "allergic to fenugrok and need a curry": ("without-fenugrok", "need a curry"),
    "allergic to lupin flour and royal jelly": ("without-lupin-flour without-royal-jelly", ""),
    "birthday cake for someone with a zibberfruit allergy": ("without-zibberfruit", "birthday cake for someone"),
    "my son has an allergy to bee pollen, breakfast ideas": ("without-bee-pollen course-breakfast", "my son, ideas"),
    "my daughter is allergic to red dye so no sweets": ("without-red-dye no-sweets", "my daughter so"),
    "sulphite-free stew": ("without-sulphite", "stew"),
    "zorbnut-free brownies": ("without-zorbnut", "brownies"),
    "a histamine-free dinner": ("without-histamine", "dinner"),
    "I'm intolerant to fructans, pasta bake": ("without-fructans", "pasta bake"),
    "fructose intolerant, need a pudding": ("without-fructose course-dessert", ""),
    "caffeine-free drinks": ("without-caffeine course-drink", ""),
    "allergic to strawbs, what pudding": ("without-strawbs course-dessert", "what"),
    "nut allergies: birthday cake": ("without-nut", "birthday cake"),
    "allergic to milk, eggs and zibber": ("without-milk without-eggs without-zibber", ""),
    "allergic to nuts, chocolate cake please": ("without-nuts", "chocolate cake please"),
    "no zibberfruit in my cake": ("without-zibberfruit", "in my cake"),
    "allergic to nuts and love chocolate": ("without-nuts", "love chocolate"),
    "allergic to nuts and a lovely chocolate cake please": ("without-nuts", "a lovely chocolate cake please"),
    "allergic to nuts and my wife is vegan": ("without-nuts vegan", "my wife"),
    "allergic to eggs and looking for a birthday cake": ("without-eggs", "looking for a birthday cake"),
    "allergic to eggs, wheat and milk, birthday cake": ("without-eggs without-wheat without-milk", "birthday cake"),
    "allergic to eggs, dinner and wine": ("without-eggs", "dinner and wine"),
    "my boyfriend is allergic to nuts and can't have soy": ("without-nuts without-soy", "my boyfriend"),
    "he's allergic to fish but loves prawns": ("without-fish", "he's but loves prawns"),
    "she has a severe kiwifruit allergy": ("without-kiwifruit", "she"),
    "cow's milk protein allergy": ("without-cows-milk", ""),
    "milk protein intolerance, creamy soup": ("without-milk course-soup", "creamy"),
    "allergic to soap": ("without-soap", ""),
    "allergic to anything with fenugrok": ("without-fenugrok", ""),
    "gluten-free and zorbnut-free cake": ("gluten-free without-zorbnut", "cake"),
    "oven-free pudding": ("no-oven course-dessert", ""),
    "is my guest allergic to nuts": ("without-nuts", "is my guest"),
    "no zibberfish": ("without-zibberfish", ""),
    "additive-free sausages": ("without-additive", "sausages"),
    "allergic to raw tomatoes": ("without-raw-tomatoes", ""),
    "intolerant to lactose and fructose": ("dairy-free without-fructose", ""),
    "lactose and fructose intolerant": ("dairy-free without-fructose", ""),
    "tomato sensitivity, pizza": ("without-tomato", "pizza"),
    "allergic to vegetables, just joking": ("without-vegetables", "just joking"),
    "allergic to strawberries? no, to latex": ("without-strawberries", "no, to latex"),
    "Is anyone allergic to shellfish? paella": ("without-shellfish", "Is anyone? paella"),
}
LEAVING_OUT_AS_SAID = {
    "stew without celeriac leaves": ("without-celeriac-leaves", "stew"),
    "MSG free noodles": ("without-msg", "noodles"),
    "no onion, garlic, ginger please": ("without-onion without-garlic without-ginger", ""),
    "curry without onion, garlic, ginger": ("without-onion without-garlic without-ginger", "curry"),
    "no nuts, seeds, raisins in my granola": ("without-nuts without-seeds without-raisins", "in my granola"),
    "I hate olives, capers, anchovies": ("without-olives without-capers without-anchovies", ""),
    "no mushrooms, pasta for two": ("without-mushrooms serves-2", "pasta"),
    "no onions, chicken": ("without-onions", "chicken"),
    "prawns make me ill": ("without-prawns", ""),
    "coconut makes him gag": ("without-coconut", ""),
    "can't do aubergine": ("without-aubergine", ""),
    "she can't have peanuts": ("without-peanuts", "she"),
    "can't stand beetroot": ("without-beetroot", ""),
    "cannot bear celery in a stew": ("without-celery", "in a stew"),
    "not a fan of tuna": ("without-tuna", ""),
    "I'm off red meat": ("without-red-meat", ""),
    "my wife is off garlic": ("without-garlic", "my wife"),
    "leave out the onions": ("without-onions", ""),
    "leave off the cheese": ("without-cheese", ""),
    "ditch the cream": ("without-cream", ""),
    "pork is out": ("without-pork", ""),
    "avoid mushrooms": ("without-mushrooms", ""),
    "cut out sugar": ("without-sugar", ""),
    "I never eat lamb": ("without-lamb", ""),
    "never mushrooms": ("without-mushrooms", ""),
    "a roast other than turkey": ("without-turkey", "a roast"),
    "tofu instead of chicken in a katsu": ("without-chicken", "tofu in a katsu"),
    "oil in place of butter": ("without-butter", "oil"),
    "no trace of nuts": ("without-nuts", ""),
    "hubby won't touch sprouts": ("without-sprouts", "hubby"),
    "the kids won't go near broccoli": ("without-broccoli", "the kids"),
    "fish is a no from us": ("without-fish", ""),
    "eggs don't sit well with me": ("without-eggs", ""),
    "I react to shellfish": ("without-shellfish", ""),
    "can't be doing with raisins in my curry": ("without-raisins", "in my curry"),
    "please keep it free of sesame": ("without-sesame", ""),
    "no mushrooms, creamy chicken pie, for 4": ("without-mushrooms serves-4", "creamy chicken pie"),
    "without eggs, chocolate cake, vanilla icing": ("without-eggs", "chocolate cake, vanilla icing"),
    "pass on the coriander": ("without-coriander", ""),
    "bin the mushrooms": ("without-mushrooms", ""),
    "fry up without eggs": ("without-eggs", "fry up"),
    "can't be around peanuts": ("without-peanuts", ""),
    "mushrooms make my daughter sick": ("without-mushrooms", ""),
    "onions give my partner heartburn": ("without-onions", ""),
    "peanuts could kill my son": ("without-peanuts", ""),
    "Anything other than pasta": ("without-pasta", ""),
    "butter in place of lard": ("without-lard", "butter"),
    "no artificial sweeteners": ("without-artificial-sweeteners", ""),
    "I'd rather not have lamb": ("without-lamb", ""),
    "I would prefer not to use cream": ("without-cream", "I would prefer"),
    "can do without the sugar": ("without-sugar", ""),
    "nut, egg and dairy free cake": ("without-nut without-egg dairy-free", "cake"),
}
USES_AS_SAID = {
    "too many courgettes": ("with-courgettes", ""),
    "too many tomatoes from the garden": ("with-tomatoes", "from the garden"),
    "loads of apples to use up": ("with-apples", ""),
    "I've a glut of plums": ("with-plums", ""),
    "a bag of spinach to use": ("with-spinach", ""),
    "bananas going soft": ("with-bananas", ""),
    "milk going off, what can I bake": ("with-milk", "what can I bake"),
    "got some chorizo": ("with-chorizo", ""),
    "half a cabbage left": ("with-cabbage", ""),
    "leeks in the fridge, something warming": ("with-leeks", "something warming"),
    "carrots and parsnips that need using": ("with-carrots with-parsnips", ""),
    "spinach, feta and eggs that need using up": ("with-spinach with-feta with-eggs", ""),
    "salmon and dill in the fridge": ("with-salmon with-dill", ""),
    "half a pumpkin left over": ("with-pumpkin", ""),
    "pasta with prawns, chilli, garlic": ("with-prawns with-chilli with-garlic", "pasta"),
    "lots of cheese please": ("with-cheese", ""),
    "leftover turkey and ham in the fridge": ("with-turkey with-ham", ""),
    "soup with leeks and carrots in the fridge": ("course-soup with-leeks with-carrots", ""),
    "eggs in the fridge or not": ("with-eggs", "or not"),
    "half an onion left, soup": ("with-onion course-soup", ""),
    "two aubergines going soft": ("with-aubergines", ""),
}
TIMES_AS_SAID = {
    "dinner in 30": ("max-30", "dinner"),
    "pasta in 20 please": ("max-20", "pasta please"),
    "20 minutes tops": ("max-20", ""),
    "25 mins max curry": ("max-25", "curry"),
    "an hour max": ("max-60", ""),
    "half an hour at most": ("max-30", ""),
    "no more than 45 min": ("max-45", ""),
    "between 20 and 30 minutes": ("max-30", ""),
    "I've only got 25 minutes": ("max-25", ""),
    "in a hurry, something with eggs": ("max-30 with-eggs", ""),
    "dinner in 10 minutes or so": ("max-10", "dinner"),
    "I'm in a rush": ("max-30", ""),
    "no nuts, pasta, quick": ("without-nuts max-30", "pasta"),
    "dinner in 30 for 4": ("max-30 serves-4", "dinner"),
    "dinner in 45, no fish": ("max-45 without-fish", "dinner"),
    "ready in 40": ("max-40", ""),
    "between 45 minutes and an hour": ("max-60", ""),
    "I've no more than 40 mins": ("max-40", ""),
    "forty minutes tops": ("max-40", ""),
    "an hour and a half at most": ("max-90", ""),
}
MANNERS_AS_SAID = {
    "nothing too rich": ("not-rich", ""),
    "nothing too stodgy": ("not-stodgy", ""),
    "nothing spicy for the kids": ("not-spicy", ""),
    "nothing too fiddly": ("not-fiddly", ""),
    "a fruit crumble that isn't soggy": ("not-soggy", "a fruit crumble"),
    "roast chicken, don't want it dry": ("not-dry", "roast chicken"),
    "chips but I don't want them greasy": ("not-greasy", "chips"),
    "we hate mushy, sprouts please": ("not-mushy", "sprouts please"),
    "fish and chips not swimming in oil": ("not-oil", "fish and chips"),
    "I'd rather not deep fry": ("no-deep-fry", ""),
    "no blender": ("no-blender", ""),
    "I haven't got a microwave": ("no-microwave", ""),
    "skip the frying": ("no-frying", ""),
    "doughnuts I don't have to deep fry": ("no-deep-fry", "doughnuts"),
    "I don't want to bake tonight": ("no-bake", "tonight"),
    "I don't like it too spicy": ("not-spicy", ""),
    "kids don't like it spicy": ("not-spicy", "kids"),
    "we don't want to use the oven": ("no-oven", ""),
    "without a microwave, porridge": ("no-microwave", "porridge"),
}
MISLEADING = """
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
allergic to Mondays, need comfort food
allergic to work, easy dinner
allergic to cooking, what can I make
allergic to early mornings, breakfast muffins
allergic to washing up, one pot pasta
without a fuss, chicken pie
without further ado, a trifle
without much effort, a lasagne
dinner without my husband
a cake without candles
stress-free roast
drama-free christmas dinner
worry free lasagne
ready by 7, roast chicken
in 2 parts
easy on the salt
I never have enough eggs
allergic to my mother in law's cooking
not allergic to anything
I'm allergic to everything fun
kids with allergies, party food
allergy friendly cake
food allergies, what can I bake
a tear-free onion soup
cage-free eggs
free-range chicken
smoke free barbecue
free from aisle treats
no fuss chicken pie
no stress chicken curry
too much garlic is never enough
can't have too many potatoes
a recipe that doesn't need too many eggs
not too many chillies
nothing with too many ingredients
half a left
what's left of the turkey
leave to set in the fridge
jelly set in the fridge
no leftovers in the fridge
cut in 10 slices
cake in 10 steps
one in ten
bake for between 20 and 30 minutes
not in a hurry, slow roast lamb
no hurry tonight
milk is off, what else for porridge
20% off beef
never fails pancakes
broken biscuits
never-fail yorkshire puddings
I could never say no to cake
without selfish people
low histamine stew
high fructose fruit
caffeine kick
I can't do without cheese
couldn't do without garlic
sensitive teeth, soft food
sensitive to cold
allergic to pretension, simple toast
allergic to the colour beige
allergic to bad cooking
""".strip().splitlines()
AS_SAID = (ALLERGIES, LEAVING_OUT_AS_SAID, USES_AS_SAID, TIMES_AS_SAID, MANNERS_AS_SAID)
READ = (LEAVING_OUT, NOT_WANTED_MANNERS, DIETS, TIMES, SERVINGS, COURSES_AND_CUISINES, USES, TOGETHER, *AS_SAID)


def said(query) -> list:
    """The limits that stand in the sentence; what it only implies or names has tests of its own."""
    return [limit for limit in query.found if limit.kind not in ("implied", "named")]


@pytest.mark.parametrize(("sentence", "ids", "meaning"), [(s, *r) for table in READ for s, r in table.items()])
def test_limits_and_meaning(sentence, ids, meaning):
    query = read_query(sentence, FOODS)
    assert (" ".join(limit.id for limit in said(query)), query.text) == (ids, meaning)


@pytest.mark.parametrize("sentence", MISLEADING)
def test_words_that_only_look_like_a_limit_are_none(sentence):
    query = read_query(sentence, FOODS)
    assert (said(query), query.text) == ([], sentence)


@pytest.mark.parametrize(
    "sentence",
    [
        "I'm allergic to fenugrok, a curry",
        "cake for someone with a zibberfruit allergy",
        "fructose intolerant, need a pudding",
        "my son is intolerant to fructans",
        "zorbnut-free brownies",
        "allergic to milk, eggs and zibber",
        "nut, egg and sesame free cake",
    ],
)
def test_what_somebody_is_allergic_to_is_left_out_as_an_allergy(sentence):
    found = [limit for limit in read_query(sentence, FOODS).found if limit.kind == "exclude"]
    assert found
    assert all(limit.allergy for limit in found)


# ---------------------------------------------------------------- implied


@pytest.mark.parametrize(
    ("sentence", "ids"),
    [
        ("something warm for a cold night", "not-cold no-sauce"),
        ("a drink to warm me up", "not-cold course-drink"),
        ("hearty soup for winter", "not-cold course-soup"),
        ("ice cream for a cold night", ""),
        ("something for warm weather", "no-sauce"),
        ("I don't want anything warm", "no-sauce"),
        ("warm salad", "course-salad"),
        ("cold soup for a hot day", "course-soup"),
        ("a fancy dinner for two", "no-dessert-or-drink serves-2"),
        ("dinner", "no-dessert-or-drink"),
        ("dinner in 20 minutes", "no-dessert-or-drink max-20"),
        ("something small after dinner", "no-sauce"),
        ("dinner party", ""),
        ("a soup for dinner", "course-soup"),
        ("cake after Sunday lunch", ""),
        ("a sweet treat for Diwali", "nothing-savoury no-beef no-drink nothing-far-from-indian"),
        ("something cold for the beach", "not-hot no-sauce"),
        ("something cold or warm", "no-sauce"),
        ("Passover cake", "no-pork-or-shellfish nothing-leavened"),
        ("Passover bread", "no-pork-or-shellfish"),
        ("iftar supper", "no-dessert-or-drink no-pork-or-alcohol"),
        ("Navratri lunch", "no-dessert-or-drink no-beef no-meat-egg-onion-or-garlic nothing-far-from-indian"),
        ("Lenten supper", "no-dessert-or-drink no-meat"),
        ("cake for the kids", "no-alcohol"),
        ("boozy cake for when the kids are in bed", ""),
        ("a baby's first spoon", "no-honey-chilli-or-alcohol"),
        ("baby bok choy with chilli", "with-chilli"),
        ("a friend lent me a pan", ""),
        ("Hanukkah food without shrimp", "no-pork-or-shellfish no-drink without-shrimp"),
        ("Eid food with no pork", "no-pork-or-alcohol no-drink without-pork"),
        ("kid friendly cake", "no-alcohol"),
        ("baby spinach soup", ""),
        ("baby shower nibbles", "course-snack"),
        ("Halloween treats for the classroom", "nothing-savoury no-alcohol no-drink"),
        ("something sweet and spicy", "no-sauce"),
        ("sweet potato soup", ""),
        ("savoury snack", "nothing-sweet course-snack"),
        ("nibbles to have with wine", "nothing-sweet course-snack"),
        ("savoury or sweet pancakes", ""),
        ("gentle food for an upset stomach", "no-drink no-sauce"),
        ("something Thai for Cinco de Mayo", "cuisine-thai"),
        ("Cinco de Mayo dinner", "no-dessert-or-drink nothing-far-from-mexican"),
        ("something to put on toast", ""),
        ("something to baste with", ""),
        ("food allergy friendly cake", ""),
        ("beef stew with beer", "with-beer"),
        ("Swedish meatballs for Oktoberfest", ""),
        ("Diwali and Oktoberfest", "no-beef"),
        ("Kerala curry for Onam", "no-beef"),
        ("a latte treat", ""),
        ("free from milk, from eggs", "without-milk"),
        ("recipes from Turkey", ""),
        ("soup from dried beans", "course-soup with-dried-beans"),
        ("something with leeks", "with-leeks"),
    ],
)
def test_what_is_implied_takes_no_words(sentence, ids):
    query = read_query(sentence, FOODS)
    assert " ".join(limit.id for limit in query.found if limit.kind != "named") == ids
    assert {limit.spans for limit in query.found if limit.kind == "implied"} <= {()}


def test_what_is_implied_is_turned_off_by_its_id():
    query = read_query("something warm for supper", FOODS, off=["not-cold"])
    assert [limit.id for limit in query.found if limit.kind == "implied"] == ["no-dessert-or-drink"]


def test_what_is_said_and_implied_is_one_limit():
    query = read_query("something warm, not cold", FOODS)
    assert [(limit.id, limit.kind) for limit in query.found] == [("no-sauce", "implied"), ("not-cold", "avoid")]


@pytest.mark.parametrize(
    ("sentence", "ids", "meaning"),
    [
        ("too hot to cook, something fresh", "no-cooking", "something fresh"),
        ("it's too humid to turn on the stove", "no-cooking", "it's"),
        ("way too hot to turn the oven on", "no-oven", "way"),
        ("too spicy to cook for children", "", "too spicy to cook for children"),
    ],
)
def test_weather_may_forbid_cooking(sentence, ids, meaning):
    query = read_query(sentence, FOODS)
    assert (" ".join(limit.id for limit in said(query)), query.text) == (ids, meaning)


# ---------------------------------------------------------------- named


@pytest.mark.parametrize(
    ("sentence", "foods"),
    [
        ("sweet and sour pork", ["sweet and sour", "pork"]),
        ("scallions, ginger and soy", ["scallions", "ginger", "soy"]),
        ("milk that's about to turn", ["milk"]),
        ("fish that children like", ["fish"]),
        ("white beans like in the Greek place", ["white beans"]),
        ("a stew, chickpeas maybe", ["stew", "chickpeas"]),
        ("chicken and noodle bake", ["chicken", "noodle"]),
        ("beans or mushrooms", ["beans or mushrooms"]),
        ("beans, peas or mushrooms", ["beans or peas or mushrooms"]),
        ("beans, or mushrooms", ["beans or mushrooms"]),
        ("beans/mushrooms", ["beans or mushrooms"]),
        ("splurge on crab, prawns or scallops", ["crab or prawns or scallops"]),
        ("beans or anything", []),
        ("anything or beans", []),
        ("something for my steak-loving parents", []),
        ("steak-loving parents", []),
        ("pork substitute", []),
        ("not chicken again", []),
        ("curry without nuts", ["curry"]),
        ("dinner with chicken", []),
        ("I want cheese", ["cheese"]),
        ("I like cheese", []),
        ("looking for something with crunch, or a curry", []),
        ("I'd love a curry", ["curry"]),
        ("fluffy pancakes or waffles", ["pancakes or waffles"]),
        ("pickles and relishes", ["pickles or relishes"]),
        ("chicken curry", ["chicken", "curry"]),
        ("curry powder", ["curry powder"]),
        ("a curry-loving family", []),
        ("something with curry", []),
        ("curry night", []),
        ("coffee soaked biscuits", ["coffee", "biscuits"]),
        ("cake in a mug", ["in a mug", "cake"]),
        ("cake for an egg-free guest", ["cake"]),
        ("egg-free cake", ["cake"]),
        ("chicken in the air fryer", ["air fryer", "chicken"]),
        ("no air fryer", []),
        ("crispy chicken", ["crispy", "chicken"]),
        ("grilled or baked fish", ["grilled or baked", "fish"]),
        ("stir-fried greens", ["stir-fried", "greens"]),
        ("chicken that is crispy", ["chicken"]),
        ("lemony chicken", ["lemony", "chicken"]),
        ("creamy pasta", ["creamy", "pasta"]),
        ("creamy peanut butter cookies", ["creamy peanut butter", "cookies"]),
        ("creamy or tomatoey pasta", ["creamy or tomatoey", "pasta"]),
        ("meatballs or creamy risotto", ["meatballs or risotto"]),
        ("mexican, not spicy", []),
        ("sticky rice", ["sticky rice"]),
        ("impress them with a roast", ["roast"]),
        ("Greek chicken with feta or yogurt", ["chicken", "feta or yogurt"]),
        ("lamb served with rice or bread", ["lamb"]),
        ("steak with a salad", ["steak"]),
        ("dinner with a good steak", ["steak"]),
        ("a side to serve with a roast", []),
        ("spicy food upsets my stomach", []),
        ("too spicy for kids", []),
        ("meat on skewers", ["on skewers", "meat"]),
        ("cold drink for guests", ["cold drink"]),
        ("cinco de mayo", []),
        ("like we had in Kerala", ["Indian"]),
        ("Tuscany style beans", ["Italian", "beans"]),
        ("Texas toast", ["toast"]),
        ("Italian food from Rome", []),
        ("bread", []),
        ("salty snack", []),
        ("something warm", []),
    ],
)
def test_foods_that_are_only_named(sentence, foods):
    named = [limit for limit in read_query(sentence, FOODS).found if limit.kind == "named"]
    named = [limit for limit in named if limit.things[0][0] != "quality"]
    assert [(limit.value, limit.spans) for limit in named] == [(food, ()) for food in foods]


# ---------------------------------------------------------------- questions


@pytest.mark.parametrize(
    ("sentence", "is_question"),
    [
        ("who invented the sandwich", True),
        ("why do onions make you cry", True),
        ("how to sharpen a kitchen knife", True),
        ("is honey vegan?", True),
        ("hi, when was pasta invented", True),
        ("capital of Mongolia", True),
        ("soup book gift voucher", True),
        ("why don't we have tacos", False),
        ("how do I use up stale bread", False),
        ("how long to boil an egg", False),
        ("is there anything warm", False),
        ("do you have a soup", False),
        ("what goes with lamb chops?", False),
        ("what can I make when strawberries are cheap", False),
        ("", False),
    ],
)
def test_questions_of_fact(sentence, is_question):
    assert asks_for_fact(sentence) is is_question
