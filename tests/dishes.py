"""Small collections of recipes that tests of pages share. They are stored, not embedded: call `fake_search` after."""

from tests.conftest import make_recipe


def two_soups_and_a_cake() -> None:
    bean = {"cuisine": "Italian", "total_minutes": 50, "vegan": True, "vegetarian": True}
    make_recipe("Warm bean soup", ingredients="200 g pulses", course="soup", **bean)
    make_recipe("Warm pea soup", ingredients="200 g greens", course="soup", total_minutes=20)
    make_recipe("Lemon cake", ingredients="3 fruits", course="dessert", cuisine="French", total_minutes=80, vegan=False)


def five_soups() -> None:
    """“Soup 0”, of one minute, to “Soup 4”, of five."""
    for number in range(5):
        make_recipe(f"Soup {number}", summary="warm soup", ingredients="peas", course="soup", total_minutes=number + 1)
