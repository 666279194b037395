import process from "node:process";

/**
 * Replaces Node's `process.env` with an empty object. Must be imported before libraries that read
 * it on import, which would fail in an isolate without the permission.
 */
Object.defineProperty(process, "env", { value: {} });
