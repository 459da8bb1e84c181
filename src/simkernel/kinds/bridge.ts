// bridge: a switch whose ports are other links. net/bridge/br_netlink.c, br_device.c, br.c: br_device_event().

import { EADDRNOTAVAIL, EBUSY } from '../../netlink/errno-numbers.js';
import { IFF_BROADCAST, IFF_MULTICAST, IFF_PROMISC } from '../../rtnl/constants.js';
import type { Attributes } from '../attribute.js';
import { validateAddress } from '../link/addresses.js';
import type { Device } from '../link/device.js';
import { FSO, HARDWARE, ROBUST, updateFeatures } from '../link/features.js';
import { IFLA } from '../link/ifla.js';
import { raise } from '../link/notify.js';
import type { LinkEvent, LinkOps, NewLink } from '../link/ops.js';
import { register, unregister } from '../link/registration.js';
import { isValidMac } from '../mac.js';
import { Refusal } from '../refusal.js';
import { bridgeBinding, portBinding, upperBinding } from './bridge-binding.js';
import { bridgeEntries } from './bridge-entries.js';
import { ageAll, changeBridgeAddress, changePortAddress, deletePortEntries } from './bridge-fdb.js';
import { managePromiscuity } from './bridge-filtering.js';
import { announcePort, bridgeInfo, portInfo } from './bridge-message.js';
import { bridgePolicy, changeBridge, changePort, portPolicy, refreshCost, validateVlans } from './bridge-policy.js';
import { addPort, adjustMtu, bridgeFeatures, changeId, recalculateId, removePort } from './bridge-ports.js';
import { listen, stopListening } from './bridge-snooping.js';
import { Bridge, bridgeOf, portOf, STATES } from './bridge-state.js';
import { disablePort, enablePort, selectStates } from './bridge-stp.js';
import { beginVlans, endVlans, flushVlans } from './bridge-vlan-changes.js';
import { bridgeXstats } from './bridge-xstats.js';
import { takeNameAndAddress } from './common.js';

function newLink(link: NewLink): void {
  const { dev, attributes, data } = link;
  const bridge = new Bridge(dev);
  dev.state = bridge;
  register(dev, takeNameAndAddress(link, 'bridge%d'));
  if (attributes.has(IFLA.address)) {
    bridge.addressSet = true;
    changeId(bridge, dev.address);
  }
  try {
    if (data !== undefined) changeBridge(bridge, data);
  } catch (error) {
    unregister(remove(dev));
    throw error;
  }
}

function remove(dev: Device): readonly Device[] {
  const bridge = bridgeOf(dev);
  bridge.dismantling = true;
  for (const port of bridge.lastFirst) removePort(dev, port.dev);
  deletePortEntries(bridge, undefined);
  return [dev];
}

/** br_device_event(): of the bridge itself, then of its ports. */
function event(what: LinkEvent, dev: Device): void {
  if (dev.kind === 'bridge') {
    const bridge = bridgeOf(dev);
    if (what === 'register') changeBridgeAddress(bridge, dev.address);
    if (what === 'register') beginVlans(bridge);
    else if (what === 'unregister') endVlans(bridge);
    else bridgeBinding(what, bridge);
    return;
  }
  upperBinding(what, dev);
  const port = portOf(dev);
  if (port === undefined) return;
  const { bridge } = port;
  let told = false;
  switch (what) {
    case 'changeMtu':
      return adjustMtu(bridge);
    case 'features':
      return updateFeatures(bridge.dev);
    case 'changeAddress':
      changePortAddress(bridge, port);
      if (recalculateId(bridge)) raise('changeAddress', bridge.dev);
      break;
    case 'change':
      refreshCost(port);
      if (!bridge.dev.up) break;
      told = port.usable === (port.state === STATES.disabled);
      if (told && port.usable) enablePort(port);
      else if (told) disablePort(port);
      break;
    case 'down':
      told = bridge.dev.up;
      if (told) disablePort(port);
      break;
    case 'up':
      told = bridge.dev.up && dev.operUp;
      if (told) enablePort(port);
      break;
    case 'unregister':
      return removePort(bridge.dev, dev);
    default:
      return;
  }
  portBinding(what, port);
  if (!told) announcePort('RTM_NEWLINK', port);
}

export const bridgeOps: LinkOps = {
  kind: 'bridge',
  policy: bridgePolicy,
  slavePolicy: portPolicy,
  setup: () => ({ flags: IFF_BROADCAST | IFF_MULTICAST, mtu: 1500, minMtu: 68, maxMtu: 65535, noQueue: true, tsoMaxSize: 65536, netnsImmutable: true, liveAddressChange: true }),
  validate(attributes: Attributes, data, kernel) {
    validateAddress(attributes.get(IFLA.address));
    if (data !== undefined && kernel.bridgeVlans) validateVlans(data);
  },
  newLink,
  change: (dev, _attributes, data) => changeBridge(bridgeOf(dev), data),
  changePort(master, port, data) {
    const found = bridgeOf(master).ports.get(port);
    if (found !== undefined && data !== undefined) changePort(found, data);
  },
  remove,
  uninit: (dev) => flushVlans(bridgeOf(dev)),
  changeRxFlags(dev, changed) {
    if ((changed & IFF_PROMISC) !== 0) managePromiscuity(bridgeOf(dev));
  },
  info: bridgeInfo,
  xstats: bridgeXstats,
  portInfo,
  fdb: bridgeEntries,
  open(dev) {
    const bridge = bridgeOf(dev);
    ageAll(bridge);
    for (const port of bridge.lastFirst) if (port.usable) enablePort(port);
    if (bridge.settings.mcastSnooping !== 0) listen(bridge);
  },
  stop(dev) {
    const bridge = bridgeOf(dev);
    for (const port of bridge.lastFirst) if (port.state !== STATES.disabled) disablePort(port);
    if (bridge.ports.size > 0) selectStates(bridge);
    bridge.endTopologyChange?.();
    if (bridge.settings.mcastSnooping !== 0) stopListening(bridge);
  },
  changeMtu(dev, mtu) {
    dev.mtu = mtu;
    bridgeOf(dev).mtuSet = true;
  },
  features: bridgeFeatures,
  vlanFeatures: () => HARDWARE | ROBUST | FSO,
  setAddress(dev, address) {
    if (!isValidMac(address)) throw new Refusal(EADDRNOTAVAIL);
    if (dev.leaving) throw new Refusal(EBUSY);
    bridgeOf(dev).addressSet = true;
    changeId(bridgeOf(dev), address);
  },
  ports: (dev) => bridgeOf(dev).ports.keys(),
  addPort,
  removePort,
  event,
};
