import type { Calculator } from "./calculator.ts";
import type { LogQuota } from "./ports.ts";

/** A calculator that refuses users whose quota of the request log is used up: `rate_limited`. */
export function createQuotaCalculator(
  calculator: Calculator,
  quota: Pick<LogQuota, "check">,
): Calculator {
  return {
    accept: calculator.accept,
    find: calculator.find,
    calculate: async (question, requester) => {
      quota.check(requester.principal.userId);
      return await calculator.calculate(question, requester);
    },
    lookUp: async (question, requester) => {
      quota.check(requester.principal.userId);
      return await calculator.lookUp(question, requester);
    },
    calculateEqual: async (accepted, requester, count) => {
      quota.check(requester.principal.userId);
      return await calculator.calculateEqual(accepted, requester, count);
    },
  };
}
