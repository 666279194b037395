import { parse } from "yaml";
import { PROJECT } from "./program_command.ts";

export interface ComposeService {
  readonly image: string;
  readonly user?: string;
  readonly command?: readonly string[];
  readonly entrypoint?: readonly string[];
  readonly env_file?: readonly string[];
  readonly secrets?: readonly string[];
  readonly ports?: readonly string[];
  readonly volumes?: readonly string[];
  readonly networks: readonly string[];
  readonly profiles?: readonly string[];
  readonly depends_on?: Readonly<Record<string, { readonly condition: string }>>;
  readonly restart?: string;
  readonly read_only?: boolean;
  readonly cap_drop?: readonly string[];
  readonly cap_add?: readonly string[];
  readonly security_opt?: readonly string[];
  readonly stop_grace_period?: string;
  readonly healthcheck?: { readonly test: readonly string[]; readonly disable?: boolean };
  readonly deploy?: {
    readonly replicas?: number;
    readonly resources?: { readonly limits?: Readonly<Record<string, unknown>> };
  };
}

export interface ComposeFile {
  readonly services: Readonly<Record<string, ComposeService>>;
  readonly networks: Readonly<Record<string, unknown>>;
  readonly volumes: Readonly<Record<string, unknown>>;
  readonly secrets: Readonly<Record<string, { readonly file: string }>>;
}

/** Directory of the secrets in a container. */
export const SECRETS = "/run/secrets/";

/** Parses docker-compose.yml and resolves its YAML anchors. */
export function readCompose(): ComposeFile {
  return parse(Deno.readTextFileSync(`${PROJECT}docker-compose.yml`), { merge: true });
}

/** Environment that a container gets from its env files, interpolated with the values of .env. */
export function environmentOf(
  service: ComposeService,
  dotEnv: Readonly<Record<string, string>> = {},
): Record<string, string> {
  const lines = (service.env_file ?? []).flatMap((path) =>
    Deno.readTextFileSync(PROJECT + path).split("\n")
  );
  return Object.fromEntries(
    lines.filter((line) => line !== "" && !line.startsWith("#")).map((line) => {
      const [, name, value] = /^([A-Z][A-Z0-9_]*)=(.*)$/.exec(line)!;
      return [name!, interpolated(value!, dotEnv)];
    }),
  );
}

/** Replaces `${NAME:-default}` as Compose does. */
export function interpolated(text: string, values: Readonly<Record<string, string>>): string {
  return text.replace(/\$\{(\w+):-([^}]*)\}/g, (_, name, fallback) => values[name] || fallback);
}
