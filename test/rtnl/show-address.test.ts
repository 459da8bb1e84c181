// Addresses alone and with their link, as iproute2 6.1 writes them: ip/ipaddress.c: print_addrinfo(), print_selected_addrinfo().

import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import type { Address } from '../../src/rtnl/address.js';
import type { AnyLink } from '../../src/rtnl/link.js';
import { showAddress } from '../../src/rtnl/show/address.js';
import type { ShowContext } from '../../src/rtnl/show/context.js';
import { type Selection, showInterface } from '../../src/rtnl/show/interface.js';
import { linkNames } from '../../src/rtnl/show/link-names.js';
import { type PrinterOptions, printer } from '../../src/rtnl/show/printer.js';

/** Without unknown attributes, whose index signature Partial would make undefined. */
type Some = { [K in keyof Address as K extends `#${number}` ? never : K]?: Address[K] };

const link: AnyLink = { family: 0, type: 1, index: 9, flags: 0, change: 0, ifname: 'x0', operstate: 'down' };
const inet: Address = { family: 2, prefixlen: 24, flags8: 0x80, scope: 0, index: 9, address: '10.0.0.1', local: '10.0.0.1', label: 'x0' };
const inet6: Address = { family: 10, prefixlen: 64, flags8: 0x80, scope: 253, index: 9, address: 'fe80::1' };
const contextOf = (more: Partial<ShowContext>): ShowContext => ({ names: linkNames([link]), kinds: {}, command: 'addr', ...more });

function text(address: Some, options: PrinterOptions = {}, context: Partial<ShowContext> = {}): string {
  const out = printer(options);
  showAddress(out, { ...inet, ...address }, contextOf(context));
  return out.finish();
}

function json(address: Some, options: PrinterOptions = {}): Record<string, unknown> {
  const out = printer({ ...options, json: true });
  out.openObject();
  showAddress(out, { ...inet, ...address }, contextOf({}));
  out.closeObject();
  return (JSON.parse(out.finish()) as Record<string, unknown>[])[0] as Record<string, unknown>;
}

function entry(options: PrinterOptions, addresses: Address[], context: Partial<ShowContext> = {}, selection: Selection = {}): string {
  const out = printer(options);
  showInterface(out, link, addresses, contextOf(context), selection);
  return out.finish();
}

const Addresses = suite('show/address');

Addresses('writes an address with all it can have', () => {
  const full: Some = {
    address: '10.0.0.9',
    rtPriority: 5,
    broadcast: '10.0.0.255',
    anycast: '10.0.0.7',
    cacheinfo: { preferred: 60, valid: 4294967295, cstamp: 0, tstamp: 0 },
  };
  assert.is(text(full), '    inet 10.0.0.1 peer 10.0.0.9/24 metric 5 brd 10.0.0.255 any 10.0.0.7 scope global x0\n       valid_lft forever preferred_lft 60sec\n');
  assert.equal(Object.entries(json(full)), [
    ['family', 'inet'],
    ['local', '10.0.0.1'],
    ['address', '10.0.0.9'],
    ['prefixlen', 24],
    ['metric', 5],
    ['broadcast', '10.0.0.255'],
    ['anycast', '10.0.0.7'],
    ['scope', 'global'],
    ['label', 'x0'],
    ['valid_life_time', 4294967295],
    ['preferred_life_time', 60],
  ]);
});

Addresses('takes the address as the local one where there is no other', () => {
  const { local: _, ...rest } = inet;
  const out = printer();
  showAddress(out, rest, contextOf({}));
  assert.is(out.finish(), '    inet 10.0.0.1/24 scope global x0\n');
  const { address: __, ...neither } = rest;
  showAddress(out, neither, contextOf({}));
  assert.is(out.finish(), '    inet scope global x0\n');
});

Addresses('names flags in the order of ip', () => {
  assert.is(
    text({ flags: 0xffff }),
    '    inet 10.0.0.1/24 scope global secondary nodad optimistic dadfailed home deprecated tentative mngtmpaddr noprefixroute autojoin stable-privacy flags f000 x0\n',
  );
  assert.is(text({ flags: 0x10000000, flags8: 0xff }), '    inet 10.0.0.1/24 scope global dynamic flags 10000000 x0\n');
  assert.is(text({ flags8: 0x01 }), '    inet 10.0.0.1/24 scope global secondary dynamic x0\n');
  assert.match(text({ flags: 0x81, family: 10 }), ' temporary ');
  const { temporary, 'stable-privacy': stable, ifa_flags, dynamic } = json({ family: 10, flags: 0x80001801 });
  assert.equal({ temporary, stable, ifa_flags, dynamic }, { temporary: true, stable: true, ifa_flags: '80001000', dynamic: true });
});

