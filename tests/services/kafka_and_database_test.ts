import { testFault } from "./fault_case.ts";
import { FAULTS } from "./fault_driver.ts";

const SECONDS = 4;

for (const fault of FAULTS) {
  testFault({ fault, services: ["kafka"], seconds: SECONDS, isEmbedded: true });
  testFault({ fault, services: ["kafka"], seconds: SECONDS });
  testFault({ fault, services: ["postgres"], seconds: SECONDS });
  testFault({ fault, services: ["kafka", "postgres"], seconds: SECONDS });
}
