"""The words of foods by which the starter collection's claims are checked. Not for cooks' searches, and no test.

Words are regular expressions, with commas between them. A line is compared in lower case and word by word.
"""

import re

# Taken out of a line before it is searched: words that mean no such food there, and what is said to be absent.
# Only the misleading word goes: of "peanut butter" the butter, of "duck eggs" the duck.
HARMLESS = re.compile(
    r"\(?(?:made )?with vegetarian rennet\)?|vegetarian italian-style hard cheese|vegan-friendly"
    r"|\b(?:without|free of|check the label for) [^,;)]*"
    r"|\b(?:gluten|wheat|milk|dairy|egg|nut|soya?|sugar|alcohol)-free(?: (?:baking powder|bread|pasta|flour|noodles))?"
    r"|\b(?:vegan|vegetarian|plant-based) (?:butter|cream|milk|cheese|yogh?urt|mayonnaise|sausages?|parmesan|mince)"
    r"|(?:(?<=coconut )|(?<=almond )|(?<=oat )|(?<=soya )|(?<=soy )|(?<=rice )|(?<=hazelnut ))(?:milk|cream|yogh?urt)"
    r"|(?:(?<=peanut )|(?<=almond )|(?<=cashew )|(?<=hazelnut )|(?<=cocoa )|(?<=coconut ))butter"
    r"|butter(?:nut|head| ?beans?| lettuce)|cream of tartar|cream(?= crackers?)"
    r"|(?:(?<=rice )|(?<=gram )|(?<=\(gram\) )|(?<=chickpea )|(?<=corn )|(?<=maize )|(?<=potato )|(?<=tapioca )"
    r"|(?<=cassava )|(?<=almond )|(?<=masa )|(?<=teff )|(?<=coconut )|(?<=buckwheat )|(?<=chestnut ))flour"
    r"|corn tortillas?|rice paper(?: wrappers?)?"
    r"|(?:(?<=rice )|(?<=glass )|(?<=starch )|(?<=flat rice )|(?<=kelp ))(?:noodles|vermicelli)"
    r"|(?:oyster|chestnut) mushrooms?|(?:water )?chestnuts?|pine nuts?|tiger nuts?"
    r"|\b(?:duck|goose|quail|turkey|chicken)['’]?s?(?= eggs?\b)|goat['’]?s?(?= (?:milk|curd|cheese|yogh?urt)\b)"
    r"|lamb['’]s lettuce|crab ?apples?|beef(?:steak)? tomato(?:es)?|vegetable (?:suet|lard|oil|ghee)"
    r"|rice (?:wine )?vinegar|unsulphured [^,;)]*|desiccated coconut \(without sulphites\)"
)


def any_of(words: str) -> str:
    """The words, as they are listed here, as one regular expression."""
    return "|".join(word.strip() for word in words.split(","))


