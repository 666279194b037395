/** Addresses of the servers for tests; undefined for a server that is not available. */
export const ADDRESSES = {
  postgres: Deno.env.get("TEST_DATABASE_URL"),
  redis: Deno.env.get("TEST_REDIS_URL"),
  kafka: Deno.env.get("TEST_KAFKA_BROKERS"),
};

export type ServiceName = keyof typeof ADDRESSES;

/** True if tests of a service are ignored. In CI they run, and fail without the service. */
export function isIgnored(name: ServiceName): boolean {
  return ADDRESSES[name] === undefined && Deno.env.get("CI") !== "true";
}

/** Throws an Error if a service has no address. */
export function addressOf(name: ServiceName): string {
  const address = ADDRESSES[name];
  if (address === undefined) throw new Error(`No test address is set for ${name}`);
  return address;
}

/** Path of the program that starts, pauses and kills these servers. */
export const SERVICES_PROGRAM = Deno.env.get("SERVICES");

/** True if tests that pause or kill servers are ignored, in CI too. */
export const IGNORE_FAULTS = SERVICES_PROGRAM === undefined;

export interface ServiceControl {
  /** Sends SIGKILL. */
  kill(name: ServiceName): Promise<void>;
  /** Stops it gracefully. */
  stop(name: ServiceName): Promise<void>;
  /** Sends SIGSTOP: connections stay open, but nothing responds. */
  pause(name: ServiceName): Promise<void>;
  resume(name: ServiceName): Promise<void>;
  /** Restarts it on its existing data and resolves when it is ready. */
  start(name: ServiceName): Promise<void>;
}

/** Controls servers through `program`. Methods reject with its standard error when it fails. */
export function createServiceControl(program: string): ServiceControl {
  async function control(verb: string, name: ServiceName): Promise<void> {
    const { success, stderr } = await new Deno.Command(program, { args: [verb, name] }).output();
    if (!success) throw new Error(`${verb} ${name}: ${new TextDecoder().decode(stderr)}`);
  }

  return {
    kill: (name) => control("kill", name),
    stop: (name) => control("stop", name),
    pause: (name) => control("pause", name),
    resume: (name) => control("resume", name),
    start: (name) => control("start", name),
  };
}
