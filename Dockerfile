# One image for web server, worker and beat; which of them a container is, its command says.
FROM python:3.11-slim-bookworm

ENV PYTHONUNBUFFERED=1 PYTHONDONTWRITEBYTECODE=1 PIP_NO_CACHE_DIR=1 PIP_DISABLE_PIP_VERSION_CHECK=1
RUN apt-get update \
 && apt-get install -y --no-install-recommends libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0 \
 && rm -rf /var/lib/apt/lists/* \
 && useradd --uid 10001 --no-create-home --shell /usr/sbin/nologin portal \
 && install -d -o portal -g portal -m 0700 /var/lib/portal

WORKDIR /srv/portal
COPY requirements/base.txt requirements/base.txt
RUN pip install --require-hashes -r requirements/base.txt
COPY . .

# Static files get their hashed names in production mode; the key ring of the build is thrown away.
RUN export PORTAL_VAR=/build PORTAL_KEYS_FILE=/build/keys.json \
 && python tools/compile_catalogues \
 && python -c "import pathlib; from portal.crypto.keys import write_key_ring; write_key_ring(pathlib.Path('/build/keys.json'))" \
 && PORTAL_MODE=production python manage.py collectstatic --noinput --verbosity 0 \
 && rm -rf /build

ENV PORTAL_MODE=production PORTAL_VAR=/var/lib/portal
USER portal
EXPOSE 8000
CMD ["granian", "--interface", "wsgi", "--host", "0.0.0.0", "--port", "8000", "--workers", "2", "--blocking-threads", "4", "--log-level", "warning", "portal.wsgi:application"]
