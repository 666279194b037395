import { constantTimeEqual } from "../../domain/constant_time_equal.ts";
import type { Device, DeviceSigner } from "../../domain/ports.ts";

const PURPOSE = "mathcalculator device";

/** HMAC-SHA-256 (RFC 2104) over device and account. The secret is read at the first use. */
export function createDeviceSigner(secret: () => string): DeviceSigner {
  let signingKey: Uint8Array | undefined;

  function sign({ id, account }: Device): string {
    const { createHmac } = globalThis.process.getBuiltinModule("node:crypto");
    signingKey ??= createHmac("sha256", secret()).update(PURPOSE).digest();
    return createHmac("sha256", signingKey).update(`${id}:${account}`).digest("base64url");
  }

  const encoder = new TextEncoder();
  return {
    sign,
    verify: (device, signature) =>
      constantTimeEqual(encoder.encode(signature), encoder.encode(sign(device))),
  };
}
