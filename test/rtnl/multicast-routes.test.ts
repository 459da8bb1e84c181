// Multicast routes: what is asked for, and what the kernel tells, there and back in either byte order.

import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { decodeDatagram, encodeDatagram } from '../../src/index.js';
import { toHex } from '../../src/netlink/bytes.js';
import { listMulticastRoutesRequest } from '../../src/rtnl/multicast-routes.js';
import { orders } from '../netlink/wire.js';

const test = suite('multicast routes');

test('are listed by family and table', () => {
  assert.equal(listMulticastRoutesRequest(), { name: 'RTM_GETROUTE', header: {}, body: { family: 128 } });
  assert.equal(listMulticastRoutesRequest({ family: 'inet6', table: 254 }), { name: 'RTM_GETROUTE', header: {}, body: { family: 129, table: 254 } });
});

test('have an age of 64 bits where other routes have an expiry of 32', () => {
  for (const byteOrder of orders) {
    for (const [body, key, value] of [
      [{ family: 128, src: '10.0.0.1', dst: '239.1.1.1', age: 5n }, 'age', 5n],
      [{ family: 129, src: '2001:db8::1', dst: 'ff05::1', age6: 6n }, 'age6', 6n],
      [{ family: 10, dst: '2001:db8::', expires: 7 }, 'expires', 7],
    ] as const) {
      const bytes = encodeDatagram([{ name: 'RTM_NEWROUTE', header: {}, body } as never], { byteOrder });
      const [decoded] = decodeDatagram(bytes, { byteOrder });
      assert.is(((decoded?.body ?? {}) as unknown as Record<string, unknown>)[key], value);
      assert.is(toHex(encodeDatagram([decoded] as never, { byteOrder })), toHex(bytes));
    }
  }
});

test.run();
