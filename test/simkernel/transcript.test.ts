// The transcript of all that was said: a recording like any other.

import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { Rtnl } from '../../src/index.js';
import { type CapturedDatagram, ExchangeWriter, openCapture, PcapngWriter } from '../../src/netlink/capture/surface.js';
import { Replay } from '../../src/netlink/replay.js';
import { decoded } from '../cli/decode/decoding.js';
import { world } from './world.js';

const test = suite('simkernel transcript');

const talk = async (rtnl: Rtnl) => {
  await rtnl.links.add({ kind: 'dummy', name: 'd0', address: '02:00:00:00:00:01' });
  await rtnl.links.add({ kind: 'dummy', name: 'd0' }).catch(() => undefined);
  return (await rtnl.links.list()).map(({ index, ifname, address }) => `${index} ${ifname} ${address}`);
};

/** What is said to a kernel of either byte order, while somebody listens. */
async function said(byteOrder: 'little' | 'big'): Promise<readonly CapturedDatagram[]> {
  const { kernel, clock, messages } = await world({ byteOrder });
  const out: CapturedDatagram[] = [];
  clock.advance(1500);
  const stop = kernel.transcript((datagram) => out.push(datagram));
  assert.equal(await talk(await Rtnl.open({ transport: kernel.transport() })), ['1 lo 00:00:00:00:00:00', '2 d0 02:00:00:00:00:01']);
  messages();
  stop();
  await (await Rtnl.open({ transport: kernel.transport() })).links.list();
  return out;
}

for (const byteOrder of ['little', 'big'] as const) {
  test(`replays, ${byteOrder}-endian`, async () => {
    const writer = new ExchangeWriter();
    const datagrams = await said(byteOrder);
    const client = datagrams.filter(({ groups }) => groups === undefined).map((datagram) => writer.recorded(datagram));
    const replay = new Replay(client, { littleEndian: byteOrder === 'little' });
    assert.equal(await talk(await Rtnl.open({ transport: replay })), ['1 lo 00:00:00:00:00:00', '2 d0 02:00:00:00:00:01']);
  });

  test(`is read back from pcapng as it was said, ${byteOrder}-endian`, async () => {
    const datagrams = await said(byteOrder);
    const writer = new PcapngWriter();
    const file = Buffer.concat([...datagrams.map((datagram) => writer.write(datagram)), writer.end()]);
    const known = ({ bytes, direction, time, socket, groups, littleEndian }: CapturedDatagram) => [
      Buffer.from(bytes).toString('hex'),
      direction,
      time,
      socket,
      groups,
      littleEndian,
    ];
    const back: unknown[] = [];
    for await (const datagram of await openCapture([file])) back.push(known(datagram));
    assert.equal(back, datagrams.map(known));
    assert.equal([datagrams[0]?.time, datagrams[0]?.socket], [1_500_000_000n, 'init/2']);
  });
}

test('is decoded by the command, in both formats, the error and the notification with it', async () => {
  const datagrams = await said('little');
  const pcapng = new PcapngWriter();
  const lines = new ExchangeWriter();
  const files = [Buffer.concat([...datagrams.map((one) => pcapng.write(one)), pcapng.end()]), Buffer.from(datagrams.map((one) => lines.write(one)).join(''))];
  for (const file of files) {
    const { stdout } = await decoded(['--errors', '-'], { stdin: () => file });
    assert.match(stdout, /RTM_NEWLINK .*ifname d0[\s\S]*EEXIST File exists/);
    const all = await decoded(['--type', 'newlink', '-'], { stdin: () => file });
    assert.match(all.stdout, /\(by #\d+\?\).*d0/);
  }
});

test.run();
