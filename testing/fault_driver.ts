import {
  createServiceControl,
  type ServiceControl,
  type ServiceName,
  SERVICES_PROGRAM,
} from "./services.ts";

/** A failure of a service. */
export interface Fault {
  readonly name: string;
  inject(control: ServiceControl, service: ServiceName): Promise<void>;
  recover(control: ServiceControl, service: ServiceName): Promise<void>;
}

export const KILLED: Fault = {
  name: "killed",
  inject: (control, service) => control.kill(service),
  recover: (control, service) => control.start(service),
};

export const PAUSED: Fault = {
  name: "paused",
  inject: (control, service) => control.pause(service),
  recover: (control, service) => control.resume(service),
};

export const STOPPED: Fault = {
  name: "stopped",
  inject: (control, service) => control.stop(service),
  recover: (control, service) => control.start(service),
};

/** Injects faults; disposing of it recovers every service. */
export interface FaultDriver extends AsyncDisposable {
  /** Makes services fail together while `work` runs, then recovers them. */
  during(
    fault: Fault,
    services: readonly ServiceName[],
    work: () => Promise<void>,
  ): Promise<void>;
}

export function createFaultDriver(program = SERVICES_PROGRAM): FaultDriver {
  if (program === undefined) {
    throw new Error("SERVICES must be the path of the program that controls the services");
  }
  const control = createServiceControl(program);
  const failing = new Map<ServiceName, Fault>();

  async function recoverAll(): Promise<void> {
    const recoveries = [...failing].map(([service, fault]) => fault.recover(control, service));
    failing.clear();
    await Promise.all(recoveries);
  }

  return {
    during: async (fault, services, work) => {
      for (const service of services) failing.set(service, fault);
      await Promise.all(services.map((service) => fault.inject(control, service)));
      try {
        await work();
      } finally {
        await recoverAll();
      }
    },
    [Symbol.asyncDispose]: recoverAll,
  };
}

/** Resolves after `count` seconds. */
export function seconds(count: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, count * 1_000));
}
