import project from "../deno.json" with { type: "json" };

/** Semantic version of the program. */
export const VERSION: string = project.version;
