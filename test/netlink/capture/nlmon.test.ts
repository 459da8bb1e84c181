// What recordings of nlmon leave to be found out: they have no sockets and no directions, and each notification once for each listener.

import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { protocolsWith } from '../../../src/families/families.js';
import { route } from '../../../src/index.js';
import { openCapture } from '../../../src/netlink/capture/open.js';
import { entriesOf } from '../../../src/netlink/capture/understanding.js';
import { rows, tally } from '../../fixtures.js';
import { concat, fixture } from './captures.js';
import { answer, datagram, steps, stepsOfFamilies, told } from './conversations.js';

const test = suite('capture: nlmon');

test('what the kernel tells with the flags of the request is no request', () => {
  const [add, remove, filter] = [told(104, 0x605, 7, 0), told(105, 5, 8, 301), told(46, 9, 9, 0)];
  const { entries } = steps(
    ...[add, told(104, 0x605, 7, 301), told(104, 0x605, 7, 301), answer(add, 0, 301, 7)],
    // A group loses a member with it.
    ...[remove, told(104, 5, 8, 301), told(105, 5, 8, 301), answer(remove, 0, 301, 8)],
    ...[filter, told(44, 9, 9, 302)],
  );
  assert.equal(
    entries.map(({ kind, name, count, state, cause }) => [kind, name, count, state, cause?.by]),
    [
      ['request', 'RTM_NEWNEXTHOP', 2, 'done', undefined],
      ['notification', 'RTM_NEWNEXTHOP', 1, 'done', 'sequence'],
      ['notification', 'RTM_NEWNEXTHOP', 1, 'done', 'sequence'],
      ['request', 'RTM_DELNEXTHOP', 2, 'done', undefined],
      ['notification', 'RTM_NEWNEXTHOP', 1, 'done', 'sequence'],
      ['notification', 'RTM_DELNEXTHOP', 1, 'done', 'sequence'],
      ['request', 'RTM_GETTFILTER', 2, 'done', undefined],
    ],
  );
});

test('a request is one, whatever else has its sequence', () => {
  const own = told(104, 0x605, 7, 301);
  const another = [told(104, 0x605, 7, 302), told(104, 0x205, 7, 301), told(16, 0x605, 7, 301), told(104, 0x605, 8, 301), told(106, 0x605, 7, 301)];
  const { entries } = steps(own, ...another, datagram(own, { socket: '3' }), concat(own, own), answer(own, 0, 301, 7), told(104, 0x601, 9, 301), told(104, 0x601, 9, 301));
  assert.ok(entries.every(({ kind }) => kind !== 'notification'));
  assert.is(entries.length, 11);
});

test('without sockets, each listener but one of an echo is somebody else', () => {
  const add = told(20, 0x60d, 7, 0);
  const echo = told(20, 0, 7, 301);
  const { entries } = steps(add, echo, echo, told(24, 0, 7, 301), answer(add, 0, 301, 7));
  assert.equal(
    entries.map(({ kind, name, count, cause }) => [kind, name, count, cause?.by]),
    [
      ['request', 'RTM_NEWADDR', 3, undefined],
      ['notification', 'RTM_NEWADDR', 1, 'sequence'],
      ['notification', 'RTM_NEWROUTE', 1, 'sequence'],
    ],
  );
});

test('a link whose module has to be loaded first is the cause of what comes seconds later', () => {
  const at = (bytes: Uint8Array, milliseconds: number) => datagram(bytes, { time: BigInt(milliseconds) * 1_000_000n });
  const add = told(16, 0x605, 7, 0);
  const causes = (milliseconds: number) => steps(at(add, 0), at(told(16, 0, 0, 0), milliseconds)).entries.map(({ cause }) => cause?.by);
  assert.equal(causes(5000), [undefined, 'time']);
  assert.equal(causes(15000), [undefined, undefined]);
});

