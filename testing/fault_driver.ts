import {
  createServiceControl,
  type ServiceControl,
  type ServiceName,
  SERVICES_PROGRAM,
} from "./services.ts";

/** What can happen to a service that others depend on. */
export interface Fault {
  readonly name: string;
  /** Makes it fail. */
  strike(control: ServiceControl, service: ServiceName): Promise<void>;
  /** Brings it back. */
  mend(control: ServiceControl, service: ServiceName): Promise<void>;
}

export const KILLED: Fault = {
  name: "killed",
  strike: (control, service) => control.kill(service),
  mend: (control, service) => control.start(service),
};

export const PAUSED: Fault = {
  name: "paused",
  strike: (control, service) => control.pause(service),
  mend: (control, service) => control.resume(service),
};

export const STOPPED: Fault = {
  name: "stopped",
  strike: (control, service) => control.stop(service),
  mend: (control, service) => control.start(service),
};

/** Makes services fail and brings all of them back at the end. */
export interface FaultDriver extends AsyncDisposable {
  /** Lets services fail together, does something meanwhile, and brings them back. */
  during(
    fault: Fault,
    services: readonly ServiceName[],
    work: () => Promise<void>,
  ): Promise<void>;
}

export function createFaultDriver(program = SERVICES_PROGRAM): FaultDriver {
  if (program === undefined) throw new Error("SERVICES has to name the program that controls them");
  const control = createServiceControl(program);
  const failing = new Map<ServiceName, Fault>();

  async function mendAll(): Promise<void> {
    const mends = [...failing].map(([service, fault]) => fault.mend(control, service));
    failing.clear();
    await Promise.all(mends);
  }

  return {
    during: async (fault, services, work) => {
      for (const service of services) failing.set(service, fault);
      await Promise.all(services.map((service) => fault.strike(control, service)));
      try {
        await work();
      } finally {
        await mendAll();
      }
    },
    [Symbol.asyncDispose]: mendAll,
  };
}

/** Resolves after some seconds, in which a fault lasts. */
export function seconds(count: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, count * 1_000));
}
