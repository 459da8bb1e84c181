// The simulated kernel with many links and routes: memory, the time of a list, and of changes to one object, with a tenth of them for comparison.
//   npx tsx bench/simkernel.ts [--write]     --write puts the table into simkernel.md

import { execFileSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { cpus } from 'node:os';
import { fileURLToPath } from 'node:url';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { encodeDatagram, Rtnl } from '../src/index.js';
import type { Transport } from '../src/netlink/transport.js';
import { listLinksRequest } from '../src/rtnl/link-requests.js';
import { addRouteRequest, listRoutesRequest } from '../src/rtnl/route-requests.js';
import { SimulatedKernel, VirtualClock } from '../src/simkernel/surface.js';
import { median } from './median.js';

setFlagsFromString('--expose-gc');
const collect = runInNewContext('gc') as () => void;

const ROUNDS = 5;
const CHANGES = 200;
/** Routes asked for at a time. */
const PART = 10_000;
const LINKS = 10_000;
const ROUTES = 100_000;

/** Bytes of heap and buffers in use. */
function held(): number {
  collect();
  const { heapUsed, arrayBuffers } = process.memoryUsage();
  return heapUsed + arrayBuffers;
}

async function timed(work: () => unknown): Promise<number> {
  const start = performance.now();
  await work();
  return performance.now() - start;
}

async function medianOf(rounds: number, work: () => unknown): Promise<number> {
  const times: number[] = [];
  for (let round = 0; round < rounds; round++) times.push(await timed(work));
  return median(times);
}

/** A list as the kernel makes it, read and not decoded. */
function listRaw(transport: Transport, request: object): void {
  transport.send(encodeDatagram([{ ...request, header: { flags: 0x301, sequence: 1 } } as never]), false);
  while (transport.receive() !== undefined);
}

interface Row {
  readonly what: string;
  readonly megabytes: number;
  readonly made: number;
  readonly list: number;
  readonly decoded: number;
  readonly changed: number;
}

async function measureLinks(count: number): Promise<Row> {
  const clock = new VirtualClock();
  const kernel = new SimulatedKernel({ clock });
  const transport = kernel.transport();
  const { links } = await Rtnl.open({ transport: kernel.transport() });
  const before = held();
  const made = await timed(async () => {
    for (let n = 0; n < count; n++) await links.add({ kind: 'dummy', name: `d${n}`, up: true });
    clock.advance(10_000);
  });
  const megabytes = (held() - before) / 1e6;
  const list = await medianOf(ROUNDS, () => listRaw(transport, listLinksRequest()));
  const decoded = await medianOf(ROUNDS, async () => {
    if ((await links.list()).length !== count + 1) throw new Error('not all are listed');
  });
  const changed = await medianOf(CHANGES, async () => {
    await links.add({ kind: 'dummy', name: 'one', up: true });
    await links.delete('one');
  });
  return { what: `${count.toLocaleString('en')} links, up`, megabytes, made, list, decoded, changed };
}

async function measureRoutes(count: number): Promise<Row> {
  const kernel = new SimulatedKernel();
  const transport = kernel.transport();
  const { links, routes, batch } = await Rtnl.open({ transport: kernel.transport() }).then((rtnl) => ({ links: rtnl.links, routes: rtnl.routes, batch: rtnl.batch.bind(rtnl) }));
  const { index } = await links.add({ kind: 'dummy', name: 'd0', up: true });
  const before = held();
  const address = (n: number) => `10.${n >> 16}.${(n >> 8) & 255}.${n & 255}/32`;
  const made = await timed(async () => {
    for (let from = 0; from < count; from += PART) {
      await batch(Array.from({ length: Math.min(PART, count - from) }, (_, n) => addRouteRequest({ dst: address(from + n), oif: index })));
    }
  });
  const megabytes = (held() - before) / 1e6;
  const request = listRoutesRequest({ family: 'inet' });
  const list = await medianOf(ROUNDS, () => listRaw(transport, request));
  const decoded = await medianOf(ROUNDS, async () => {
    if ((await routes.list({ family: 'inet' })).length !== count) throw new Error('not all are listed');
  });
  const changed = await medianOf(CHANGES, async () => {
    await routes.add({ dst: '10.9.9.0/24', dev: index });
    await routes.delete({ dst: '10.9.9.0/24' });
  });
  return { what: `${count.toLocaleString('en')} routes`, megabytes, made, list, decoded, changed };
}

const MEASURES: Readonly<Record<string, (count: number) => Promise<Row>>> = { links: measureLinks, routes: measureRoutes };

/** Each in a process of its own, warmed up. */
async function child(what: string, count: number): Promise<void> {
  await MEASURES[what]?.(100);
  console.log(JSON.stringify(await MEASURES[what]?.(count)));
}

function measure(what: string, count: number): Row {
  return JSON.parse(execFileSync(process.execPath, [...process.execArgv, fileURLToPath(import.meta.url), what, String(count)], { encoding: 'utf8' })) as Row;
}

const [what = '', count = ''] = process.argv.slice(2);
if (what in MEASURES) await child(what, Number(count));
else report();

function report(): void {
  const rows = [measure('links', LINKS / 10), measure('links', LINKS), measure('routes', ROUTES / 10), measure('routes', ROUTES)];
  const columns = ['', 'memory, MB', 'to make all, ms', 'a list, ms', 'a list decoded, ms', 'add and delete one, us'];
  const cells = rows.map(({ what, megabytes, made, list, decoded, changed }) => [
    what,
    megabytes.toFixed(1),
    made.toFixed(0),
    list.toFixed(0),
    decoded.toFixed(0),
    (changed * 1000).toFixed(0),
  ]);
  const table = [columns, columns.map(() => '---'), ...cells].map((row) => `| ${row.join(' | ')} |`).join('\n');
  const page = `# The simulated kernel with many objects

\`npx tsx bench/simkernel.ts --write\`: medians of ${ROUNDS} lists and of ${CHANGES} changes, through the library. Memory is what the kernel holds of them after a collection.
Node ${process.version}, ${cpus().length} CPUs.

${table}

That no change costs more among more objects is tested by counting what is done for it (\`test/simkernel/work.test.ts\`); the times above include collections of a larger heap.
`;
  console.log(page);
  if (process.argv.includes('--write')) writeFileSync(new URL('simkernel.md', import.meta.url), page);
}
