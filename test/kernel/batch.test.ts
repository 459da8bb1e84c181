import * as assert from 'uvu/assert';
import { Rtnl } from '../../src/index.js';
import { addAddressRequest, deleteAddressRequest, deleteLinkRequest } from '../../src/rtnl/surface.js';
import { kernelSuite } from './kernel.js';
import { inNamespace } from './rtnl.js';

const test = kernelSuite('batches on a kernel');

const some = (length: number): string[] => Array.from({ length }, (_, i) => `10.${1 + (i >> 8)}.0.${i & 255}/32`);
const addresses = some(1500);

test(
  'are acknowledged one by one, and a failure is that of its request',
  inNamespace(async ({ rtnl }) => {
    const { index } = await rtnl.links.get('eth0');
    const added = await rtnl.batch(addresses.map((address) => addAddressRequest(index, { address })));
    assert.is(added.filter(({ status }) => status === 'fulfilled').length, addresses.length);
    assert.is((await rtnl.addresses.list({ dev: index, family: 'inet' })).length, addresses.length);
    const twice = await rtnl.batch([
      deleteAddressRequest(index, { address: addresses[0] as string }),
      addAddressRequest(index, { address: addresses[1] as string }),
      deleteLinkRequest(99_999),
      addAddressRequest(index, { address: addresses[0] as string }),
    ]);
    assert.equal(
      twice.map((one) => (one.status === 'fulfilled' ? 'done' : one.reason.code)),
      ['done', 'EEXIST', 'ENODEV', 'done'],
    );
    const removed = await rtnl.batch(addresses.map((address) => deleteAddressRequest(index, { address })));
    assert.ok(removed.every(({ status }) => status === 'fulfilled'));
    assert.is((await rtnl.addresses.list({ dev: index, family: 'inet' })).length, 0);
  }),
);

test(
  'find room for their acknowledgements in the smallest receive queue, refusals with all they repeat too',
  inNamespace(async ({ netns }) => {
    await using rtnl = await Rtnl.open({ netns, receiveBuffer: 1 });
    const { index } = await rtnl.links.get('eth0');
    const some = addresses.slice(0, 200);
    const outcomes = await rtnl.batch([...some, ...some].map((address) => addAddressRequest(index, { address })));
    assert.equal(
      outcomes.map((one) => (one.status === 'fulfilled' ? 'done' : one.reason.code)),
      [...some.map(() => 'done'), ...some.map(() => 'EEXIST')],
    );
  }),
);

test(
  'leave the event loop to others meanwhile',
  inNamespace(async ({ rtnl }) => {
    const { index } = await rtnl.links.get('eth0');
    let turns = 0;
    let over = false;
    const count = (): void => {
      turns++;
      if (!over) setImmediate(count);
    };
    setImmediate(count);
    // Eight datagrams, after each of which the loop has a turn at least, however this machine shares its time out.
    await rtnl.batch(some(8000).map((address) => addAddressRequest(index, { address })));
    over = true;
    assert.ok(turns > 4, `${turns} turns`);
  }),
);

test.run();
