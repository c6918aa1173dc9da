# One image for web server, worker, beat and commands; which of them a container is, its command says.
# The tag names one release of the base; raise it within the patch window (docs/operations.md), or pin its digest.
FROM python:3.11.11-slim-bookworm AS base
ENV PYTHONUNBUFFERED=1 PYTHONDONTWRITEBYTECODE=1 PIP_NO_CACHE_DIR=1 PIP_DISABLE_PIP_VERSION_CHECK=1
RUN apt-get update \
 && apt-get upgrade -y \
 && apt-get install -y --no-install-recommends \
      libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0 postgresql-client \
 && rm -rf /var/lib/apt/lists/* \
 && useradd --uid 10001 --no-create-home --shell /usr/sbin/nologin portal \
 && install -d -o portal -g portal -m 0700 /var/lib/portal

WORKDIR /srv/portal
COPY requirements/base.txt requirements/base.txt
RUN pip install --require-hashes -r requirements/base.txt \
 && python -m compileall -q /usr/local/lib/python3.11/site-packages
COPY . .

# Static files get their hashed names in production mode. The secrets of the build are made up and thrown away.
RUN python tools/compile_catalogues \
 && python tools/make_secrets /build \
 && PORTAL_MODE=production PORTAL_VAR=/build PORTAL_HOSTS=portal.example PORTAL_KEYS_FILE=/build/keys.json \
    DATABASE_URL_FILE=/build/database_app_url REDIS_URL_FILE=/build/redis_url \
    python manage.py collectstatic --noinput --verbosity 0 \
 && rm -rf /build \
 && python -m compileall -q portal beneficiaries cases services reporting tryout \
 && chmod -R a-w /srv/portal

ENV PORTAL_MODE=production PORTAL_VAR=/var/lib/portal
USER portal
EXPOSE 8000
STOPSIGNAL SIGTERM
CMD ["granian", "--interface", "wsgi", "--host", "0.0.0.0", "--port", "8000", "--workers", "2", "--blocking-threads", "4", "--backpressure", "64", "--log-level", "warning", "--log-config", "tools/granian-log.json", "portal.wsgi:application"]
