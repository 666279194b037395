import { parse, parseAllDocuments } from "yaml";
import { PROJECT } from "./program_command.ts";

/** Directory of the Kustomize base. */
export const KUBERNETES = `${PROJECT}deploy/kubernetes`;

export interface Container {
  readonly name: string;
  readonly image: string;
  readonly args: readonly string[];
  readonly ports?: readonly { readonly containerPort: number }[];
  readonly securityContext: Readonly<Record<string, unknown>>;
  readonly resources: { readonly limits: Readonly<Record<string, string>> };
  readonly lifecycle?: { readonly preStop: { readonly sleep: { readonly seconds: number } } };
  readonly readinessProbe?: { readonly httpGet: { readonly path: string } };
  readonly livenessProbe?: { readonly httpGet: { readonly path: string } };
}

export interface PodSpec {
  readonly terminationGracePeriodSeconds: number;
  readonly automountServiceAccountToken: boolean;
  readonly securityContext: Readonly<Record<string, unknown>>;
  readonly containers: readonly [Container];
  readonly volumes: readonly { readonly secret?: { readonly secretName: string } }[];
}

export interface Resource {
  readonly kind: string;
  readonly metadata: { readonly name: string };
  // deno-lint-ignore no-explicit-any -- each kind has its own specification
  readonly spec: any;
  readonly data?: Readonly<Record<string, string>>;
}

/** All resources of the base, in its order. */
export function readResources(): readonly Resource[] {
  const { resources } = parse(Deno.readTextFileSync(`${KUBERNETES}/kustomization.yaml`));
  return resources.flatMap((name: string) =>
    parseAllDocuments(Deno.readTextFileSync(`${KUBERNETES}/${name}`)).map((document) =>
      document.toJS()
    )
  );
}
