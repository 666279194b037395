import { walk } from "../tools/walk.ts";
import { PROJECT } from "./program_command.ts";

export interface Dashboard {
  readonly uid: string;
  readonly title: string;
  readonly tags: readonly string[];
  readonly annotations: { readonly list: readonly Annotation[] };
  readonly templating: { readonly list: readonly Variable[] };
  readonly panels: readonly Panel[];
}

export interface Annotation {
  readonly name: string;
  readonly enable: boolean;
  readonly expr: string;
}

export interface Variable {
  readonly name: string;
  readonly type: string;
  readonly query: string;
  readonly allValue: string;
}

export interface Panel {
  readonly id: number;
  readonly type: string;
  readonly title: string;
  readonly description: string;
  readonly gridPos: Readonly<Record<"x" | "y" | "w" | "h", number>>;
  readonly fieldConfig: {
    readonly defaults: {
      readonly unit: string;
      readonly thresholds?: { readonly steps: readonly { readonly value: number | null }[] };
    };
  };
  readonly targets: readonly Target[];
}

export interface Target {
  readonly refId: string;
  readonly expr: string;
  /** Whether Grafana also asks for exemplars. */
  readonly exemplar?: boolean;
  readonly datasource: { readonly type: string; readonly uid: string };
}

/** All provisioned dashboards by file name without extension. */
export function readDashboards(): Map<string, Dashboard> {
  const files = walk(`${PROJECT}deploy/grafana/dashboards`, /\.json$/);
  return new Map(files.map((path) => [
    path.split("/").at(-1)!.replace(".json", ""),
    JSON.parse(Deno.readTextFileSync(path)),
  ]));
}

/** A query as Grafana sends it for all instances and a 10 s window. */
export function substituted(expression: string, { templating }: Dashboard): string {
  const values = new Map([
    ["__rate_interval", "10s"],
    ...templating.list.map(({ name, allValue }) => [name, allValue] as const),
  ]);
  return expression.replace(/\$(\w+)/g, (_, name) => {
    const value = values.get(name);
    if (value === undefined) throw new Error(`No variable $${name} in ${expression}`);
    return value;
  });
}
