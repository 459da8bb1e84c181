// What `ip stats help` prints: the suites are those of the kinds composed. iproute2: ip/ipstats.c: do_help().

import type { StatsSuite } from '../../rtnl/stats-suites.js';

export function statsUsage(suites: readonly StatsSuite[]): string {
  const groups = [...new Set(suites.map(({ path }) => path[0] as string))];
  const lines = groups.flatMap((group) => {
    const inside = suites.filter(({ path }) => path[0] === group && path.length > 1);
    if (inside.length === 0) return [];
    const subgroups = [...new Set(inside.map(({ path }) => path[1] as string))].map((subgroup) => {
      const own = inside.flatMap(({ path }) => (path[1] === subgroup && path[2] !== undefined ? [` [ suite ${path[2]} ]`] : []));
      return ` ${subgroup}${own.join('')}`;
    });
    return [`${group} SUBGROUP := {${subgroups.join(' |')} }\n`];
  });
  return `Usage: ip stats help
       ip stats show [ dev DEV ] [ group GROUP [ subgroup SUBGROUP [ suite SUITE ] ... ] ... ] ...
       ip stats set dev DEV l3_stats { on | off }
GROUP := { ${groups.join(' | ')} }
${lines.join('')}`;
}
