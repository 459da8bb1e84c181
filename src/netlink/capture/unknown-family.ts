// A family of which nothing is known but how its datagrams are divided.

import { NETLINK_KOBJECT_UEVENT } from '../constants.js';
import type { Bodies, Protocol } from '../message.js';
import { protocol } from '../protocol.js';

const messages: Protocol<Bodies> = protocol({});

const text: Protocol<Bodies> = {
  ...messages,
  framing: { headerLength: 0, each: (b, visit) => visit({ length: b.array.length, type: 0, flags: 0, sequence: 0, portId: 0 }, 0) },
};

export function unknownFamily(family: number): Protocol<Bodies> {
  return family === NETLINK_KOBJECT_UEVENT ? text : messages;
}
