// Numbers of the attributes of a neighbour and a forwarding entry that requests are read by. linux/neighbour.h

/** NDA_*. */
export const NDA = {
  dst: 1,
  lladdr: 2,
  vlan: 5,
  vni: 7,
  ifindex: 8,
  master: 9,
  protocol: 12,
  fdbExtAttrs: 14,
  flagsExt: 15,
  ndmStateMask: 16,
  ndmFlagsMask: 17,
} as const;
