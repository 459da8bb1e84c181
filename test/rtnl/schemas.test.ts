// Every schema of the product holds: what is wrong with one shows when it is first used, which may be in nobody's test.

import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { kinds } from '../../src/index.js';
import type { AttributeCodec, Schema } from '../../src/netlink/attributes.js';
import type { BodyCodec } from '../../src/netlink/body.js';
import { Bytes } from '../../src/netlink/bytes.js';
import { routeProtocol } from '../../src/rtnl/protocol.js';

const test = suite('schemas');
const root = fileURLToPath(new URL('../../src', import.meta.url));

const isBody = (item: unknown): item is BodyCodec<unknown> => typeof item === 'object' && item !== null && 'header' in item && 'attributes' in item;
const isSet = (item: unknown): item is AttributeCodec<Schema> => typeof item === 'object' && item !== null && 'schema' in item;

/** Every attribute set that `item` is or leads to. */
function sets(item: unknown, seen: Set<unknown>): void {
  if (typeof item !== 'object' || item === null || seen.has(item)) return;
  seen.add(item);
  if (isSet(item)) for (const [, , codec] of Object.values(item.schema)) sets(codec, seen);
  for (const inner of Object.values(item)) sets(inner, seen);
}

test('no schema contradicts itself', async () => {
  const seen = new Set<unknown>();
  const files = ['netlink', 'rtnl', 'macvlan'].flatMap((floor) =>
    readdirSync(join(root, floor), { recursive: true, encoding: 'utf8' })
      .filter((name) => /^(?!socket).*(?<!\.d)\.[tj]s$/.test(name))
      .map((name) => join(root, floor, name)),
  );
  for (const file of files) sets({ ...(await import(pathToFileURL(file).href)) }, seen);
  sets(routeProtocol(kinds), seen);
  const found = [...seen].filter(isSet);
  assert.ok(found.length > 100, `${found.length}`);
  for (const set of found) assert.type(set.nameOf(1), 'string');
  const bodies = [...seen].filter(isBody);
  assert.ok(bodies.length > 15, `${bodies.length}`);
  for (const { header, decode } of bodies) assert.type(decode(new Bytes(new Uint8Array(header.size)), 0, header.size), 'object');
});

test.run();
