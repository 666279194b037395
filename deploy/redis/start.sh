#!/bin/sh
# A cache: nothing is stored on disk, and the least recently used values make room for new ones.
exec redis-server \
  --requirepass "$REDIS_PASSWORD" \
  --save "" \
  --appendonly no \
  --maxmemory 128mb \
  --maxmemory-policy allkeys-lru
