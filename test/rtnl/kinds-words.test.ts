// The words of link kinds where no recording has them: cut short, out of range, unknown. iproute2 6.1.0: ip/iplink_*.c.

import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { bridgeCommand } from '../../src/rtnl/kinds/bridge-words.js';
import { UsageError } from '../../src/rtnl/words.js';
import { kindNamed, refusal, wordsToHex } from './kinds-fixtures.js';

const test = suite('kinds-words');

const incomplete = 'Command line is not complete. Try option "help"\n';

test('a kind with no words behind it has no data', async () => {
  for (const kind of ['macvlan', 'macvtap', 'veth', 'bridge', 'vlan', 'bridge_slave']) assert.is(await wordsToHex(kind, []), undefined);
});

test('an option whose value is missing is an incomplete command', async () => {
  for (const words of [
    ['macvlan', 'mode'],
    ['macvlan', 'macaddr', 'add'],
    ['vlan', 'id'],
    ['vlan', 'ingress-qos-map'],
    ['bridge', 'priority'],
    ['bridge_slave', 'cost'],
  ]) {
    const [kind, ...rest] = words as [string, ...string[]];
    assert.equal(await refusal(kind, rest), { code: 255, message: incomplete, toStdout: false });
  }
});

test('vlan: words may be cut short, in the order ip tries them', async () => {
  assert.is(await wordsToHex('vlan', ['i', '5']), '0600010005000000');
  assert.is(await wordsToHex('vlan', ['p', '802.1AD', 'id', '0x10']), '0600050088a800000600010010000000');
  assert.is(await wordsToHex('vlan', ['prot', 'ipv4']), '0600050008000000');
  assert.is(await wordsToHex('vlan', ['prot', '0x9100']), '0600050091000000');
});

test('vlan: flags go out last, together', async () => {
  assert.is(await wordsToHex('vlan', ['reorder_hdr', 'off', 'gvrp', 'on', 'id', '5', 'mvrp', 'on']), '0600010005000000' + '0c000200' + '0a000000' + '0b000000');
});

test('vlan: maps end at the first word without a colon', async () => {
  assert.is(await wordsToHex('vlan', ['egress-qos-map', '0:1', '5:6', 'id', '5']), '1c000300' + '0c0001000000000001000000' + '0c0001000500000006000000' + '0600010005000000');
  assert.is(await wordsToHex('vlan', ['ingress-qos-map', 'id', '5']), '04000400' + '0600010005000000');
});

test('vlan: what is wrong is named', async () => {
  assert.equal(await refusal('vlan', ['id', '65536']), { code: 255, message: 'Error: argument "65536" is wrong: id is invalid\n', toStdout: false });
  assert.equal(await refusal('vlan', ['protocol', 'foo']), { code: 255, message: 'Error: argument "foo" is wrong: protocol is invalid\n', toStdout: false });
  assert.equal(await refusal('vlan', ['gvrp', 'yes']), { code: 1, message: 'Error: argument of "gvrp" must be "on" or "off", not "yes"\n', toStdout: false });
  assert.equal(await refusal('vlan', ['egress-qos-map', '1:x']), { code: 255, message: 'Error: argument "1" is wrong: invalid egress-qos-map\n', toStdout: false });
  assert.equal(await refusal('vlan', ['foo']), { code: 1, message: `vlan: unknown command "foo"?\n${kindNamed('vlan').usage}`, toStdout: false });
  assert.equal(await refusal('vlan', ['help']), { code: 1, message: kindNamed('vlan').usage, toStdout: false });
});

test('bridge: words may be cut short, in the order ip tries them', async () => {
  assert.is(await wordsToHex('bridge', ['f', '400']), '0800010090010000');
  assert.is(await wordsToHex('bridge', ['fd']), '04001500');
  assert.is(await wordsToHex('bridge', ['g', '8']), '0600090008000000');
  assert.is(await wordsToHex('bridge', ['group_a', '01:80:c2:0:0:3']), '0a0014000180c20000030000');
  assert.is(await wordsToHex('bridge', ['n', '1']), '0500240001000000');
  assert.is(await wordsToHex('bridge', ['m', '900']), '0800030084030000');
});

test('bridge: intervals have 64 bits, and a negative one wraps', async () => {
  assert.is(await wordsToHex('bridge', ['mcast_querier_interval', '25500']), '0c0020009c63000000000000');
  assert.is(await wordsToHex('bridge', ['mcast_querier_interval', '-1']), '0c002000ffffffffffffffff');
  assert.is(await wordsToHex('bridge', ['mcast_querier_interval', '010']), '0c0020000800000000000000');
  assert.is((await refusal('bridge', ['mcast_querier_interval', '18446744073709551616'])).code, 255);
  assert.is((await refusal('bridge', ['mcast_querier_interval', 'x'])).message, 'Error: argument "x" is wrong: invalid mcast_querier_interval\n');
});

test('bridge: options kept as bits go out last, together, and are not to be cut short', async () => {
  assert.is(await wordsToHex('bridge', ['no_linklocal_learn', '1', 'mcast_vlan_snooping', '0', 'stp_state', '1']), '0800050001000000' + '0c002e00' + '01000000' + '03000000');
  assert.is((await refusal('bridge', ['no_link', '1'])).code, 1);
});

