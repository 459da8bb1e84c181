// `--sim`: a simulated machine for a command.

import { LastingMachine } from './lasting-machine.js';
import { SimulatedSurroundings, type Starter } from './surroundings.js';

/** Throws UsageError where the file is not the state of one. */
export function simulate({ file }: { readonly file: string | undefined }, starter: Starter): SimulatedSurroundings {
  return new SimulatedSurroundings(new LastingMachine(file), starter);
}
