#!/bin/sh
# A cache: nothing is stored on disk, and the least recently used values make room for new ones. The
# password comes by standard input, because every process of the machine can read arguments.
set -eu
password=$(sed 's/["\\]/\\&/g' "$REDIS_PASSWORD_FILE")
exec redis-server - "$@" <<settings
requirepass "$password"
save ""
appendonly no
maxmemory 128mb
maxmemory-policy allkeys-lru
settings
