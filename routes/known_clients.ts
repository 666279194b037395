/** Maximum number of accounts, and of clients for each; the ones least recently used are dropped. */
const MAX_ACCOUNTS = 10_000;
const MAX_CLIENTS = 10;

/** The client addresses from which each account has been signed in to, in this process. */
export interface KnownClients {
  has(username: string, address: string): boolean;
  add(username: string, address: string): void;
}

export function createKnownClients(): KnownClients {
  const accounts = new Map<string, Set<string>>();
  return {
    has: (username, address) => accounts.get(username)?.has(address) ?? false,
    add: (username, address) => {
      const clients = accounts.get(username) ?? new Set();
      moveToEnd(accounts, username, () => accounts.set(username, clients));
      moveToEnd(clients, address, () => clients.add(address));
      dropFirst(accounts, MAX_ACCOUNTS);
      dropFirst(clients, MAX_CLIENTS);
    },
  };
}

type Collection = Pick<Set<string>, "delete" | "size" | "keys">;

function moveToEnd(collection: Collection, key: string, insert: () => void): void {
  collection.delete(key);
  insert();
}

function dropFirst(collection: Collection, maxSize: number): void {
  if (collection.size > maxSize) collection.delete(collection.keys().next().value!);
}
