// `address save`: the kernel's messages as they are, behind a magic number. iproute2: ip/ipaddress.c: ipadd_save_prep(), save_nlmsg().

import { Writer } from '../../netlink/bytes.js';
import { KernelError } from '../../netlink/errors.js';
import { encodeMessage } from '../../netlink/message.js';
import { UsageError, type Words } from '../../rtnl/words.js';
import { readFilter } from '../filter.js';
import type { Session } from '../session.js';
import { addressUsage } from '../usage.js';

const MAGIC = 0x47361222;

/** Resolves to the exit code. Throws UsageError. */
export async function saveAddresses(words: Words, session: Session): Promise<number> {
  const { io, kernel, options, littleEndian } = session;
  const { index } = await readFilter(words, session, options.family, addressUsage);
  if (io.terminal) throw new UsageError('Not sending a binary stream to stdout\n', 1);
  const magic = new Writer(littleEndian);
  const at = magic.reserve(4);
  magic.view.setUint32(at, MAGIC, littleEndian);
  io.bytes(magic.finish());
  const messages = await kernel.list({ name: 'RTM_GETADDR', header: {}, body: { family: options.family, index } });
  if (messages instanceof KernelError) throw new UsageError('Save terminated\n', 1);
  for (const message of messages) {
    const w = new Writer(littleEndian);
    encodeMessage(kernel.conversation.protocol, w, message);
    io.bytes(w.finish());
  }
  return 0;
}
