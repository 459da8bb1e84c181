// An id of a namespace as `ip netns list-id` and `ip monitor` show it. iproute2: ip/ipnetns.c: print_nsid().

import type { Nsid } from '../nsid.js';
import type { Printer } from './printer.js';

/** What the namespace with this id in ours is called. */
export type NamespaceName = (nsid: number) => string | undefined;

/** Writes one id, in JSON an object of its own. A message without an id writes nothing: that is no message of the kernel's. */
export function showNsid(out: Printer, { nsid, currentNsid }: Nsid, nameOf: NamespaceName, deleted = false): void {
  if (nsid === undefined) return;
  out.openObject();
  if (deleted) out.both('deleted', true, 'Deleted ');
  if (nsid < 0) out.text('nsid unassigned ');
  else out.both('nsid', nsid, `nsid ${nsid} `);
  if (currentNsid !== undefined && currentNsid < 0) out.text('current-nsid unassigned ');
  else if (currentNsid !== undefined) out.both('current-nsid', currentNsid, `current-nsid ${currentNsid} `);
  // Where that one is not known, iproute2 6.1 looks for the id that the namespace has elsewhere.
  const name = named(currentNsid ?? nsid, nameOf) ?? (deleted ? undefined : named(nsid, nameOf));
  if (name !== undefined) out.both('name', name, `(iproute2 netns name: ${name})`);
  out.text('\n');
  out.closeObject();
}

const named = (nsid: number, nameOf: NamespaceName): string | undefined => (nsid < 0 ? undefined : nameOf(nsid));
