/** First half of the keys of this program's advisory locks; the number is arbitrary. */
const LOCK_CLASS = 7_243_001;

/**
 * Takes the lock with the name in `$1` until it is released or the connection is closed. Keepalives
 * make the server release the locks of a machine that has disappeared.
 */
export const LOCK = `
  select pg_try_advisory_lock(${LOCK_CLASS}, hashtext($1)) as locked,
    set_config('tcp_keepalives_idle', '5', false),
    set_config('tcp_keepalives_interval', '5', false),
    set_config('tcp_keepalives_count', '2', false)`;

export const UNLOCK = `select pg_advisory_unlock(${LOCK_CLASS}, hashtext($1))`;
