// Changes sent on the calling thread while somebody else keeps the kernel's lock busy: links are deleted one by one, in another
// namespace, from the thread pool. What is counted is how often a send held the calling thread up.

import * as assert from 'uvu/assert';
import { Rtnl } from '../../src/index.js';
import { loadLibc } from '../../src/netlink/socket/load.js';
import { Namespace } from '../../src/netlink/socket/namespace.js';
import { FIRST_PENALTY, Pace } from '../../src/netlink/socket/pace.js';
import { Receiver } from '../../src/netlink/socket/receiver.js';
import { Sender } from '../../src/netlink/socket/sender.js';
import { attribute, errnoOf, kernelSuite, linkRequest, NLM_F_ACK, NLM_F_CREATE } from './kernel.js';

const test = kernelSuite('pace on a kernel');
const AF_INET = 2;
const AF_NETLINK = 16;
const SOCK_RAW_CLOEXEC = 3 | 0o2000000;
const RTM_NEWADDR = 20;
const RTM_DELADDR = 21;
const IFA_LOCAL = 2;
const LOOPBACK = 1;

/** An address on the loopback, 10.0.0.0 and some: nlmsghdr, ifaddrmsg and IFA_LOCAL by hand. */
function addressRequest(type: number, n: number): Uint8Array {
  const local = attribute(IFA_LOCAL, Uint8Array.of(10, 0, n >> 8, n & 255));
  const bytes = new Uint8Array(24 + local.length);
  bytes.set(linkRequest(type, NLM_F_ACK | (type === RTM_NEWADDR ? NLM_F_CREATE : 0)).subarray(0, 16));
  bytes.set([AF_INET, 32], 16);
  bytes.set(local, 24);
  new Uint32Array(bytes.buffer, 0, 1)[0] = bytes.length;
  new Uint32Array(bytes.buffer, 20, 1)[0] = LOOPBACK;
  return bytes;
}

test('sends hold the calling thread up once in a long while, whoever holds the lock', async () => {
  const libc = loadLibc();
  using busy = Namespace.create(libc);
  using quiet = Namespace.create(libc);
  await using rtnl = await Rtnl.open({ netns: busy });
  const names = Array.from({ length: 60 }, (_, i) => `v${i}`);
  for (const name of names) await rtnl.links.add({ kind: 'veth', name, peer: { name: `${name}p` } });
  const fd = quiet.run(() => libc.socket(AF_NETLINK, SOCK_RAW_CLOEXEC, 0));
  assert.ok(fd > 0);
  const pace = new Pace();
  const sender = new Sender(libc, fd, pace);
  const receiver = new Receiver(libc, () => undefined);
  let deleting = true;
  let pooled = 0;
  let requests = 0;
  const deleted = Promise.all(names.map((name) => rtnl.links.delete(name))).then(() => {
    deleting = false;
  });
  // For as long as that takes, and a few thousand in any case.
  for (let n = 0; deleting || requests < 4000; n = (n + 1) & 0xfff) {
    for (const type of [RTM_NEWADDR, RTM_DELADDR]) {
      const sending = sender.send(addressRequest(type, n), true);
      if (sending !== undefined) pooled++;
      await sending;
      const reply = receiver.receive(fd);
      assert.ok(reply);
      assert.is(errnoOf(reply.bytes), 0);
      requests++;
    }
  }
  await deleted;
  await sender.idle();
  libc.close(fd);
  const kinds = 2;
  assert.ok(pace.slow <= kinds + pooled / FIRST_PENALTY, `${pace.slow} sends held the thread up, of ${requests} of which ${pooled} went by the pool`);
});

test.run();
