import process from "node:process";

/**
 * Libraries made for Node look into the environment as they are imported, which an isolate may not:
 * to them it is empty. Has to be imported before them.
 */
Object.defineProperty(process, "env", { value: {} });
