// Attributes of links that a kernel did not always tell, with the first of the measured releases that does. Where no request of a case has one, it is not what
// the case is about: before that release it is not looked at.

const SINCE: Readonly<Record<string, string>> = {
  IFLA_ALLMULTI: '6.1',
  IFLA_BR_FDB_MAX_LEARNED: '6.12',
  IFLA_BRPORT_LOCKED: '6.1',
  IFLA_BRPORT_MAB: '6.12',
  IFLA_BRPORT_NEIGH_VLAN_SUPPRESS: '6.12',
  IFLA_BRPORT_BACKUP_NHID: '6.12',
  IFLA_MACVLAN_BC_CUTOFF: '6.12',
};

/** `asked` are the attributes that the requests of a case have. */
export function since(name: string, asked: ReadonlySet<string>): { readonly since?: string } {
  const release = asked.has(name) ? undefined : SINCE[name];
  return release === undefined ? {} : { since: release };
}
