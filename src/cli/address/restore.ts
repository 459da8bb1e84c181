// `address restore` and `showdump`: what `address save` wrote, from standard input. iproute2: ip/ipaddress.c: ipaddr_restore(),
// ipaddr_showdump(). Before the first address `ip` lists all links, to know their names; here those needed are asked for.

import { NLM_F_CREATE } from '../../netlink/constants.js';
import { KernelError } from '../../netlink/errors.js';
import type { Address } from '../../rtnl/address.js';
import { showAddress } from '../../rtnl/show/address.js';
import type { Words } from '../../rtnl/words.js';
import type { RouteRequest } from '../kernel.js';
import { readSaved, type SavedKind, savedMessages } from '../saved.js';
import type { Session } from '../session.js';
import { show } from '../show.js';

/** Of anything that is wrong. */
const FAILED = 255;
const SAVED: SavedKind = { object: 'address', magic: 0x47361222, exitCode: FAILED };

/** Resolves to the exit code. An address that is there already is none to worry about. Throws UsageError. */
export async function restoreAddresses(_words: Words, session: Session): Promise<number> {
  for (const { name, header, body } of savedMessages(readSaved(session, SAVED), session, FAILED)) {
    const request = { name, header: { type: header.type, flags: header.flags | NLM_F_CREATE }, body } as RouteRequest;
    const result = await session.kernel.change(request);
    if (result instanceof KernelError && result.code !== 'EEXIST') return FAILED;
  }
  return 0;
}

/** Resolves to the exit code. Throws UsageError. */
export async function showSavedAddresses(_words: Words, session: Session): Promise<number> {
  const saved: { readonly index: number; readonly address?: Address; readonly deleted: boolean }[] = [];
  const dump = readSaved(session, SAVED, true);
  let failed: unknown;
  try {
    for (const { name, body } of savedMessages(dump, session, FAILED)) {
      const isAddress = name === 'RTM_NEWADDR' || name === 'RTM_DELADDR';
      saved.push({ index: (body as Partial<Address>).index ?? 0, deleted: name === 'RTM_DELADDR', ...(isAddress && { address: body as Address }) });
    }
  } catch (error) {
    failed = error;
  }
  const { kinds, tables } = session;
  await show(session, (out, names) => {
    out.openObject();
    out.openArray('addr_info');
    for (const { index, address, deleted } of saved) {
      out.openObject();
      out.both('index', index | 0, `if${index | 0}:`);
      out.text(out.newline);
      if (address !== undefined) showAddress(out, address, { names, kinds, tables, command: 'addr', linkTold: true }, deleted);
      out.closeObject();
    }
    out.closeArray();
    out.closeObject();
  });
  if (failed !== undefined) throw failed;
  return 0;
}
