// The link kinds as the command has them: what the library does of each, and how `ip` reads and prints it.

import { kinds as library } from '../index.js';
import { macvlanCommand, macvtapCommand } from '../macvlan/command.js';
import type { CommandKinds, KindCommand } from '../rtnl/kind-command.js';
import { amtCommand } from '../rtnl/kinds/amt-words.js';
import { bareudpCommand } from '../rtnl/kinds/bareudp-words.js';
import { batadvCommand } from '../rtnl/kinds/batadv-words.js';
import { bondCommand } from '../rtnl/kinds/bond-words.js';
import { bridgeCommand } from '../rtnl/kinds/bridge-words.js';
import { canCommand } from '../rtnl/kinds/can-words.js';
import { dsaCommand } from '../rtnl/kinds/dsa-words.js';
import { geneveCommand } from '../rtnl/kinds/geneve-words.js';
import { erspanCommand, greCommand, gretapCommand } from '../rtnl/kinds/gre-words.js';
import { gtpCommand } from '../rtnl/kinds/gtp-words.js';
import { hsrCommand } from '../rtnl/kinds/hsr-words.js';
import { ip6erspanCommand, ip6greCommand, ip6gretapCommand } from '../rtnl/kinds/ip6gre-words.js';
import { ip6tnlCommand } from '../rtnl/kinds/ip6tnl-words.js';
import { ipoibCommand } from '../rtnl/kinds/ipoib-words.js';
import { ipipCommand, sitCommand } from '../rtnl/kinds/iptunnel-words.js';
import { ipvlanCommand, ipvtapCommand } from '../rtnl/kinds/ipvlan-words.js';
import { macsecCommand } from '../rtnl/kinds/macsec-words.js';
import { netkitCommand } from '../rtnl/kinds/netkit-words.js';
import { ovpnCommand } from '../rtnl/kinds/ovpn-words.js';
import { vethCommand, vxcanCommand } from '../rtnl/kinds/peer-words.js';
import { rmnetCommand } from '../rtnl/kinds/rmnet-words.js';
import { tunCommand } from '../rtnl/kinds/tun-show.js';
import { vlanCommand } from '../rtnl/kinds/vlan-words.js';
import { vrfCommand } from '../rtnl/kinds/vrf-words.js';
import { vti6Command, vtiCommand } from '../rtnl/kinds/vti-words.js';
import { vxlanCommand } from '../rtnl/kinds/vxlan-words.js';
import { wwanCommand } from '../rtnl/kinds/wwan-words.js';
import { xfrmCommand } from '../rtnl/kinds/xfrm-words.js';

const commands: Readonly<Record<keyof typeof library, KindCommand>> = {
  macvlan: macvlanCommand,
  macvtap: macvtapCommand,
  bridge: bridgeCommand,
  dummy: { usage: 'Usage: ... dummy\n' },
  ifb: { usage: 'Usage: ... ifb\n' },
  veth: vethCommand,
  vlan: vlanCommand,
  vxlan: vxlanCommand,
  geneve: geneveCommand,
  batadv: batadvCommand,
  bond: bondCommand,
  can: canCommand,
  dsa: dsaCommand,
  hsr: hsrCommand,
  ipoib: ipoibCommand,
  ipvlan: ipvlanCommand,
  ipvtap: ipvtapCommand,
  lowpan: { foreign: true, usage: undefined },
  netdevsim: { usage: 'Usage: ... netdevsim\n' },
  nlmon: { usage: 'Usage: ... nlmon\n' },
  rmnet: rmnetCommand,
  team: { usage: 'Usage: ... team\n', slaveUsage: 'Usage: ... team_slave\n' },
  tun: tunCommand,
  vcan: { usage: 'Usage: ... vcan\n' },
  virt_wifi: { usage: 'Usage: ... virt_wifi \n' },
  vrf: vrfCommand,
  vxcan: vxcanCommand,
  wwan: wwanCommand,
  gre: greCommand,
  gretap: gretapCommand,
  erspan: erspanCommand,
  ip6gre: ip6greCommand,
  ip6gretap: ip6gretapCommand,
  ip6erspan: ip6erspanCommand,
  ipip: ipipCommand,
  sit: sitCommand,
  ip6tnl: ip6tnlCommand,
  vti: vtiCommand,
  vti6: vti6Command,
  xfrm: xfrmCommand,
  bareudp: bareudpCommand,
  gtp: gtpCommand,
  pfcp: { foreign: true, usage: undefined },
  amt: amtCommand,
  wireguard: { foreign: true, usage: undefined },
  ovpn: ovpnCommand,
  netkit: netkitCommand,
  macsec: macsecCommand,
};

export const kinds: CommandKinds = Object.fromEntries(Object.entries(library).map(([name, kind]) => [name, { ...kind, ...commands[name as keyof typeof library] }]));
