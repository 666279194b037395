#!/bin/sh
# The exporter itself reads passwords of several servers from a file, as JSON.
set -eu
REDIS_PASSWORD=$(cat "$REDIS_PASSWORD_FILE")
export REDIS_PASSWORD
# Otherwise it would read that file.
unset REDIS_PASSWORD_FILE
exec /redis_exporter
