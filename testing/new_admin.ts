import { withAccounts } from "../commands/shared/accounts.ts";
import type { TestService } from "./service.ts";

/** Signs a new administrator up and in. */
export async function newAdmin(
  app: TestService,
  name?: string,
): Promise<{ readonly username: string; readonly token: string }> {
  const { username } = await app.newUser(name);
  await withAccounts(app.config, ({ accounts }) => accounts.setRole(username, "admin"));
  return { username, token: await app.signIn(username) };
}
