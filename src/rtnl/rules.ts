// Rules as a client sees them: the verbs of `ip rule` and `ip mrule`.

import type { Conversation, RequestOptions } from '../netlink/conversation.js';
import { withAbout } from './about.js';
import { type Done, done } from './done.js';
import { expectObject, expectQuery, type Keys } from './expect.js';
import type { LinkKinds } from './kind.js';
import { type Listing, list } from './listing.js';
import type { RouteProtocol } from './protocol.js';
import { removeAll } from './remove-all.js';
import { type Rule, ruleTable } from './rule.js';
import { addRuleRequest, deleteRuleRequest, listRulesRequest, type RuleFamily, type RuleSpec, removeRuleRequest } from './rule-requests.js';

/** Which rules of a family. */
export interface RuleQuery {
  /** `inet` by default. */
  readonly family?: RuleFamily;
  readonly priority?: number;
  /** Number of the table they lead to. */
  readonly table?: number;
  /** RTPROT_*: who made them. */
  readonly protocol?: number;
}

const QUERY: Keys<RuleQuery> = { family: true, priority: 'number', table: 'number', protocol: 'number' };

/** The verbs for rules. */
export class Rules<K extends LinkKinds> {
  constructor(private readonly conversation: Conversation<RouteProtocol<K>['messages']>) {}

  /** Rejects with KernelError (`EEXIST`, `EINVAL`, `EAFNOSUPPORT` ...), EncodeError. */
  async add(spec: RuleSpec, options?: RequestOptions): Promise<Done> {
    expectObject(spec, 'rule');
    const { extendedAck } = await this.conversation.request(addRuleRequest(spec) as never, withAbout(options, 'rule'));
    return done(extendedAck);
  }

  /** Removes the first rule that is as told. Rejects with KernelError `ENOENT` where there is none. */
  async delete(spec: RuleSpec, options?: RequestOptions): Promise<Done> {
    expectObject(spec, 'rule');
    const { extendedAck } = await this.conversation.request(deleteRuleRequest(spec) as never, withAbout(options, 'rule'));
    return done(extendedAck);
  }

  /** The rules of a family in the order in which they are tried. */
  async list(query: RuleQuery = {}, options?: RequestOptions): Promise<Listing<Rule>> {
    expectQuery(query, QUERY, 'rules');
    const { family, priority, table, protocol } = query;
    return list(this.conversation, listRulesRequest(family), options, (rule: Rule) => {
      if (priority !== undefined && (rule.priority ?? 0) !== priority) return false;
      return (table === undefined || ruleTable(rule) === table) && (protocol === undefined || (rule.protocol ?? 0) === protocol);
    });
  }

  /** Removes every rule the query finds but those of priority 0, as `ip rule flush` does, and says how many. Rejects with KernelError where the kernel refuses one. */
  async flush(query: RuleQuery, options?: RequestOptions): Promise<number> {
    expectObject(query, 'rules');
    const found = (await this.list(query, options)).filter(({ priority = 0 }) => priority !== 0);
    return removeAll(this.conversation, found.map(removeRuleRequest), ['ENOENT'], options);
  }
}
