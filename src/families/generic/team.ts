// Teams of links: options and ports. include/uapi/linux/if_team.h; Documentation/netlink/specs/team.yaml.

import { flaggedAttributes } from '../../netlink/attributes.js';
import { bytes, flag, u8, u32 } from '../../netlink/codec.js';
import { string } from '../../netlink/text.js';
import { commands, deferredFamily, type GenericFamily } from './family.js';
export const teamFamily: GenericFamily = deferredFamily('team', () => {
  const attrOption = flaggedAttributes(() => ({
    name: ['TEAM_ATTR_OPTION_NAME', 1, string],
    changed: ['TEAM_ATTR_OPTION_CHANGED', 2, flag],
    type: ['TEAM_ATTR_OPTION_TYPE', 3, u8],
    data: ['TEAM_ATTR_OPTION_DATA', 4, bytes],
    removed: ['TEAM_ATTR_OPTION_REMOVED', 5, flag],
    portIfindex: ['TEAM_ATTR_OPTION_PORT_IFINDEX', 6, u32],
    arrayIndex: ['TEAM_ATTR_OPTION_ARRAY_INDEX', 7, u32],
  }));

  const itemOption = flaggedAttributes(() => ({
    option: ['TEAM_ATTR_ITEM_OPTION', 1, attrOption],
  }));

  const attrPort = flaggedAttributes(() => ({
    ifindex: ['TEAM_ATTR_PORT_IFINDEX', 1, u32],
    changed: ['TEAM_ATTR_PORT_CHANGED', 2, flag],
    linkup: ['TEAM_ATTR_PORT_LINKUP', 3, flag],
    speed: ['TEAM_ATTR_PORT_SPEED', 4, u32],
    duplex: ['TEAM_ATTR_PORT_DUPLEX', 5, u8],
    removed: ['TEAM_ATTR_PORT_REMOVED', 6, flag],
  }));

  const itemPort = flaggedAttributes(() => ({
    port: ['TEAM_ATTR_ITEM_PORT', 1, attrPort],
  }));

  const team = flaggedAttributes(() => ({
    teamIfindex: ['TEAM_ATTR_TEAM_IFINDEX', 1, u32],
    listOption: ['TEAM_ATTR_LIST_OPTION', 2, itemOption],
    listPort: ['TEAM_ATTR_LIST_PORT', 3, itemPort],
  }));

  return {
    commands: { ...commands(team, { TEAM_CMD_NOOP: 0, TEAM_CMD_OPTIONS_SET: 1, TEAM_CMD_OPTIONS_GET: 2, TEAM_CMD_PORT_LIST_GET: 3 }) },
  };
});
