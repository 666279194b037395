import process from "node:process";

// Clients of other services look into the environment, which isolates may not read: imported before
// them, this gives them an empty one.
Object.defineProperty(process, "env", { value: Object.freeze({}), configurable: true });
