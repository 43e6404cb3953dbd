"""Foods: their names in a text, what each is a kind of and made with, and what an ingredient line holds.

Pure; the knowledge is in data/foods.json, whose "about" says how it is laid out and what was decided in doubtful cases.
Not here: which foods a cook wants or not, and which diets or allergens a recipe declares.
"""

from recipes.foods.knowledge import DATA, Foods, Mention

__all__ = ["DATA", "Foods", "Mention"]
