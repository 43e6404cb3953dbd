"""Sentences to try, by the season and the time of day: what a cook may feel like. Not what answers them; pure."""

from datetime import datetime

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy

HEMISPHERES = ("north", "south")
SEASONS = ("winter", "spring", "summer", "autumn")
HALF_A_YEAR = 6

# Translators: of this file only where search reads your language: each sentence is sent as it stands.
ALWAYS = (gettext_lazy("spicy noodles"), gettext_lazy("a cake for a birthday"))
BY_SEASON = {
    "winter": (gettext_lazy("something warm for a cold night"), gettext_lazy("what to cook when I have a cold")),
    "spring": (gettext_lazy("something green and fresh"), gettext_lazy("something for an Easter lunch")),
    "summer": (gettext_lazy("food for a summer barbecue"), gettext_lazy("a refreshing salad for a hot day")),
    "autumn": (gettext_lazy("a stew that simmers for hours"), gettext_lazy("mushrooms or pumpkin")),
}
# From which hour on, to the next: the last of a day lasts into the next morning.
BY_HOUR = (
    (5, (gettext_lazy("a breakfast that keeps me full"), gettext_lazy("sweet pancakes"))),
    (11, (gettext_lazy("light lunch I can take to the office"), gettext_lazy("a bowl of soup for lunch"))),
    (15, (gettext_lazy("quick dinner for a tired evening"), gettext_lazy("something to bake with the children"))),
    (18, (gettext_lazy("quick dinner for a tired evening"), gettext_lazy("one pot, nothing else to wash"))),
    (22, (gettext_lazy("a midnight snack"), gettext_lazy("a loaf to bake overnight"))),
)


def examples(now: datetime, hemisphere: str) -> tuple[Promise, ...]:
    """Six sentences: two for the season, two for the hour, two for any time."""
    season, hour = BY_SEASON[season_of(now.month, hemisphere)], by_hour(now.hour)
    return (season[0], hour[0], ALWAYS[0], season[1], hour[1], ALWAYS[1])


def season_of(month: int, hemisphere: str) -> str:
    """The season of whole months, as weather services count: winter in the north is from December on."""
    turned = month if hemisphere == "north" else month + HALF_A_YEAR
    return SEASONS[turned % 12 // 3]


def by_hour(hour: int) -> tuple[Promise, ...]:
    started = [sentences for start, sentences in BY_HOUR if start <= hour]
    return started[-1] if started else BY_HOUR[-1][1]