Addresses('lets the preferred lifetime of a deprecated address be below zero', () => {
  const cacheinfo = { preferred: 4294967290, valid: 7, cstamp: 0, tstamp: 0 };
  assert.match(text({ cacheinfo, flags: 0xa0 }), 'valid_lft 7sec preferred_lft -6sec\n');
  assert.match(text({ cacheinfo, flags: 0x80 }), 'preferred_lft 4294967290sec\n');
  assert.is(json({ cacheinfo, flags: 0xa0 }).preferred_life_time, -6);
  const forever = { ...cacheinfo, preferred: 4294967295 };
  assert.is(json({ cacheinfo: forever, flags: 0xa0 }).preferred_life_time, 4294967295);
});

Addresses('numbers families and scopes without a name', () => {
  assert.is(text({ family: 99, scope: 77 }), '    family 99 10.0.0.1/24 scope 77 x0\n');
  assert.equal([json({ family: 99 }).family_index, json({ family: 99 }).family], [99, undefined]);
  assert.is(text({ scope: 254 }, { numeric: true }), '    inet 10.0.0.1/24 scope 254 x0\n');
});

Addresses('names the link where a line stands for itself', () => {
  const cacheinfo = { preferred: 1, valid: 2, cstamp: 0, tstamp: 0 };
  assert.is(text({ cacheinfo }, { oneline: true }), '9: x0    inet 10.0.0.1/24 scope global x0\\       valid_lft 2sec preferred_lft 1sec\n');
  assert.is(text({ index: 8 }, {}, { command: 'monitor' }), '8: if8    inet 10.0.0.1/24 scope global x0\n');
  assert.equal(Object.entries(json({}, { oneline: true })).slice(0, 3), [
    ['index', 9],
    ['dev', 'x0'],
    ['family', 'inet'],
  ]);
});

Addresses('says Deleted of one that is gone', () => {
  const out = printer();
  showAddress(out, inet, contextOf({ command: 'monitor' }), true);
  assert.is(out.finish(), 'Deleted 9: x0    inet 10.0.0.1/24 scope global x0\n');
});

Addresses('colours by family', () => {
  assert.is(text({ broadcast: '10.0.0.255' }, { colour: 'light' }), '    inet \x1b[35m10.0.0.1\x1b[0m/24 brd \x1b[35m10.0.0.255 \x1b[0mscope global x0\n');
  assert.match(text(inet6, { colour: 'dark' }), '\x1b[1;34mfe80::1\x1b[0m');
});

Addresses('stand below their link', () => {
  const other = { ...inet, index: 8 };
  assert.is(entry({}, [inet, other, inet6]), '9: x0: <> state DOWN \n    link/ether \n    inet 10.0.0.1/24 scope global x0\n    inet6 fe80::1/64 scope link \n');
  assert.match(entry({ json: true }, [inet, other, inet6]), '"addr_info":[{"family":"inet",');
  assert.is(entry({}, [inet, inet6], { family: 10 }), '9: x0: <> state DOWN \n    inet6 fe80::1/64 scope link \n');
  assert.not.match(entry({ json: true }, [inet, inet6], { command: 'link' }), 'addr_info');
});

Addresses('leave an empty object in JSON where a filter hides them', () => {
  const selection: Selection = { address: ({ scope }) => scope === 0 };
  assert.match(entry({ json: true }, [inet, inet6], {}, selection), '"label":"x0"},{}]}]\n');
  assert.is(entry({}, [inet6], {}, selection), '9: x0: <> state DOWN \n    link/ether \n');
});

Addresses('stand alone with -o, whatever filters say of the link', () => {
  assert.is(entry({ oneline: true }, [inet, inet6], {}, { show: 'none' }), '9: x0    inet 10.0.0.1/24 scope global x0\n9: x0    inet6 fe80::1/64 scope link \n');
  assert.is(entry({ oneline: true, json: true }, []), '[{"addr_info":[]}]\n');
});

Addresses('stand alone where a label is asked for', () => {
  assert.is(entry({}, [inet], {}, { show: 'addresses' }), '    inet 10.0.0.1/24 scope global x0\n');
});

Addresses('follow their link on one line with -br', () => {
  const start = `x0${' '.repeat(15)}DOWN           `;
  assert.is(entry({ brief: true }, [{ ...inet, rtPriority: 3 }, inet6]), `${start}10.0.0.1/24 metric 3 fe80::1/64 \n`);
  assert.is(entry({ brief: true }, []), `${start}\n`);
  assert.is(entry({ brief: true, json: true }, [inet]), '[{"ifname":"x0","operstate":"DOWN","addr_info":[{"local":"10.0.0.1","prefixlen":24}]}]\n');
});

Addresses.run();
