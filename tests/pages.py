"""Every kind of page, in one place: what test_pages.py holds each of them to. A new kind of page joins by one line.

Not the pages' own behaviour, which test_browser.py and test_views*.py hold.
"""

from io import BytesIO

from django.core.files.base import ContentFile
from PIL import Image

from recipes.models import Tag
from tests.conftest import make_recipe

STARTING = "/?q=something+soon"
"""What is asked of a server that is loading its model."""

PAGES = {
    "home": "/",
    "results": "/?q=warm+soup",
    "narrowed": "/?q=warm+vegetarian+soup+under+30+minutes+without+nuts&off=max-30&diet=vegan&max_minutes=60",
    "nothing": "/?q=password",
    "starting": STARTING,
    "browse": "/?page=2",
    "recipe": "/recipes/warm-pea-soup/",
    "surprise": "/recipes/warm-pea-soup/?surprise=1",
    "turn": "/recipes/warm-pea-soup/?like=quicker",
    "favourites": "/favourites/",
    "not-found": "/recipes/manna/",
}


def photo(name: str) -> ContentFile:
    out = BytesIO()
    Image.new("RGB", (400, 300), "peru").save(out, "JPEG")
    return ContentFile(out.getvalue(), name=name)


def stock() -> None:
    """Enough recipes for all of it: pages to turn, dishes alike, a photo, tags, a source, much said and little said."""
    whole = make_recipe(
        "Warm pea soup",
        summary="A thick, warm soup of split peas with mint",
        ingredients="500 g split peas\n1-2 onions\n½ tsp salt\na pinch of pepper\n\n1.5 l water",
        method="Simmer the peas with the onions for 40 minutes.\nSeason and serve warm.",
        course="soup",
        cuisine="Dutch",
        prep_minutes=10,
        cook_minutes=40,
        total_minutes=50,
        servings=4,
        vegetarian=True,
        contains_nuts=False,
        source_name="Grandmother",
        source_url="https://example.org/soup",
        photo=photo("peas.jpg"),
    )
    whole.tags.add(Tag.objects.create(name="winter"))
    for number in range(1, 7):
        make_recipe(
            f"Warm soup {number}", course="soup", cuisine="French", total_minutes=5 * number, ingredients="salt"
        )
    make_recipe("Lemon cake", course="dessert", ingredients="lemons", method="Bake it.", vegetarian=True)
    make_recipe("Apple cake", summary="", method="Bake it.")
