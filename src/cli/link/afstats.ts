// `link afstats`: counters by address family. iproute2: ip/iplink.c: iplink_afstats(), whose exit code says nothing of what came of it.

import { KernelError } from '../../netlink/errors.js';
import { AF_MPLS } from '../../rtnl/constants.js';
import { afStatsFamilies, showAfStats } from '../../rtnl/show/stats.js';
import { statsRequest } from '../../rtnl/stats.js';
import { garbageWord, matches, UsageError, type Words } from '../../rtnl/words.js';
import type { Session } from '../session.js';
import { show } from '../show.js';
import { linkUsage } from '../usage.js';

/** Resolves to the exit code. Throws UsageError. */
export async function linkAfStats(words: Words, session: Session): Promise<number> {
  const { io, options, kernel } = session;
  const dev = readDevice(words);
  const index = dev === undefined ? 0 : await session.names.indexOf(dev);
  if (dev !== undefined && index === 0) {
    io.stderr(`Device "${dev}" does not exist.\n`);
    return 0;
  }
  const messages = await kernel.list(statsRequest(['afSpec']));
  if (messages instanceof KernelError) {
    io.stderr('Dump terminated\n');
    // The array stays open, as iproute2 leaves it.
    const opened = session.printer().drain();
    if (opened !== '') io.stdout(opened);
    return 0;
  }
  const stats = messages.flatMap((message) => (message.name === 'RTM_NEWSTATS' && (index === 0 || message.body.ifindex === index) ? [message.body] : []));
  await show(session, (out, names) => {
    for (const one of stats) showAfStats(out, one, names, options.family);
  });
  for (const family of stats.flatMap((one) => afStatsFamilies(one, options.family))) {
    if (family !== AF_MPLS) io.stderr(`    unknown af(${family})\n`);
  }
  return 0;
}

function readDevice(words: Words): string | undefined {
  let dev: string | undefined;
  while (words.left > 0) {
    const word = words.next();
    if (word === 'dev') {
      const name = words.next();
      if (dev !== undefined) throw garbageWord('dev', name);
      dev = name;
    } else if (matches(word, 'help')) {
      throw new UsageError(linkUsage);
    } else {
      throw new UsageError(`Command "${word}" is unknown, try "ip link help".\n`);
    }
  }
  return dev;
}