test('netfilter: a batch has no answer, lists and what is asked beside them have their own', () => {
  const body = [0, 0, 0, 10];
  const [begin, end, gen, list] = [told(16, 1, 0, 0, body), told(17, 1, 2, 0, body), told(0xa10, 1, 0, 0, body), told(0xa01, 0x301, 0, 0, body)];
  const netfilter = (bytes: Uint8Array) => datagram(bytes, { family: 12 });
  const { entries, steps: all } = stepsOfFamilies(
    ...[concat(begin, told(0xa00, 1, 1, 0, body), end), gen, told(0xa0f, 0, 0, 328, body)].map(netfilter),
    ...[gen, list, told(0xa00, 2, 0, 328, body), told(0xa0f, 0, 0, 328, body), told(3, 2, 0, 328, [0, 0, 0, 0])].map(netfilter),
  );
  assert.equal(
    entries.map(({ kind, name, count, replies, state }) => [kind, name, count, replies, state]),
    [
      ['request', 'NFNL_MSG_BATCH_BEGIN', 1, 0, 'unanswered'],
      ['request', 'NFT_MSG_NEWTABLE', 1, 0, 'unanswered'],
      ['request', 'NFNL_MSG_BATCH_END', 1, 0, 'unanswered'],
      ['request', 'NFT_MSG_GETGEN', 2, 1, 'done'],
      ['request', 'NFT_MSG_GETGEN', 2, 1, 'done'],
      ['dump', 'NFT_MSG_GETTABLE', 3, 1, 'done'],
    ],
  );
  assert.is(all.filter(({ ends }) => ends).length, 6);
});

test('generic netlink: what comes from another family of the same sequence is no answer', () => {
  const generic = (bytes: Uint8Array) => datagram(bytes, { family: 16 });
  const { entries } = stepsOfFamilies(
    ...[told(30, 1, 7, 0, [1, 1, 0, 0]), told(31, 1, 7, 0, [1, 1, 0, 0]), told(31, 0, 7, 302, [1, 1, 0, 0]), told(30, 0, 7, 301, [1, 1, 0, 0])].map(generic),
  );
  assert.equal(
    entries.map(({ count, port }) => [count, port]),
    [
      [2, 301],
      [2, 302],
    ],
  );
});

/** What tshark counts in a capture: frames of each family, headers and errors, messages of rtnetlink by type. */
interface Counted {
  readonly file: string;
  readonly frames: number;
  readonly families: Readonly<Record<string, number>>;
  readonly errors: number;
  readonly types: Readonly<Record<string, number>>;
}

for (const { file, frames, families, errors, types } of rows<Counted>('pcap/changes.jsonl')) {
  test(`counts in ${file} what tshark does, and what was changed has all that it caused`, async () => {
    const { entries, error } = await entriesOf(await openCapture(fixture(`pcap/${file}`)), { protocols: protocolsWith(route) });
    assert.is(error, undefined);
    const messages = entries.flatMap((entry) => entry.messages);
    const datagrams = new Set(messages.map(({ datagram }) => datagram));
    assert.is(datagrams.size, frames);
    assert.equal(tally([...datagrams].map(({ family }) => `${family}`)), families);
    assert.is(messages.filter(({ name }) => name === 'NLMSG_ERROR').length, errors);
    assert.equal(tally(messages.flatMap(({ datagram, header }) => (datagram.family === 0 && header !== undefined && header.type >= 16 ? [`${header.type}`] : []))), types);
    assert.ok(messages.every(({ errors }) => errors.length === 0));
    // Batches of nftables ask for no answer.
    const open = entries.filter(({ state, request }) => state === 'unanswered' && request?.datagram.family !== 12);
    assert.equal(open, []);
    assert.ok(entries.every(({ kind }) => kind === 'request' || kind === 'dump' || kind === 'notification'));
    for (const { kind, messages, port } of entries) if (kind !== 'notification') assert.ok(messages.slice(1).every(({ header }) => header?.portId === port));
    const changed = (what: string): string[] =>
      entries.flatMap(({ kind, name, cause }) =>
        kind === 'notification' && cause?.by === 'sequence' && name.endsWith(what) ? [`${name} by ${entries[cause.entry - 1]?.name}`] : [],
      );
    assert.equal(changed('NEXTHOP'), [
      'RTM_NEWNEXTHOP by RTM_NEWNEXTHOP',
      'RTM_NEWNEXTHOP by RTM_NEWNEXTHOP',
      'RTM_NEWNEXTHOP by RTM_NEWNEXTHOP',
      'RTM_DELNEXTHOP by RTM_DELNEXTHOP',
      'RTM_NEWNEXTHOP by RTM_DELNEXTHOP',
    ]);
    assert.equal(changed('RULE'), ['RTM_NEWRULE by RTM_NEWRULE', 'RTM_DELRULE by RTM_DELRULE']);
  });
}

test.run();
