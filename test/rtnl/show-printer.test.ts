// The two printers: JSON laid out as lib/json_writer.c does, text with the colours of lib/color.c.

import fc from 'fast-check';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { backgroundOf } from '../../src/rtnl/show/colour.js';
import { Digits, type Output, printer } from '../../src/rtnl/show/printer.js';

const json = (pretty: boolean, write: (out: Output) => void): string => {
  const out = printer({ json: true, pretty });
  write(out);
  return out.finish();
};

const Printers = suite('show/printer');

Printers('writes an empty list', () => {
  assert.is(
    json(false, () => {}),
    '[]\n',
  );
  assert.is(
    json(true, () => {}),
    '[ ]\n',
  );
});

Printers('lays out objects, arrays and what is empty', () => {
  const write = (out: Output): void => {
    out.openObject();
    out.member('dst', 'default');
    out.member('flags', []);
    out.member('metrics', [{ mtu: 1400 }]);
    out.closeObject();
    out.openObject();
    out.openArray('list');
    out.member(undefined, 'a');
    out.member(undefined, 'b');
    out.closeArray();
    out.openObject('none');
    out.closeObject();
    out.member('link', null);
    out.closeObject();
    out.openObject();
    out.closeObject();
  };
  assert.is(json(false, write), '[{"dst":"default","flags":[],"metrics":[{"mtu":1400}]},{"list":["a","b"],"none":{},"link":null},{}]\n');
  assert.is(
    json(true, write),
    `[ {
        "dst": "default",
        "flags": [ ],
        "metrics": [ {
                "mtu": 1400
            } ]
    },{
        "list": [ "a","b" ],
        "none": {},
        "link": null
    },{} ]
`,
  );
});

Printers('escapes what iproute2 escapes and passes everything else', () => {
  assert.is(
    json(false, (out) => out.member(undefined, '\t\n\r\f\b\\"/\'é\u2028\x01\x7f')),
    '["\\t\\n\\r\\f\\b\\\\\\"/\'é\u2028\x01\x7f"]\n',
  );
});

Printers('writes numbers exactly', () => {
  assert.is(
    json(false, (out) => out.member(undefined, [0, -1, 4294967295, 18446744073709551615n, true, false, new Digits('0.00')])),
    '[[0,-1,4294967295,18446744073709551615,true,false,0.00]]\n',
  );
});

Printers('gives JSON back that says what was written, pretty or not', () => {
  const key = fc.string().filter((text) => text !== '__proto__' && [...text].every((character) => character >= ' '));
  const { value } = fc.letrec<{ value: unknown }>((tie) => ({
    value: fc.oneof(
      { maxDepth: 4 },
      key,
      fc.integer(),
      fc.boolean(),
      fc.constant(null),
      fc.array(tie('value'), { maxLength: 4 }),
      fc.dictionary(key, tie('value'), { maxKeys: 4 }),
    ),
  }));
  fc.assert(
    fc.property(value, fc.boolean(), (written, pretty) => {
      assert.equal(JSON.parse(json(pretty, (out) => out.member(undefined, written as never))), [JSON.parse(JSON.stringify(written))]);
    }),
    { numRuns: 200 },
  );
});

Printers('writes to the format it is for', () => {
  const write = (out: Output): string => {
    out.openObject();
    out.text('state ');
    out.both('operstate', 'UP', 'UP ');
    out.member('index', 1);
    out.closeObject();
    return out.finish();
  };
  assert.is(write(printer()), 'state UP ');
  assert.is(write(printer({ json: true })), '[{"operstate":"UP","index":1}]\n');
});

Printers('hands out what was written so far', () => {
  for (const [options, parts] of [
    [{ json: true }, ['[1', ',2', ']\n']],
    [{}, ['1', '2', '']],
  ] as const) {
    const out = printer(options);
    out.both(undefined, 1, '1');
    assert.is(out.drain(), parts[0]);
    out.both(undefined, 2, '2');
    assert.is(out.drain(), parts[1]);
    assert.is(out.finish(), parts[2]);
  }
});

Printers('colours text and never JSON', () => {
  const write = (out: Output): string => {
    for (const colour of ['ifname', 'mac', 'inet', 'inet6', 'up', 'down'] as const) out.both(undefined, colour, colour, colour);
    out.both(undefined, 'x', 'x');
    return out.finish();
  };
  assert.is(write(printer({ colour: 'light' })), '\x1b[36mifname\x1b[0m\x1b[33mmac\x1b[0m\x1b[35minet\x1b[0m\x1b[34minet6\x1b[0m\x1b[32mup\x1b[0m\x1b[31mdown\x1b[0mx');
  assert.ok(write(printer({ colour: 'dark' })).startsWith('\x1b[1;36mifname\x1b[0m'));
  assert.not.match(write(printer({ colour: 'light', json: true })), '\x1b');
});

Printers('takes a background as dark where COLORFGBG ends in 0 to 6 or 8', () => {
  const dark = ['15;0', '15;default;8', '1;6'];
  const light = [undefined, '', '0', '0;15', '0;7', '15;0;', '0;10'];
  for (const value of dark) assert.is(backgroundOf(value), 'dark', value);
  for (const value of light) assert.is(backgroundOf(value), 'light', value);
});

Printers('tells what was asked for, nothing by default', () => {
  const { details, statistics, brief, oneline, numeric, human, newline } = printer();
  assert.equal(
    { details, statistics, brief, oneline, numeric, human, newline },
    { details: 0, statistics: 0, brief: false, oneline: false, numeric: false, human: undefined, newline: '\n' },
  );
  assert.is(printer({ oneline: true }).newline, '\\');
});

Printers.run();
