import { createAccountStore } from "../../infra/database/account_store.ts";
import { createMemoryAccountStore } from "../domain/accounts/memory_account_store.ts";
import { testAccountStore } from "./account_store.ts";
import { DATABASES } from "./databases.ts";

for (const kind of DATABASES) {
  testAccountStore(kind, async () => {
    const opened = await kind.open();
    return {
      store: createAccountStore(opened.database),
      [Symbol.asyncDispose]: () => opened[Symbol.asyncDispose](),
    };
  });
}

testAccountStore({ name: "memory", ignore: false }, () =>
  Promise.resolve({
    store: createMemoryAccountStore(),
    [Symbol.asyncDispose]: () => Promise.resolve(),
  }));
