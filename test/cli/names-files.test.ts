// Names of numbers in files, against what the real files say and what is wrong in made ones.

import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { readNames } from '../../src/cli/names-files.js';
import { builtinNames, defaultNames, namedNumber } from '../../src/rtnl/name-tables.js';

const test = suite('names in files');

function inFolder(files: Readonly<Record<string, string>>, run: (folder: string) => void): void {
  const folder = mkdtempSync(join(tmpdir(), 'rtnl-names-'));
  try {
    for (const [name, text] of Object.entries(files)) {
      mkdirSync(join(folder, name, '..'), { recursive: true });
      writeFileSync(join(folder, name), text);
    }
    run(folder);
  } finally {
    rmSync(folder, { recursive: true });
  }
}

const unheard = (text: string): never => {
  throw new Error(`told: ${text}`);
};

test('has the names iproute2 ships where there is no file', () => {
  assert.equal(readNames(unheard, ['/nowhere'], '/nowhere'), defaultNames);
});

test('reads decimal and hexadecimal numbers, comments and blanks', () => {
  inFolder({ rt_tables: '# reserved\n\n255\tlocal\n 100 blue # ours\n0x200\tgreen\n', rt_dsfield: '0x28 AF11\n' }, (folder) => {
    const { tables, dsfields } = readNames(unheard, [folder]);
    assert.equal([tables.get(100), tables.get(512), tables.get(254)], ['blue', 'green', 'main']);
    assert.equal(
      [...dsfields],
      [
        [0, '0'],
        [0x28, 'AF11'],
      ],
    );
  });
});

test('adds the files of a .d folder that end in .conf', () => {
  inFolder({ 'rt_protos.d/frr.conf': '190 openfabric\n', 'rt_protos.d/README': 'nonsense\n', 'protodown_reasons.d/a.conf': '0 mlag\n' }, (folder) => {
    const { protocols, protoDownReasons } = readNames(unheard, [folder]);
    assert.is(protocols.get(190), 'openfabric');
    assert.is(protocols.get(4), 'static');
    assert.is(protoDownReasons.get(0), 'mlag');
  });
});

test('takes the first folder that has a file', () => {
  inFolder({ 'etc/group': '5 mine\n', 'usr/group': '5 theirs\n6 others\n', 'usr/rt_scopes': '7 near\n' }, (folder) => {
    const { groups, scopes } = readNames(unheard, [join(folder, 'etc'), join(folder, 'usr')]);
    assert.equal([groups.get(5), groups.get(6), scopes.get(7)], ['mine', undefined, 'near']);
  });
});

test('says where a file is corrupted, and keeps what came before', () => {
  inFolder({ rt_realms: '5 five\nsix 6\n7 seven\n' }, (folder) => {
    const told: string[] = [];
    const { realms } = readNames((text) => void told.push(text), [folder]);
    assert.equal(told, [`Database ${folder}/rt_realms is corrupted at six 6\n`]);
    assert.equal([realms.get(5), realms.get(7)], ['five', undefined]);
  });
});

test('leaves out numbers that cannot be', () => {
  inFolder({ rt_protos: '256 far\n-1 below\n3 boot\n' }, (folder) => {
    assert.equal([...readNames(unheard, [folder]).protocols.keys()], [...builtinNames.protocols.keys()]);
  });
});

test('reads /etc/protocols, of whose names the first is shown and all are understood', () => {
  inFolder({ protocols: 'ip\t0\tIP # internet\nhopopt 0 HOPOPT\ntcp\t6\tTCP\nesp 50 IPSEC-ESP # ESP\n' }, (folder) => {
    const { ipProtocols } = readNames(unheard, [folder], folder);
    assert.equal(
      [...ipProtocols],
      [
        [0, 'ip'],
        [6, 'tcp'],
        [50, 'esp'],
      ],
    );
    assert.equal(
      ['ip', 'IP', 'hopopt', 'HOPOPT', 'TCP', 'IPSEC-ESP', 'ESP', '#'].map((word) => namedNumber(ipProtocols, word, -1)),
      [0, 0, 0, 0, 6, 50, undefined, undefined],
    );
  });
});

test('a table has all the names it was given, and is shown by the last; a protocol has the last alone', () => {
  const files = { rt_tables: '254 main\n254 big\n100 blue\n0x64 azure\n', group: '5 mine\n5 ours\n', rt_protos: '4 static\n4 byhand\n' };
  inFolder(files, (folder) => {
    const { tables, groups, protocols } = readNames(unheard, [folder]);
    assert.equal([tables.get(254), tables.get(100), groups.get(5), protocols.get(4)], ['big', 'azure', 'ours', 'byhand']);
    assert.equal(
      ['main', 'big', 'blue', 'azure'].map((word) => namedNumber(tables, word, 0xffffffff)),
      [254, 254, 100, 100],
    );
    assert.equal([namedNumber(groups, 'mine', 255), namedNumber(protocols, 'static', 255)], [5, undefined]);
  });
});

test('reads the names of users and of their groups, of which the first counts', () => {
  inFolder({ passwd: 'root:x:0:0:root:/root:/bin/sh\ntoor:x:0:0::/:\nme:x:1000:1000::/:\n+::::::\n', group: 'wheel:x:0:\n' }, (folder) => {
    const { users, userGroups } = readNames(unheard, ['/nowhere'], folder);
    assert.equal(
      [...(users ?? [])],
      [
        [0, 'root'],
        [1000, 'me'],
      ],
    );
    assert.equal([...(userGroups ?? [])], [[0, 'wheel']]);
  });
});

test('finds the number of a name, or of a number', () => {
  const { tables, dsfields } = defaultNames;
  assert.equal(
    ['main', '0x64', '010', '4294967295'].map((word) => namedNumber(tables, word, 0xffffffff)),
    [254, 100, 8, 0xffffffff],
  );
  assert.equal(
    ['', 'mai', '-1', '4294967296', '1x'].map((word) => namedNumber(tables, word, 0xffffffff)),
    [undefined, undefined, undefined, undefined, undefined],
  );
  assert.equal(
    ['AF11', '10', '0x10', 'g', '100'].map((word) => namedNumber(dsfields, word, 255, 16)),
    [0x28, 16, 16, undefined, undefined],
  );
});

test.run();
