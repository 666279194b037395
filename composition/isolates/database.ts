import type { DatabaseStart } from "../../infra/database/sqlite/protocol.ts";
import { serveStatements } from "../../infra/database/sqlite/serve_statements.ts";
import { serveIsolate } from "../../infra/isolates/isolate.ts";

serveIsolate<DatabaseStart>((start) => Promise.resolve(serveStatements(start)));
