// Labels of IPv6 prefixes as a client sees them: the verbs of `ip addrlabel`. iproute2: ip/ipaddrlabel.c.

import { expectInteger } from '../netlink/codec.js';
import { NLM_F_CREATE, NLM_F_EXCL } from '../netlink/constants.js';
import type { Conversation, RequestOptions } from '../netlink/conversation.js';
import { EncodeError } from '../netlink/errors.js';
import { withAbout } from './about.js';
import type { AddressLabel } from './address-label.js';
import { AF_INET6 } from './constants.js';
import { type Done, done } from './done.js';
import { expectObject } from './expect.js';
import type { LinkKinds } from './kind.js';
import type { LinkRef, Links } from './links.js';
import { type Listing, list } from './listing.js';
import { parsePrefix } from './prefix.js';
import type { RouteProtocol } from './protocol.js';
import { removeAll } from './remove-all.js';

/** A prefix and its label. */
export interface AddressLabelOptions {
  /** `2001:db8::/32`; without a prefix length it is a host's. */
  readonly prefix: string;
  /** 0 to 4294967294. Source addresses whose label is the destination's are preferred. */
  readonly label: number;
}

/** A label, and the link it is for; for any by default. */
export interface AddressLabelSpec extends AddressLabelOptions {
  /** Index or name of the link. */
  readonly dev?: LinkRef;
}

function bodyOf(index: number, { prefix, label, ...others }: AddressLabelOptions): Partial<AddressLabel> {
  const { family, address, length } = parsePrefix(prefix);
  if (family !== AF_INET6) throw new EncodeError(`prefix: '${prefix}' is not of IPv6`);
  expectInteger(label, 0, 0xfffffffe, 'label');
  for (const key of Object.keys(others)) if (key !== 'dev') throw new EncodeError(`labels of prefixes have no option ${key}`);
  return { family: AF_INET6, prefixlen: length, index, label, address };
}

/** Throws EncodeError. The kernel refuses a prefix that has a label already: EEXIST. `index` 0 is for any link. */
export function addAddressLabelRequest(index: number, spec: AddressLabelOptions) {
  return { name: 'RTM_NEWADDRLABEL', header: { flags: NLM_F_CREATE | NLM_F_EXCL }, body: bodyOf(index, spec) } as const;
}

/** Throws EncodeError. The kernel refuses where there is none: ESRCH. */
export function deleteAddressLabelRequest(index: number, spec: AddressLabelOptions) {
  return { name: 'RTM_DELADDRLABEL', header: {}, body: bodyOf(index, spec) } as const;
}

/** All of them: the kernel has no filter. */
export function listAddressLabelsRequest() {
  return { name: 'RTM_GETADDRLABEL', header: {}, body: { family: AF_INET6 } } as const;
}

/** Removes the very label that was listed. */
export function removeAddressLabelRequest(label: AddressLabel) {
  return { name: 'RTM_DELADDRLABEL', header: {}, body: label } as const;
}

/** Labels of IPv6 prefixes of one network namespace. */
export class AddressLabels<K extends LinkKinds> {
  constructor(
    private readonly conversation: Conversation<RouteProtocol<K>['messages']>,
    private readonly links: Links<K>,
  ) {}

  /** Rejects with KernelError (`EEXIST`, `EINVAL` ...), EncodeError. */
  add(spec: AddressLabelSpec, options?: RequestOptions): Promise<Done> {
    return this.send(addAddressLabelRequest, spec, options);
  }

  /** Rejects with KernelError `ESRCH` where there is none. */
  delete(spec: AddressLabelSpec, options?: RequestOptions): Promise<Done> {
    return this.send(deleteAddressLabelRequest, spec, options);
  }

  /** The labels of the namespace. */
  async list(options?: RequestOptions): Promise<Listing<AddressLabel>> {
    return list(this.conversation, listAddressLabelsRequest(), options);
  }

  /** Removes every label, those the kernel begins with as well, and says how many. */
  async flush(options?: RequestOptions): Promise<number> {
    return removeAll(this.conversation, (await this.list(options)).map(removeAddressLabelRequest), ['ESRCH'], options);
  }

  private async send(make: (index: number, spec: AddressLabelOptions) => object, labelled: AddressLabelSpec, options?: RequestOptions): Promise<Done> {
    expectObject(labelled, 'label of a prefix');
    const { dev, ...spec } = labelled;
    const index = dev === undefined ? 0 : await this.links.index(dev, options);
    const { extendedAck } = await this.conversation.request(make(index, spec) as never, withAbout(options, spec.prefix));
    return done(extendedAck);
  }
}
