import { changeAccounts } from "./change_accounts.ts";
import type { TestService } from "./service.ts";

/** Signs a new administrator up and in. */
export async function newAdmin(
  app: TestService,
  name?: string,
): Promise<{ readonly username: string; readonly token: string }> {
  const { username } = await app.newUser(name);
  await changeAccounts(app, ({ accounts }) => accounts.setRole(username, "admin"));
  return { username, token: await app.signIn(username) };
}
