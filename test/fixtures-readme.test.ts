// What fixtures/README.md says of the recordings is so.

import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { gunzipSync } from 'node:zlib';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';

const test = suite('fixtures README');

const fixtures = fileURLToPath(new URL('../fixtures', import.meta.url));
const text = readFileSync(join(fixtures, 'README.md'), 'utf8');

test('counts the cases of each tree', () => {
  for (const tree of readdirSync(join(fixtures, 'captures'))) {
    const folder = join(fixtures, 'captures', tree);
    const lines = readdirSync(folder).map(
      (file) =>
        gunzipSync(readFileSync(join(folder, file)))
          .toString()
          .trimEnd()
          .split('\n').length,
    );
    const told = new RegExp(`^\\| \`${tree.replaceAll('.', '\\.')}\` .* (\\d+) \\|$`, 'm').exec(text)?.[1];
    assert.is(
      Number(told),
      lines.reduce((sum, count) => sum + count, 0),
      tree,
    );
  }
});

test('names every group and every vector', () => {
  const groups = readdirSync(join(fixtures, 'captures', 'host-6.18')).map((file) => file.replace('.jsonl.gz', ''));
  assert.equal(
    [...groups.map((group) => `\`${group}\``), ...readdirSync(join(fixtures, 'vectors')).map((file) => `\`${file}\``)].filter((name) => !text.includes(name)),
    [],
  );
});

test.run();
