/** Addresses of real servers that tests may use; undefined where there are none. */
export const ADDRESSES = {
  postgres: Deno.env.get("TEST_DATABASE_URL"),
  redis: Deno.env.get("TEST_REDIS_URL"),
  kafka: Deno.env.get("TEST_KAFKA_BROKERS"),
};

export type ServiceName = keyof typeof ADDRESSES;

/** Whether tests of a service are shown as ignored. In CI they fail instead. */
export function isIgnored(name: ServiceName): boolean {
  return ADDRESSES[name] === undefined && Deno.env.get("CI") !== "true";
}

/** Throws if a service has no address. */
export function addressOf(name: ServiceName): string {
  const address = ADDRESSES[name];
  if (address === undefined) throw new Error(`No test address is set for ${name}`);
  return address;
}

/** The program that starts, pauses and kills these servers, for tests that make them fail. */
export const SERVICES_PROGRAM = Deno.env.get("SERVICES");

export interface ServiceControl {
  /** SIGKILL, as in a crash. */
  kill(name: ServiceName): Promise<void>;
  /** Lets it end in order. */
  stop(name: ServiceName): Promise<void>;
  /** SIGSTOP: connections stay open, nothing answers. */
  pause(name: ServiceName): Promise<void>;
  resume(name: ServiceName): Promise<void>;
  /** Starts again with the data kept, and resolves when it is ready. */
  start(name: ServiceName): Promise<void>;
}

/** Throws when a command fails, with what it said. */
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
