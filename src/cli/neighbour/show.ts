// `neighbour show`. iproute2: ip/ipneigh.c: do_show_or_flush(), print_neigh().

import { NLM_F_DUMP_FILTERED } from '../../netlink/constants.js';
import type { Neighbour } from '../../rtnl/neighbour.js';
import { showNeighbour } from '../../rtnl/show/neighbour.js';
import type { Words } from '../../rtnl/words.js';
import type { RouteMessage } from '../kernel.js';
import type { Session } from '../session.js';
import { show } from '../show.js';
import { type NeighbourFilter, neighbourDump, neighbourPasses, readNeighbourFilter } from './filter.js';

export type NeighbourMessage = RouteMessage & { readonly name: 'RTM_NEWNEIGH'; readonly body: Neighbour };

const NOT_FILTERED = '\nWARNING: Kernel does not support filtering by master device\n\n';

/** Resolves to the exit code. Throws UsageError. */
export async function showNeighbours(words: Words, session: Session): Promise<number> {
  const filter = await readNeighbourFilter(words, session, false);
  const { messages, error } = await session.kernel.listed(neighbourDump(filter));
  const found = passing(filter, messages);
  await show(
    session,
    (out, names) => {
      if (unfiltered(filter, found)) out.text(NOT_FILTERED);
      for (const { body } of found) showNeighbour(out, body, { names, tables: session.tables, dev: filter.index === 0, littleEndian: session.littleEndian });
    },
    session.options.json,
    error === undefined,
  );
  if (error === undefined) return 0;
  session.io.stderr('Dump terminated\n');
  return 1;
}

/** Those of a list that pass the filter. */
export function passing(filter: NeighbourFilter, messages: readonly RouteMessage[]): NeighbourMessage[] {
  return messages.filter((message): message is NeighbourMessage => message.name === 'RTM_NEWNEIGH' && neighbourPasses(filter, message.body));
}

/** Kernels before 4.20 list all of them. */
function unfiltered({ master }: NeighbourFilter, [first]: readonly NeighbourMessage[]): boolean {
  return master !== 0 && first !== undefined && (first.header.flags & NLM_F_DUMP_FILTERED) === 0;
}