test('bridge and bond: options that iproute2 7.3 has words for', async () => {
  assert.is(await wordsToHex('bridge', ['stp_mode', 'user', 'fdb_max_learned', '9']), '0800320001000000' + '0800310009000000');
  assert.is(await wordsToHex('bridge', ['mst_enabled', '1', 'fdb_local_vlan_0', '2', 'mdb_offload_fail_notification', '0']), '0c002e00' + '14000000' + '1c000000');
  assert.is(await wordsToHex('bond', ['lacp_strict', 'on', 'coupled_control', 'off', 'broadcast_neighbor', 'on']), '0500220001000000' + '0500200000000000' + '0500210001000000');
  const message = 'Error: argument of "stp_mode" must be one of "auto", "user", "kernel", not "x"\n';
  assert.is((await refusal('bridge', ['stp_mode', 'x'])).message, message);
});

test('an option given twice goes out twice, in either byte order: the kernel takes the last', async () => {
  assert.is(await wordsToHex('bridge', ['hello_time', '1', 'max_age', '2', 'hello_time', '3']), '0800020001000000' + '0800030002000000' + '0800020003000000');
  assert.is(await wordsToHex('bridge_slave', ['cost', '1', 'cost', '2'], false), '0008000300000001' + '0008000300000002');
  assert.is(
    await wordsToHex('vlan', ['id', '1', 'egress-qos-map', '0:1', 'id', '2', 'id', '3']),
    '0600010001000000' + '10000300' + '0c0001000000000001000000' + '0600010002000000' + '0600010003000000',
  );
});

test('bridge: what is wrong is named', async () => {
  assert.equal(await refusal('bridge', ['priority', '65536']), { code: 255, message: 'Error: argument "65536" is wrong: invalid priority\n', toStdout: false });
  assert.equal(await refusal('bridge', ['vlan_protocol', 'x']), { code: 255, message: 'Error: argument "x" is wrong: invalid vlan_protocol\n', toStdout: false });
  assert.equal(await refusal('bridge', ['help']), { code: 1, message: kindNamed('bridge').usage, toStdout: false });
  assert.equal(await refusal('bridge', ['group_address', '01:-1']), { code: 1, message: '"-1" is invalid lladdr.\n', toStdout: false });
  assert.equal(await refusal('bridge', ['group_address', '01:xx']), { code: 1, message: '"xx" is invalid lladdr.\n', toStdout: false });
  assert.equal(await refusal('bridge', ['foo']), { code: 1, message: `bridge: unknown command "foo"?\n${kindNamed('bridge').usage}`, toStdout: false });
});

test('bridge: a group address with dots is an IPv4 address', async () => {
  assert.is(await wordsToHex('bridge', ['group_address', '10.8']), '080014000a080000');
  assert.is((await refusal('bridge', ['group_address', '10.x'])).message, '"10.x" is invalid lladdr.\n');
  assert.is((await refusal('bridge', ['group_address', '1.2.3.4.5'])).message, '"1.2.3.4.5" is invalid lladdr.\n');
});

test('bridge_slave: words may be cut short, also those for on and off', async () => {
  assert.is(await wordsToHex('bridge_slave', ['f']), '04001800');
  assert.is(await wordsToHex('bridge_slave', ['h', 'on', 'fl', 'o']), '0500040001000000' + '0500090000000000');
  assert.is(await wordsToHex('bridge_slave', ['state', '3', 'priority', '16', 'cost', '4']), '0500010003000000' + '0600020010000000' + '0800030004000000');
  assert.is(await wordsToHex('bridge_slave', ['mcast_fast_leave', 'on', 'fastleave', 'off']), '0500070001000000' + '0500070000000000');
  assert.is(await wordsToHex('bridge_slave', ['mcast_router', '2', 'group_fwd_mask', '0x4000']), '0500190002000000' + '06001f0000400000');
});

test('bridge_slave: a backup port is asked for by name', async () => {
  assert.is(await wordsToHex('bridge_slave', ['backup_port', 'if7']), '0800220007000000');
  assert.is(await wordsToHex('bridge_slave', ['nobackup_port']), '0800220000000000');
  const missing = {
    linkIndex: async () => {
      throw new UsageError('Cannot find device "x"\n', 1);
    },
  };
  assert.equal(await refusal('bridge_slave', ['backup_port', 'x'], missing), { code: 255, message: 'Error: argument "x" is wrong: Device does not exist\n\n', toStdout: false });
  const broken = {
    linkIndex: async () => {
      throw new RangeError('no transport');
    },
  };
  try {
    await wordsToHex('bridge_slave', ['backup_port', 'x'], true, broken);
    assert.unreachable();
  } catch (error) {
    assert.instance(error, RangeError);
  }
});

test('bridge_slave: what is wrong is named', async () => {
  assert.equal(await refusal('bridge_slave', ['guard', 'yes']), { code: 1, message: 'Error: argument of "guard" must be one of "off", "on", not "yes"\n', toStdout: false });
  assert.equal(await refusal('bridge_slave', ['state', '256']), { code: 255, message: 'Error: argument "256" is wrong: state is invalid\n', toStdout: false });
  const { slaveUsage = '' } = bridgeCommand;
  assert.match(slaveUsage, /^Usage: \.\.\. bridge_slave \[ fdb_flush \]\n\t\t\t\[ state STATE \]\n/);
  assert.equal(await refusal('bridge_slave', ['foo']), { code: 1, message: `bridge_slave: unknown option "foo"?\n${slaveUsage}`, toStdout: false });
  assert.equal(await refusal('bridge_slave', ['help']), { code: 1, message: slaveUsage, toStdout: false });
});

test('veth: anything but peer is answered with the usage, on standard output', async () => {
  assert.equal(await refusal('veth', ['foo']), { code: 1, message: kindNamed('veth').usage, toStdout: true });
});

test.run();
