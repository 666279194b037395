/** All permissions of an isolate, each set explicitly. */
export interface IsolatePermissions {
  readonly net: boolean | string[];
  readonly read: boolean | string[];
  readonly write: boolean | string[];
  readonly env: boolean | string[];
  readonly run: boolean | string[];
  readonly ffi: boolean | string[];
  readonly sys: boolean | string[];
  readonly import: boolean | string[];
}

export const NO_PERMISSIONS: IsolatePermissions = {
  net: false,
  read: false,
  write: false,
  env: false,
  run: false,
  ffi: false,
  sys: false,
  import: false,
};

/** The command-line flags of Deno that grant the permissions. */
export function permissionFlags(permissions: IsolatePermissions): string[] {
  return Object.entries(permissions).flatMap(([name, value]) => {
    if (value === false) return [];
    return value === true ? [`--allow-${name}`] : [`--allow-${name}=${value.join(",")}`];
  });
}
