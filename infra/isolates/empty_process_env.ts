import process from "node:process";

/**
 * Replaces Node's `process.env` by an empty object. Libraries written for Node read it while they are
 * imported, which an isolate without the permission may not. Must be imported before them.
 */
Object.defineProperty(process, "env", { value: {} });
