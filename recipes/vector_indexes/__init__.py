"""Vector indexes by alias, from settings.VECTOR_INDEXES. Importing this reads nothing from the database."""

from recipes.backends import BackendHandler

vector_indexes = BackendHandler("VECTOR_INDEXES", base="recipes.vector_indexes.base.VectorIndex")
