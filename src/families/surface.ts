// What `rtnetlink/families` exports: protocols of the netlink families other than route. Runs in a browser.

export { auditProtocol } from './audit/protocol.js';
export { connectorProtocol } from './connector.js';
export { cryptoProtocol } from './crypto.js';
export { Families, familyName, protocolOf, protocolsWith } from './families.js';
export { genericProtocol } from './generic/protocol.js';
export { type FamilyGroup, type FamilyOperation, GenericFamilies, type LearntFamily } from './generic/registry.js';
export { netfilterProtocol } from './netfilter/protocol.js';
export type { FamilyBodies, FamilyMessage, FamilyProtocol } from './protocol.js';
export { rdmaProtocol } from './rdma.js';
export { fibLookupProtocol, selinuxProtocol, unknownProtocol } from './small.js';
export { sockDiagProtocol } from './sock-diag/protocol.js';
export { ueventProtocol } from './uevent.js';
export { xfrmProtocol } from './xfrm/protocol.js';
