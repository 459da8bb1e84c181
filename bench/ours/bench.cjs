// The workloads through the public API of the installed package, as a user would write them: PROG WORKLOAD [N], K rounds; prints a line of JSON.
// What one of them needs beside is loaded by it: each stands for a program of its own, whose start and memory count. Like the peers' JavaScript a CommonJS program.

const { decodeDatagram, Rtnl } = require('rtnetlink');

const [workload = '', words = '0'] = process.argv.slice(2);
const n = Number(words);
const rounds = Number(process.env.K ?? 5);
const IDLE = 2500;

const now = () => performance.now();

function median(values) {
  return [...values].sort((a, b) => a - b)[values.length >> 1];
}

function out(count, ms, first, more = {}) {
  console.log(JSON.stringify({ workload, n: count, ms, first_ms: first ?? ms, rss_kb: process.resourceUsage().maxRSS, ...more }));
}

async function repeated(work) {
  const times = [];
  let count = 0;
  for (let round = 0; round < rounds; round++) {
    const start = now();
    count = await work();
    times.push(now() - start);
  }
  out(count, median(times), times[0]);
}

/** Every attribute is there to be read: nothing is decoded later. */
const WORKLOADS = {
  W1: (rtnl) => repeated(async () => (await rtnl.links.list()).length),
  W2: (rtnl) => repeated(async () => (await rtnl.routes.list({ family: 'inet' })).length),
  async W3a(rtnl) {
    const { index } = await rtnl.links.get('p0');
    const start = now();
    for (let i = 0; i < n; i++) if ((await rtnl.links.get(index)).index !== index) throw new Error('another link');
    out(n, now() - start);
  },
  async W3b(rtnl) {
    const { index } = await rtnl.links.get('p0');
    const start = now();
    for (let i = 0; i < n; i++) {
      const address = `10.200.${i >> 8}.${i & 255}/32`;
      await rtnl.addresses.add({ dev: index, address });
      await rtnl.addresses.delete({ dev: index, address });
    }
    out(2 * n, now() - start);
  },
  async W4a(rtnl) {
    const { monitorEventLoopDelay } = require('node:perf_hooks');
    const { index } = await rtnl.links.get('p0');
    const start = now();
    for (let i = 0; i < n; i++) await rtnl.links.add({ name: `b${i}`, link: index, kind: 'macvlan', mode: 'bridge' });
    const created = now();
    const delay = monitorEventLoopDelay({ resolution: 1 });
    delay.enable();
    for (let i = 0; i < n; i++) await rtnl.links.delete(`b${i}`);
    delay.disable();
    const end = now();
    out(n, end - start, end - start, { create_ms: created - start, delete_ms: end - created, loop_p99_ms: delay.percentile(99) / 1e6 });
  },
  async W4c(rtnl) {
    const { index } = await rtnl.links.get('p0');
    const start = now();
    for (let i = 0; i < n; i++) await rtnl.links.add({ name: `b${i}`, link: index, kind: 'macvlan', mode: 'bridge' });
    out(n, now() - start);
  },
  async W3batch(rtnl) {
    const { addAddressRequest, deleteAddressRequest } = require('rtnetlink/rtnl');
    const { index: dev } = await rtnl.links.get('p0');
    const specs = Array.from({ length: n }, (_, i) => ({ address: `10.200.${i >> 8}.${i & 255}/32` }));
    const start = now();
    // One after the other, as the limit does: the kernel walks all addresses of the link for each.
    const outcomes = await rtnl.batch(specs.flatMap((spec) => [addAddressRequest(dev, spec), deleteAddressRequest(dev, spec)]));
    if (outcomes.some(({ status }) => status !== 'fulfilled')) throw new Error('refused');
    out(2 * n, now() - start);
  },
  async W4g(rtnl) {
    const { addLinkRequest } = require('rtnetlink/rtnl');
    const { index: link } = await rtnl.links.get('p0');
    const specs = Array.from({ length: n }, (_, i) => ({ name: `b${i}`, link, kind: 'macvlan', mode: 'bridge', group: 77 }));
    const start = now();
    await rtnl.batch(specs.map((spec) => addLinkRequest(rtnl.kinds, spec)));
    const created = now();
    await rtnl.links.deleteGroup(77);
    out(n, now() - start, now() - start, { create_ms: created - start, delete_ms: now() - created });
  },
  async W4all(rtnl) {
    const { addLinkRequest } = require('rtnetlink/rtnl');
    const { index: link } = await rtnl.links.get('p0');
    const specs = Array.from({ length: n }, (_, i) => ({ name: `b${i}`, link, kind: 'macvlan', mode: 'bridge' }));
    const start = now();
    await rtnl.batch(specs.map((spec) => addLinkRequest(rtnl.kinds, spec)));
    const created = now();
    const outcomes = await rtnl.links.deleteAll(specs.map(({ name }) => name));
    if (outcomes.some(({ status }) => status !== 'fulfilled')) throw new Error('refused');
    out(n, now() - start, now() - start, { create_ms: created - start, delete_ms: now() - created });
  },
  async W2s(rtnl) {
    const start = now();
    let count = 0;
    for await (const { dstLen } of rtnl.routes.stream({ family: 'inet' })) count += dstLen === undefined ? 0 : 1;
    out(count, now() - start);
  },
  async W6(rtnl) {
    const receiveBuffer = process.env.RCVBUF === undefined ? {} : { receiveBuffer: Number(process.env.RCVBUF) };
    const subscription = rtnl.monitor(['link'], receiveBuffer);
    let count = 0;
    let overruns = 0;
    let first = 0;
    let last = 0;
    let idle = setTimeout(() => void subscription.return(), 4 * IDLE);
    console.log('READY');
    for await (const { kind } of subscription) {
      last = now();
      first ||= last;
      if (kind === 'message') count++;
      else overruns++;
      idle.refresh();
      if (count === 1) {
        clearTimeout(idle);
        idle = setTimeout(() => void subscription.return(), IDLE);
      }
    }
    out(count, last - first, 0, { enobufs: overruns });
  },
};

async function main() {
  if (workload === 'W5' || workload === 'W5r') {
    // In the datagrams of 32 KiB that the kernel fills for a dump.
    const { readFileSync } = require('node:fs');
    const datagrams = split(readFileSync(workload === 'W5' ? 'links.bin' : 'routes.bin'));
    await repeated(() => datagrams.reduce((sum, datagram) => sum + decodeDatagram(datagram).length, 0));
  } else {
    const rtnl = await Rtnl.open();
    await WORKLOADS[workload](rtnl);
    await rtnl.close();
  }
}

void main();

function split(all) {
  const datagrams = [];
  let start = 0;
  for (let at = 0; at < all.length; ) {
    const next = at + ((all.readUInt32LE(at) + 3) & ~3);
    if (next - start > 32768) {
      datagrams.push(all.subarray(start, at));
      start = at;
    }
    at = next;
  }
  datagrams.push(all.subarray(start));
  return datagrams;
}
