// Parameters that a machine has set otherwise do not reach the cases: a fresh namespace is as a kernel makes it that nobody told anything.

import * as assert from 'uvu/assert';
import { FreshParameters } from '../../../src/cli/conformance/target/parameters.js';
import { Namespace } from '../../../src/netlink/socket/namespace.js';
import { readSysctl, writeSysctl } from '../../../src/netlink/socket/sysctl.js';
import { kernelSuite } from '../../kernel/kernel.js';

const test = kernelSuite('parameters of fresh namespaces');

const SET: Readonly<Record<string, number>> = {
  'net.ipv4.conf.all.forwarding': 1,
  'net.ipv4.conf.all.promote_secondaries': 1,
  'net.ipv4.conf.default.promote_secondaries': 1,
  'net.ipv4.conf.lo.rp_filter': 2,
  'net.ipv4.conf.default.ignore_routes_with_linkdown': 1,
  'net.ipv6.conf.default.disable_ipv6': 1,
  'net.ipv6.conf.default.accept_dad': 0,
};

function inFresh<T>(act: (namespace: Namespace) => T): T {
  const namespace = Namespace.create();
  try {
    return act(namespace);
  } finally {
    namespace.close();
  }
}

const set = (namespace: Namespace) =>
  namespace.run(() => {
    for (const [key, value] of Object.entries(SET)) writeSysctl(key, value);
  });
const values = (namespace: Namespace) => namespace.run(() => [...Object.keys(SET), 'net.ipv4.conf.all.accept_redirects'].map((key) => Number(readSysctl(key))));

test('what differs is set, in each namespace', () => {
  const parameters = new FreshParameters();
  for (const _ of [1, 2])
    inFresh((namespace) => {
      set(namespace);
      parameters.settle(namespace);
      assert.equal(values(namespace), [0, 0, 0, 0, 0, 0, 1, 1]);
    });
});

test('where nothing does, nothing is looked at again', () => {
  const parameters = new FreshParameters();
  inFresh((namespace) => {
    new FreshParameters().settle(namespace);
    parameters.settle(namespace);
    set(namespace);
    parameters.settle(namespace);
    assert.is(values(namespace)[1], 1);
  });
});

test.run();