WINE_VINEGAR = any_of(r"""
    (?:wine|sherry|champagne|balsamic|cider) vinegar
""")
MEAT = any_of(r"""
    beef, veal, lamb, mutton, goat, pork, bacon, ham, gammon, lardons?, sausages?, kiełbasa, chorizo, guanciale,
    salami, pancetta, prosciutto, nduja, chicken, turkey, duck, goose, quail, rabbit, venison, mince, lard, suet,
    dripping, gelatine?, bone marrow, oxtail, tripe, liver
""")
PORK = any_of(r"""
    pork, bacon, ham, gammon, lardons?, sausages?, chorizo, guanciale, salami, pancetta, prosciutto, nduja, lard,
    gelatine?
""")
ALCOHOL = any_of(r"""
    wine, beer, lager, ale, stout, cider, sake, mirin, rum, vodka, whisk(?:e?y), brandy, cognac, kirsch, cachaça,
    tequila, gin, port, sherry, marsala, madeira, vermouth, liqueur, amaretto, cointreau, vanilla extract,
    shaoxing, pisco, aquavit, ouzo, pastis
""")
ANIMAL_RENNET = any_of(r"""
    parmesan, parmigiano, pecorino romano, grana padano, gruyère, emmental, comté, manchego, mozzarella, feta
""")
FOODS = {
    "gluten": any_of(r"""
        flour, wheat, atta, bread, breadcrumbs, panko, baguette, ciabatta, rolls?, buns?, toast, croutons?, pitt?as?,
        naan, flatbreads?, tortillas?, wrappers, filo, phyllo, pastry, pasta, spaghetti, macaroni, penne, linguine,
        lasagne, orzo, vermicelli, noodles, soba, udon, ramen, couscous, bulgur, semolina, freekeh, barley, rye,
        spelt, oats, oatmeal, matzo, english muffins?,
        malt(?:ed)?, beer, ale, stout, savoiardi, biscuits?, crackers?, soy sauce, kecap manis,
        hoisin, oyster sauce, doubanjiang, gochujang, (?<!rice-based )miso, seitan, worcestershire sauce, kataifi,
        brioche
    """),
    "crustaceans": any_of(r"""
        prawns?, shrimps?, crabs?, crabmeat, lobster, langoustines?, crayfish
    """),
    "eggs": any_of(r"""
        eggs?, yolks?, mayonnaise, meringues?, savoiardi, egg noodles, brioche
    """),
    "fish": any_of(r"""
        fish, anchov(?:y|ies), salmon, tuna, cod, hake, haddock, mackerel, herrings?, sardines?, trout, bass,
        halibut, monkfish, eel, roe, bonito, katsuobushi, dashi, worcestershire sauce
    """),
    "peanuts": any_of(r"""
        peanuts?, groundnuts?
    """),
    "soybeans": any_of(r"""
        soy, soya, soy sauce, tofu, tempeh, edamame, miso, natto, tamari, doubanjiang, gochujang, doenjang, hoisin,
        kecap manis, fermented black beans
    """),
    "milk": any_of(r"""
        milk, buttermilk, all-butter, butter, ghee, cream, crema, crème fraîche, yogh?urt, labneh, kefir, quark,
        curd, skyr, cheeses?, feta, mozzarella, ricotta, mascarpone, paneer, halloumi, queso, parmesan, parmigiano,
        pecorino, gruyère, emmental, comté, cheddar, manchego, tvorog, sulguni, kashk, kajmak, whey, dulce de leche
    """),
    "nuts": any_of(r"""
        almonds?, hazelnuts?, walnuts?, cashews?, pecans?, pistachios?, macadamias?, brazil nuts?, nuts, marzipan,
        praline, amaretti, amaretto, frangipane
    """),
    "celery": any_of(r"""
        celery, celeriac, stock, bouillon
    """),
    "mustard": any_of(r"""
        mustard
    """),
    "sesame": any_of(r"""
        sesame, tahini, za['’]atar, halva, dukkah, gomasio, shichimi togarashi, furikake, hummus
    """),
    "sulphites": any_of(r"""
        wine, raisins, sultanas, currants, dried apricots, prunes, maraschino, marsala, madeira, sherry, port,
        vermouth, bottled lemon juice, desiccated coconut, dried mango slices, glacé cherries, candied peel
    """)
    + f"|{WINE_VINEGAR}",
    "lupin": any_of(r"""
        lupins?, lupini
    """),
    "molluscs": any_of(r"""
        clams?, mussels?, squid, calamari, octopus, cuttlefish, scallops?, oysters?, oyster sauce, snails?, abalone
    """),
}
# Grams of carbohydrate in a gram of the foods that most of a dish's comes from, rounded from food composition tables.
CARBOHYDRATE = {
    r"sugar|jaggery|honey|syrup|treacle|molasses": 0.95,
    r"flour|semolina|starch|cornflour|oats|bulgur|couscous|atta": 0.75,
    r"rice|pasta|spaghetti|noodles|vermicelli": 0.75,
    r"bread|breadcrumbs|baguette|rolls|tortillas?|flatbreads?": 0.5,
    r"(?:green|broad) beans": 0.06,
    r"chickpeas|lentils|dal|beans": 0.5,
    r"potato(?:es)?|plantains?": 0.17,
    r"dates|raisins|sultanas": 0.7,
}
