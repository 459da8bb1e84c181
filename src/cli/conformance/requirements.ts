// Whether a target has what a case requires. Kinds and what a fresh namespace holds are asked of the target itself, once.

import { Bytes } from '../../netlink/bytes.js';
import { NLM_F_ACK, NLM_F_CREATE, NLM_F_DUMP, NLM_F_EXCL, NLM_F_REQUEST } from '../../netlink/constants.js';
import { errnoOf } from '../../netlink/errno.js';
import { decodeMessages, type ErrorBody, encodeMessages } from '../../netlink/message.js';
import type { AnyLink } from '../../rtnl/link.js';
import type { RouteRequest } from '../kernel.js';
import type { Reading } from './compare.js';
import { collect, Inbox } from './play.js';
import { compareRelease } from './release.js';
import type { Case, Requirements, Suite } from './suite.js';
import type { Target } from './target/target.js';

const MAKE = NLM_F_REQUEST | NLM_F_ACK | NLM_F_CREATE | NLM_F_EXCL;

/** Index of a bridge that is made to be looked at. */
const BRIDGE = 20;

export class Available {
  private readonly kinds = new Map<string, boolean>();
  private bare: boolean | undefined;
  private vlanless: boolean | undefined;

  constructor(
    private readonly target: Target,
    private readonly reading: Reading,
    /** Whatever release a case is for. */
    private readonly anyKernel = false,
  ) {}

  /** Why a case cannot be put to this target; undefined where it can. Rejects with what the target rejects with. */
  async lacking(suite: Suite, one: Case): Promise<string | undefined> {
    if (this.target.byteOrder !== suite.byteOrder) return `the case is ${suite.byteOrder}-endian`;
    return (await this.lackingOf(suite.requires)) ?? (await this.lackingOf(one.requires));
  }

  private async lackingOf({ kernel: { min, max } = {}, kinds = [], capabilities = [], features = [] }: Requirements = {}): Promise<string | undefined> {
    const { kernel } = this.target;
    if (min !== undefined && !this.anyKernel && compareRelease(kernel, min) < 0) return `needs a kernel from ${min} on, this is ${kernel}`;
    if (max !== undefined && !this.anyKernel && compareRelease(kernel, max) > 0) return `needs a kernel up to ${max}, this is ${kernel}`;
    const capability = capabilities.find((name) => !this.target.may(name));
    if (capability !== undefined) return `needs ${capability}`;
    for (const feature of features) {
      if (feature !== 'bare' && feature !== 'vlanless') return `needs ${feature}, of which nothing is known here`;
      if (feature === 'bare' && !(await this.isBare())) return 'needs fresh namespaces to hold a loopback link and nothing else';
      if (feature === 'vlanless' && !(await this.isVlanless())) return 'needs bridges without VLANs (CONFIG_BRIDGE_VLAN_FILTERING is built in)';
    }
    for (const kind of kinds) if (!(await this.has(kind))) return `needs link kind ${kind}`;
    return undefined;
  }

  private async has(kind: string): Promise<boolean> {
    const known = this.kinds.get(kind);
    if (known !== undefined) return known;
    const [refusal] = await this.ask([{ name: 'RTM_NEWLINK', header: { flags: MAKE }, body: { linkinfo: { kind } } }], 1);
    const { error = 0 } = (refusal?.body ?? {}) as Partial<ErrorBody>;
    const has = -error !== errnoOf('EOPNOTSUPP');
    this.kinds.set(kind, has);
    return has;
  }

  private async isBare(): Promise<boolean> {
    this.bare ??= (await this.ask([{ name: 'RTM_GETLINK', header: { flags: NLM_F_REQUEST | NLM_F_DUMP }, body: {} }], 2)).filter(({ name }) => name === 'RTM_NEWLINK').length === 1;
    return this.bare;
  }

  private async isVlanless(): Promise<boolean> {
    if (this.vlanless !== undefined) return this.vlanless;
    const make: RouteRequest = { name: 'RTM_NEWLINK', header: { flags: MAKE }, body: { index: BRIDGE, linkinfo: { kind: 'bridge' } } };
    const replies = await this.ask([make, { name: 'RTM_GETLINK', header: { flags: NLM_F_REQUEST }, body: { index: BRIDGE } }], 2);
    const bridge = (replies.find(({ name }) => name === 'RTM_NEWLINK')?.body as AnyLink | undefined)?.linkinfo as
      | { readonly bridge?: { readonly vlanProtocol?: number } }
      | undefined;
    this.vlanless = bridge?.bridge !== undefined && bridge.bridge.vlanProtocol === undefined;
    return this.vlanless;
  }

  private async ask(requests: readonly RouteRequest[], replies: number) {
    const { protocol, littleEndian } = this.reading;
    const stage = await this.target.stage();
    try {
      await stage.createNamespace();
      const port = await stage.open({});
      const inbox = new Inbox(port, littleEndian);
      await port.send(encodeMessages(protocol, requests, littleEndian));
      await collect(stage, inbox, replies);
      return inbox.messages.flatMap((bytes) => decodeMessages(protocol, new Bytes(bytes, littleEndian)));
    } finally {
      await stage.close();
    }
  }
}
