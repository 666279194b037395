import { measureRounds, withFolder } from "./comparison.ts";
import { conditions } from "./conditions.ts";
import { echo } from "./echo_contender.ts";
import { installFastApi } from "./fastapi_contender.ts";
import { readFlags } from "./flags.ts";
import { ratio, table } from "./report.ts";
import { createService } from "./service_contender.ts";

const GOAL = 1 / 8;

const flags = readFlags();
await withFolder(async (folder, signal) => {
  console.error("Installing FastAPI");
  const fastApi = await installFastApi(folder, signal);
  const service = createService(folder, flags.binary);
  const results = await measureRounds([service, fastApi, echo], { ...flags, signal });

  console.log(table(results, [fastApi.name, echo.name]));
  const share = ratio(results, { name: service.name, peer: fastApi.name, of: "cpuUsPerAnswer" });
  const verdict = share <= GOAL ? "reached" : "missed";
  console.log(`\nCPU per answer: 1/${(1 / share).toFixed(1)} of FastAPI's (goal: 1/8, ${verdict})`);
  console.log(`\n${await conditions(folder, flags, fastApi.versions)}`);
});
