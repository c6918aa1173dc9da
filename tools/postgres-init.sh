#!/bin/bash
# The four roles of the portal and its database (S47). Run by a superuser of the database: in a container on an empty
# volume, elsewhere by hand (docs/operations.md). Run again, it sets the passwords anew and changes nothing else.
#
#   portal_owner   owns the database and its tables; for migrations and restores alone
#   portal         what web server, worker and beat work as: reads and writes rows, changes no tables
#   portal_read    reads rows
#   portal_backup  reads rows, for backups
#
# The passwords stand in $PORTAL_SECRETS/database_{owner,app,read,backup}_password; none is ever an argument.
set -euo pipefail
export PORTAL_SECRETS=${PORTAL_SECRETS:-/run/secrets}
for role in owner app read backup; do
  [ -s "$PORTAL_SECRETS/database_${role}_password" ] ||
    { echo "No password in $PORTAL_SECRETS/database_${role}_password." >&2; exit 2; }
done

as_superuser() {
  psql --no-psqlrc --quiet --set ON_ERROR_STOP=1 --set database="${PORTAL_DATABASE:-portal}" \
    ${POSTGRES_USER:+--username "$POSTGRES_USER"} "$@"
}

as_superuser --dbname postgres <<'SQL'
SET client_min_messages = warning;
\set owner_password `cat "$PORTAL_SECRETS/database_owner_password"`
\set app_password `cat "$PORTAL_SECRETS/database_app_password"`
\set read_password `cat "$PORTAL_SECRETS/database_read_password"`
\set backup_password `cat "$PORTAL_SECRETS/database_backup_password"`
SELECT format('CREATE ROLE %I', name) FROM unnest(ARRAY['portal_owner', 'portal', 'portal_read', 'portal_backup']) name
WHERE name NOT IN (SELECT rolname FROM pg_roles) \gexec
ALTER ROLE portal_owner LOGIN NOSUPERUSER NOCREATEDB NOCREATEROLE NOREPLICATION NOBYPASSRLS PASSWORD :'owner_password';
ALTER ROLE portal LOGIN NOSUPERUSER NOCREATEDB NOCREATEROLE NOREPLICATION NOBYPASSRLS PASSWORD :'app_password';
ALTER ROLE portal_read LOGIN NOSUPERUSER NOCREATEDB NOCREATEROLE NOREPLICATION NOBYPASSRLS PASSWORD :'read_password';
ALTER ROLE portal_backup LOGIN NOSUPERUSER NOCREATEDB NOCREATEROLE NOREPLICATION NOBYPASSRLS PASSWORD :'backup_password';

-- No page waits longer than this (L12); who only reads cannot write by accident either.
ALTER ROLE portal SET statement_timeout = '10s';
ALTER ROLE portal SET idle_in_transaction_session_timeout = '5min';
ALTER ROLE portal_read SET default_transaction_read_only = on;
ALTER ROLE portal_backup SET default_transaction_read_only = on;

SELECT format('CREATE DATABASE %I OWNER portal_owner TEMPLATE template0 ENCODING ''UTF8''', :'database')
WHERE :'database' NOT IN (SELECT datname FROM pg_database) \gexec
REVOKE ALL ON DATABASE :"database" FROM PUBLIC;
GRANT CONNECT ON DATABASE :"database" TO portal, portal_read, portal_backup;
SQL

as_superuser --dbname "${PORTAL_DATABASE:-portal}" <<'SQL'
ALTER SCHEMA public OWNER TO portal_owner;
REVOKE ALL ON SCHEMA public FROM PUBLIC;
GRANT USAGE ON SCHEMA public TO portal, portal_read, portal_backup;

-- What is there (after a restore), and what the owner makes from now on. Migrations narrow the tables that are only added
-- to; what they have narrowed is not widened again here.
SELECT format('GRANT SELECT, INSERT, UPDATE, DELETE ON %s TO portal', oid::regclass) FROM pg_class
WHERE relkind IN ('r', 'p') AND relnamespace = 'public'::regnamespace AND NOT has_table_privilege('portal', oid, 'SELECT') \gexec
GRANT USAGE, SELECT ON ALL SEQUENCES IN SCHEMA public TO portal;
GRANT SELECT ON ALL TABLES IN SCHEMA public TO portal_read, portal_backup;
GRANT SELECT ON ALL SEQUENCES IN SCHEMA public TO portal_read, portal_backup;
-- The key of a session is as good as being signed in: nobody who only looks reads it.
SELECT format('REVOKE SELECT ON %s FROM portal_read', oid::regclass) FROM pg_class
WHERE relnamespace = 'public'::regnamespace AND relname IN ('django_session', 'usersessions_usersession') \gexec
ALTER DEFAULT PRIVILEGES FOR ROLE portal_owner IN SCHEMA public GRANT SELECT, INSERT, UPDATE, DELETE ON TABLES TO portal;
ALTER DEFAULT PRIVILEGES FOR ROLE portal_owner IN SCHEMA public GRANT USAGE, SELECT ON SEQUENCES TO portal;
ALTER DEFAULT PRIVILEGES FOR ROLE portal_owner IN SCHEMA public GRANT SELECT ON TABLES TO portal_read, portal_backup;
ALTER DEFAULT PRIVILEGES FOR ROLE portal_owner IN SCHEMA public GRANT SELECT ON SEQUENCES TO portal_read, portal_backup;
SQL
