// Which suites of counters the words `group`, `subgroup` and `suite` choose. iproute2: ip/ipstats.c: ipstats_select(), ipstats_enable().

import { EINVAL } from '../../netlink/errno-numbers.js';
import type { StatsSuite } from '../../rtnl/stats-suites.js';
import { UsageError } from '../../rtnl/words.js';

export const LEVELS = ['group', 'subgroup', 'suite'] as const;

const wrong = (message: string): UsageError => new UsageError(`Error: ${message}\n`, EINVAL);

export class Selection {
  private readonly chosen: StatsSuite[] = [];
  private path: string[] = [];

  constructor(private readonly suites: readonly StatsSuite[]) {}

  /** A word of one of the levels; one that does not go deeper ends the selection before it. Throws UsageError. */
  select(level: number, word: string): void {
    if (level > this.path.length) throw wrong(`${LEVELS[level]} ${word} requested without selecting a ${LEVELS[this.path.length]} first`);
    if (level < this.path.length) this.choose();
    this.path = [...this.path.slice(0, level), word];
  }

  /** All that was chosen; every suite where nothing was. Throws UsageError. */
  finish(): readonly StatsSuite[] {
    this.choose();
    return this.chosen;
  }

  private choose(): void {
    let inside = this.suites;
    for (const [level, word] of this.path.entries()) {
      const parent = level === 0 ? 'top-level' : (this.path[level - 1] as string);
      if (inside.some(({ path }) => path.length === level)) throw wrong(`${LEVELS[level]} ${word} requested inside leaf ${LEVELS[level - 1]} ${parent}`);
      inside = inside.filter(({ path }) => path[level] === word);
      if (inside.length === 0) throw wrong(`no ${LEVELS[level]} named ${word} found inside ${parent}`);
    }
    this.chosen.push(...inside);
  }
}
