import { Stopped, type Work } from "../../../domain/numbers/mod.ts";

/** Work that counts its checkpoints and stops at one of them. */
export class StoppingWork implements Work {
  checkpoints = 0;
  readonly #last: number;

  constructor(last = Infinity) {
    this.#last = last;
  }

  checkpoint(): void {
    this.checkpoints++;
    if (this.checkpoints === this.#last) throw new Stopped();
  }
}
