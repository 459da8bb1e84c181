// `--sim`: a simulated machine for one command.

import { SimulatedMachine } from './machine.js';
import { SimulatedSurroundings, type Starter } from './surroundings.js';

export function simulate(_: { readonly file: string | undefined }, starter: Starter): SimulatedSurroundings {
  return new SimulatedSurroundings(new SimulatedMachine(), starter);
}
