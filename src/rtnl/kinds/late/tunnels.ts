// Kinds that put packets into packets. See ../late.ts.

export { amtKind } from '../amt.js';
export { bareudpKind } from '../bareudp.js';
export { geneveKind } from '../geneve.js';
export { erspanKind, greKind, gretapKind } from '../gre.js';
export { gtpKind } from '../gtp.js';
export { ip6erspanKind, ip6greKind, ip6gretapKind } from '../ip6gre.js';
export { ip6tnlKind } from '../ip6tnl.js';
export { ipipKind, sitKind } from '../iptunnel.js';
export { ovpnKind } from '../ovpn.js';
export { vti6Kind, vtiKind } from '../vti.js';
export { vxlanKind } from '../vxlan.js';
export { xfrmKind } from '../xfrm.js';
