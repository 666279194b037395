import type { Clock, DeviceSigner } from "../domain/ports.ts";
import { uuidTime } from "../domain/uuid_time.ts";
import type { AppContext } from "./context.ts";
import type { Cookies } from "./cookies.ts";

const COOKIE = "device";

const LIFETIME_MS = 365 * 86_400_000;

/**
 * Devices that an account was signed in to from, known by a signed cookie: the device cookies of
 * OWASP (https://owasp.org/www-community/Slow_Down_Online_Guessing_Attacks_with_Device_Cookies).
 * A cookie has no username, authenticates nobody and is kept at sign-out.
 */
export interface Devices {
  /** Returns the id of the client's device if the account was signed in to from it. */
  find(context: AppContext, username: string): string | undefined;
  /** Makes the client's device known to the account, and to no other. */
  remember(context: AppContext, username: string): void;
  forget(context: AppContext): void;
}

export interface DevicesOptions {
  readonly signer: DeviceSigner;
  readonly cookies: Cookies;
  readonly clock: Pick<Clock, "now" | "uuid">;
}

export function createDevices({ signer, cookies, clock }: DevicesOptions): Devices {
  return {
    find: (context, username) => {
      const [id = "", signature = ""] = cookies.get(context, COOKIE)?.split(".") ?? [];
      const device = { id, account: username.toLowerCase() };
      if (signature === "" || !signer.verify(device, signature)) return undefined;
      return clock.now() < uuidTime(id) + LIFETIME_MS ? id : undefined;
    },
    remember: (context, username) => {
      if (!cookies.canStore(context)) return;
      const device = { id: clock.uuid(), account: username.toLowerCase() };
      cookies.set(context, {
        name: COOKIE,
        value: `${device.id}.${signer.sign(device)}`,
        expires: new Date(uuidTime(device.id) + LIFETIME_MS),
      });
    },
    forget: (context) => cookies.delete(context, COOKIE),
  };
}
