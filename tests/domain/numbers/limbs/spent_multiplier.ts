import { Multiplier } from "../../../../domain/numbers/limbs/multiplier.ts";
import { Workspace } from "../../../../domain/numbers/limbs/workspace.ts";
import { Meter } from "../../../../domain/numbers/meter.ts";
import { NEVER_CANCELLED } from "../../../../domain/numbers/mod.ts";

/** The cost that a calculation charges to its multiplier's meter, in nanoseconds. */
export function spentBy(run: (multiplier: Multiplier) => unknown): number {
  const meter = new CountingMeter(NEVER_CANCELLED);
  run(new Multiplier(new Workspace(), meter));
  return meter.spent;
}

class CountingMeter extends Meter {
  spent = 0;

  override spend(cost: number): void {
    this.spent += cost;
  }
}
