import { sign, verify } from "hono/jwt";
import * as z from "zod";
import { once } from "../../domain/once.ts";
import { sessionPrincipal } from "../../domain/accounts/principal.ts";
import { expiryOf, type TokenSigner } from "../../domain/accounts/sessions.ts";
import { roleSchema } from "../../domain/accounts/types.ts";

const ALGORITHM = "HS256";
const ISSUER = "mathcalculator";
const AUDIENCE = "mathcalculator";

/** Claims of a token; iss and aud are verified by the library, exp by the clock of the service. */
const payloadSchema = once(() =>
  z.object({
    jti: z.uuid(),
    sub: z.uuid(),
    name: z.string(),
    role: roleSchema(),
    exp: z.number(),
    /** End of a session whose tokens are renewed; such a token expires when the session is idle. */
    end: z.number().optional(),
  })
);

export interface TokenSignerOptions {
  /** Called for each token; may throw. */
  readonly secret: () => string;
  /** Milliseconds since 1970. */
  readonly now: () => number;
}

/** JWTs (RFC 7519) signed with HS256. */
export function createTokenSigner({ secret, now }: TokenSignerOptions): TokenSigner {
  return {
    sign: ({ userId, username, role, credential: { session } }) =>
      sign(
        {
          iss: ISSUER,
          aud: AUDIENCE,
          sub: userId,
          jti: session.id,
          name: username,
          role,
          exp: seconds(expiryOf(session)),
          ...(session.idleAt !== undefined && { end: seconds(session.expiresAt) }),
        },
        secret(),
        ALGORITHM,
      ),

    verify: async (token) => {
      const key = secret();
      if (!isCanonical(token)) return undefined;
      const payload = await verify(token, key, {
        alg: ALGORITHM,
        iss: ISSUER,
        aud: AUDIENCE,
        exp: false,
      }).catch(() => undefined);
      const claims = payloadSchema().safeParse(payload);
      if (!claims.success || claims.data.exp * 1000 <= now()) return undefined;
      const { jti, sub, name, role, exp, end } = claims.data;
      const times = end === undefined
        ? { expiresAt: exp * 1000 }
        : { expiresAt: end * 1000, idleAt: exp * 1000 };
      const session = { id: jti, userId: sub, ...times };
      return sessionPrincipal({ id: sub, username: name, role }, session);
    },
  };
}

function seconds(ms: number): number {
  return Math.floor(ms / 1000);
}

/**
 * Whether a token is encoded as RFC 7515 requires: base64url without padding, with the unused bits
 * of the signature zero. The library also accepts other spellings of the same signature.
 */
function isCanonical(token: string): boolean {
  const [, signature] = /^[\w-]+\.[\w-]+\.([\w-]+)$/.exec(token) ?? [];
  if (signature === undefined || signature.length % 4 === 1) return false;
  const bytes = Uint8Array.fromBase64(signature, { alphabet: "base64url" });
  return bytes.toBase64({ alphabet: "base64url", omitPadding: true }) === signature;
}
