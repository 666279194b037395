import type * as z from "zod";
import { keyText } from "../domain/accounts/key_text.ts";
import type { createdKeySchema } from "../routes/response_schemas.ts";
import type { TestService } from "./service.ts";

export type CreatedKeyDocument = z.infer<typeof createdKeySchema>;

/** Creates an API key with a token. */
export async function createKey(
  app: Pick<TestService, "post">,
  token: string,
  members: Readonly<Record<string, unknown>> = {},
): Promise<CreatedKeyDocument> {
  const response = await app.post("/keys", { name: "bot", ...members }, token);
  if (response.status !== 201) throw new Error(await response.text());
  return await response.json();
}

/** A key that no service has created. */
export function unknownKey(): string {
  return keyText(crypto.getRandomValues(new Uint8Array(32)));
}
