#!/bin/sh
# Dumps the database into the directory of backups, reads the dump back, and keeps the latest ones.
set -eu
directory=${BACKUPS:-/var/lib/postgresql/data}
keep=${BACKUPS_KEPT:-7}
file=$directory/mathcalculator-$(date -u +%Y%m%dT%H%M%SZ).dump

umask 077
PGPASSWORD=$(cat "$POSTGRES_PASSWORD_FILE") pg_dump --host="${PGHOST:-postgres}" --username="$POSTGRES_USER" \
  --format=custom --file="$file.partial" "$POSTGRES_DB"
pg_restore --file=/dev/null "$file.partial"
mv "$file.partial" "$file"
echo "Backed up to $file: $(wc -c <"$file") bytes"

# Names sort by time.
find "$directory" -name 'mathcalculator-*.dump' | sort -r | tail -n "+$((keep + 1))" |
  while read -r old; do rm -- "$old"; done
