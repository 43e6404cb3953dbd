"""An API of embeddings as an entry of EMBEDDERS, from environment variables. Not the key: it is read when needed."""

from recipes_site.environment import env


def openai_embedder() -> dict:
    """BACKEND and OPTIONS of the embedder; what is left out is the backend's own default."""
    prompts = {"query": env.text("RECIPES_OPENAI_QUERY_PROMPT"), "document": env.text("RECIPES_OPENAI_DOCUMENT_PROMPT")}
    options = {
        "model": env.text("RECIPES_OPENAI_MODEL"),
        "base_url": env.text("OPENAI_BASE_URL"),
        "dimensions": env.count("RECIPES_OPENAI_DIMENSIONS", default=0),
        "shorten": env.flag("RECIPES_OPENAI_SHORTEN", default=False),
        "max_tokens": env.count("RECIPES_OPENAI_MAX_TOKENS", default=256, low=32),
        "batch_size": env.count("RECIPES_OPENAI_BATCH_SIZE", default=32, low=1),
        "timeout": env.count("RECIPES_OPENAI_TIMEOUT", default=60, low=1),
        "revision": env.text("RECIPES_OPENAI_REVISION"),
        # The space that parts a prompt from the text is lost in an environment variable.
        "prompts": {kind: f"{prompt} " for kind, prompt in prompts.items() if prompt},
    }
    return {
        "BACKEND": "recipes.embedders.openai.OpenAIEmbedder",
        "OPTIONS": {name: value for name, value in options.items() if value},
    }
