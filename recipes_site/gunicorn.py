"""How gunicorn serves Larder: `gunicorn -c python:recipes_site.gunicorn recipes_site.wsgi`. Not for Windows.

Not Django's settings. Whatever else gunicorn can do is set by its own GUNICORN_CMD_ARGS.
"""

from recipes_site.environment import env

bind = f"{env.text('HOST', '127.0.0.1')}:{env.count('PORT', 8000, low=1)}"
# A model each, which threads share: add workers only for cores that have nothing to do.
workers = env.count("WEB_CONCURRENCY", 1, low=1)
worker_class = "gthread"
threads = env.count("WEB_THREADS", 4, low=1)
# A new worker loads the model again, so by default none is ever replaced.
max_requests = env.count("WEB_MAX_REQUESTS", 0)
max_requests_jitter = max_requests // 10
timeout = 60
graceful_timeout = 30
accesslog = "-"
# Where these names came from a client's own headers, they would choose the page: no proxy needs to set them.
forwarder_headers = ""
control_socket_disable = True


def post_worker_init(worker) -> None:
    """Stop where the settings have errors, as runserver does; then load the model while pages are served already."""
    from django.core.management import call_command

    from recipes.warming import warming

    call_command("check")
    warming.start()
