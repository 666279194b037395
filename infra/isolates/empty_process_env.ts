/**
 * Replaces Node's `process.env` with an empty object. Must be called before the import of libraries
 * that read it on import, which would fail in an isolate without the permission.
 */
export function emptyProcessEnv(): void {
  Object.defineProperty(globalThis.process, "env", { value: {} });
}
