"""What to tell an operator of a space that serves now, or doesn't yet, in a line. Not the switching."""

from recipes.indexing import Switch

ADVICE = {
    Switch.SWITCHED: "Searches now use {space}.",
    Switch.INCOMPLETE: "Searches don't use {space} yet: it is not complete. Run `manage.py embed_recipes`.",
    Switch.NO_THRESHOLD: "Searches don't use {space} yet: it has no threshold. Run `manage.py "
    "calibrate_threshold --embedder {alias} --write`, then `manage.py embed_recipes --embedder {alias}` again.",
    Switch.LEFT: "Searches keep the space of now: {space} was left for it. Add --activate to go back.",
}


def advice(switch: Switch, space: str, alias: str) -> str:
    """Empty where there is nothing to say."""
    return ADVICE.get(switch, "").format(space=space, alias=alias)
