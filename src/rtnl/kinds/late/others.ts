// Kinds that are seldom met. See ../late.ts.

export { batadvKind } from '../batadv.js';
export { canKind } from '../can.js';
export { dsaKind } from '../dsa.js';
export { ipoibKind } from '../ipoib.js';
export { ipvlanKind, ipvtapKind } from '../ipvlan.js';
export { macsecKind } from '../macsec.js';
export { netkitKind } from '../netkit.js';
export { rmnetKind } from '../rmnet.js';
export { tunKind } from '../tun.js';
export { vxcanKind } from '../vxcan.js';
export { wwanKind } from '../wwan.js';
