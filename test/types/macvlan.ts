// What the types of macvlan's options take and refuse. Compiled, never run: each line below a `@ts-expect-error` must not compile.

import type { MacvlanAdd, MacvlanChange } from '../../src/macvlan/options.js';
import { addMacaddrRequest } from '../../src/macvlan/requests.js';

const add = (_options: MacvlanAdd): void => {};
const change = (_options: MacvlanChange): void => {};
const mac = '02:00:00:00:00:01';

add({ link: 'eth0' });
add({ link: 2, mode: 'private' });
add({ link: 2, mode: 4, bcQueueLen: 1000, bcCutoff: -1 });
add({ link: 2, mode: 'passthru', nopromisc: true });
add({ link: 2, mode: 'source', nodst: true, macaddrs: [mac] });

// @ts-expect-error a macvlan needs a lower link
add({ mode: 'bridge' });
// @ts-expect-error no mode of macvlan
add({ link: 2, mode: 'l2' });
// @ts-expect-error not a text
add({ link: 2, bcQueueLen: '1000' });
// @ts-expect-error vepa is the mode where none is given
add({ link: 2, nopromisc: true });
// @ts-expect-error nopromisc is for passthru
add({ link: 2, mode: 'bridge', nopromisc: true });
// @ts-expect-error nopromisc is for passthru
add({ link: 2, mode: 'source', nopromisc: true });
// @ts-expect-error there is nothing to switch off in a link to be made
add({ link: 2, mode: 'passthru', nopromisc: false });
// @ts-expect-error nodst is for source
add({ link: 2, mode: 'passthru', nodst: true });
// @ts-expect-error only source has a list
add({ link: 2, mode: 'vepa', macaddrs: [mac] });
// @ts-expect-error only source has a list
add({ link: 2, macaddrs: [mac] });
// @ts-expect-error a list of one is a list
add({ link: 2, mode: 'source', macaddrs: mac });
// @ts-expect-error read-only
add({ link: 2, bcQueueLenUsed: 1000 });

change({});
change({ mode: 'source', macaddrs: { set: [mac] } });
change({ macaddrs: { add: mac } });
change({ macaddrs: { flush: true } });
change({ nopromisc: false });
change({ mode: 'passthru', nopromisc: true });
change({ nodst: false, bcCutoff: 0 });

// @ts-expect-error nopromisc is for passthru
change({ mode: 'vepa', nopromisc: true });
// @ts-expect-error nodst is for source
change({ mode: 'bridge', nodst: true });
// @ts-expect-error only source has a list
change({ mode: 'private', macaddrs: { flush: true } });
// @ts-expect-error one request adds one address
change({ macaddrs: { add: [mac] } });
// @ts-expect-error of what?
change({ macaddrs: {} });
// @ts-expect-error a link keeps its lower link
change({ link: 2 });

addMacaddrRequest(2, mac, 'macvtap');
// @ts-expect-error a bridge has no such list
addMacaddrRequest(2, mac, 'bridge');
