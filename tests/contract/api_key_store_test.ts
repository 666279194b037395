import { createAccountStore } from "../../infra/database/account_store.ts";
import { createApiKeyStore } from "../../infra/database/api_key_store.ts";
import { createMemoryAccountStore } from "../domain/accounts/memory_account_store.ts";
import { createMemoryApiKeyStore } from "../domain/accounts/memory_api_key_store.ts";
import { testApiKeyStore } from "./api_key_store.ts";
import { DATABASES } from "./databases.ts";

for (const kind of DATABASES) {
  testApiKeyStore(kind, async () => {
    const opened = await kind.open();
    return {
      store: createApiKeyStore(opened.database),
      accounts: createAccountStore(opened.database),
      [Symbol.asyncDispose]: () => opened[Symbol.asyncDispose](),
    };
  });
}

testApiKeyStore({ name: "memory", ignore: false }, () => {
  const accounts = createMemoryAccountStore();
  return Promise.resolve({
    store: createMemoryApiKeyStore(accounts),
    accounts,
    [Symbol.asyncDispose]: () => Promise.resolve(),
  });
});
