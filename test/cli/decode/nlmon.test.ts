// Notifications in captures of nlmon, as `ip monitor` printed them while they were taken.

import { readFileSync } from 'node:fs';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { rows } from '../../fixtures.js';
import { decoded, fixturePath } from './decoding.js';

const test = suite('rtnl decode: nlmon');

const BEGINS = /^(?=\[\d{4}-)/m;
const NOTIFICATION = /^\[[^\]]+\] #\d+ <- (?!\+)(?:\(by #\d+\??\) )?/;

/** What a recording cannot know: names of namespaces. */
const withoutNamespaces = (text: string): string => text.replace(/ \(iproute2 netns name: \S+?\)/g, '').replace(/ new-netns sfar /g, ' new-netnsid 0 ');

/** Without what stands at ends of lines. */
const trimmed = (text: string): string => text.replace(/[ \t]+$/gm, '').trimEnd();

for (const { file } of rows<{ file: string }>('pcap/changes.jsonl')) {
  test(`tells of every change in ${file} what ip monitor printed`, async () => {
    const { code, stdout, stderr } = await decoded([fixturePath(`pcap/${file}`)]);
    assert.is(code, 0);
    assert.is(stderr, '');
    assert.not.match(stdout, 'no end of the reply');
    // Names that are only told later: ip asked the kernel for them.
    const names = new Map([...stdout.matchAll(/\[LINK\](\d+): ([^:@]+)/g)].map(([, index, name]) => [`if${index}`, name]));
    const told = stdout
      .split(BEGINS)
      .filter((block) => NOTIFICATION.test(block))
      .map((block) => trimmed(block.replace(NOTIFICATION, '').replace(/\bif\d+\b/g, (name) => names.get(name) ?? name)));
    const printed = withoutNamespaces(readFileSync(fixturePath(`pcap/${file.replace('.pcap.gz', '.txt')}`), 'utf8'))
      .split(BEGINS)
      .map((block) => trimmed(block.replace(/^\[[^\]]+\] ?/, '')));
    assert.ok(printed.length > 100);
    assert.equal(told, printed);
  });
}

test.run();
