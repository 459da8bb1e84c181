// What a view of a recording is made with, and what it gives.

import type { Protocols, Step } from '../../netlink/capture/entry.js';
import type { CommandKinds } from '../../rtnl/kind-command.js';
import type { NameTables } from '../../rtnl/name-tables.js';
import type { Background } from '../../rtnl/show/colour.js';
import type { Paint } from './colours.js';
import type { RecordedNames } from './names.js';

/** What there is to show with. */
export interface Surroundings {
  readonly protocols: Protocols;
  readonly kinds: CommandKinds;
  readonly names: RecordedNames;
  readonly tables: () => NameTables;
  readonly paint: Paint;
  /** Of objects; undefined where they have no colours. */
  readonly background: Background | undefined;
  readonly details: number;
  readonly statistics: number;
}

/** Shows what it is handed, in order. */
export interface View {
  /** The text of the next step. */
  step(step: Step): string;
  /** What is told once there are no more. */
  end(): string | Promise<string>;
}
