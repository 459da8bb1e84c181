// Whether a case makes sense: what can never come, what nobody would look at and what nobody can send is a mistake of whoever wrote it, and a report would either
// not show it or blame the target.

import { Bytes } from '../../netlink/bytes.js';
import { NLMSG_HDRLEN } from '../../netlink/message.js';
import { NLA_TYPE_MASK } from '../../netlink/nlattr.js';
import { inside } from './forms.js';
import { lengthOf, type Pattern, parsePattern, partAt } from './pattern.js';
import { PatternNames } from './pattern-names.js';
import type { Case, Expectation, ExpectedNotification, Step, Suite } from './suite.js';

type Header = Omit<Suite, 'cases'>;

/** Of nlmsghdr. */
const PORT_OFFSET = 12;

/** Of a case that has its form. Throws TypeError. */
export function checkSense(one: Case, { byteOrder, setups = {} }: Header): void {
  const { namespaces = 1, sockets = [{}], listen = [], setup, steps } = one;
  const before = setup === undefined ? [] : Object.hasOwn(setups, setup) ? setups[setup] : undefined;
  if (before === undefined) throw new TypeError(`the header has no setup ${setup}`);
  if (steps.length === 0) throw new TypeError('a case without steps');
  for (const { namespace } of [...sockets, ...listen]) exists('namespace', namespace, namespaces);
  for (const [i, { groups }] of listen.entries()) if (groups.length === 0) throw new TypeError(`listener ${i} joins no groups`);
  const script = new Script(one, byteOrder === 'little');
  for (const [i, step] of before.entries()) inside(`step ${i + 1} of setup ${setup}`, () => script.step(step, true));
  for (const [i, step] of steps.entries()) inside(`step ${i + 1}`, () => script.step(step, false));
}

function exists(what: string, index: number | undefined, count: number): void {
  if (index !== undefined && index >= count) throw new TypeError(`there is no ${what} ${index}`);
}

/** The steps of a case, one after the other. */
class Script {
  private readonly names: PatternNames;
  private readonly ended = new Set<number>();

  constructor(
    private readonly one: Case,
    private readonly littleEndian: boolean,
  ) {
    const { namespaces = 1, sockets = [{}] } = one;
    this.names = new PatternNames(namespaces, sockets.length);
  }

  step(step: Step, isSetup: boolean): void {
    const { send, deleteNamespace, notifications, replies = [], socket = 0 } = step;
    if (send !== undefined && deleteNamespace !== undefined) throw new TypeError('either send or deleteNamespace');
    if (send === undefined) this.silent(step);
    else this.sent(send, socket);
    for (const [i, reply] of replies.entries()) inside(`reply ${i + 1}`, () => this.reply(reply, socket));
    if (notifications === undefined) return;
    if (isSetup) throw new TypeError('notifications, and listeners join behind the setup');
    if (this.one.listen === undefined || this.one.listen.length === 0) throw new TypeError('notifications, and the case has nobody who listens');
    for (const [i, told] of notifications.entries()) inside(`notification ${i + 1}`, () => this.notification(told));
  }

  private silent({ deleteNamespace, notifications, replies, socket, order, again }: Step): void {
    for (const [key, value] of Object.entries({ replies, socket, order, again })) if (value !== undefined) throw new TypeError(`${key}, and nothing is sent`);
    if (deleteNamespace === undefined && notifications === undefined) throw new TypeError('nothing is sent, ended or looked at');
    if (deleteNamespace === undefined) return;
    exists('namespace', deleteNamespace, this.one.namespaces ?? 1);
    if (this.ended.has(deleteNamespace)) throw new TypeError(`namespace ${deleteNamespace} ended before`);
    this.ended.add(deleteNamespace);
  }

  private sent(send: string, socket: number): void {
    exists('socket', socket, this.one.sockets?.length ?? 1);
    if (send === '') throw new TypeError('send has no bytes');
    inside('send', () => this.names.sent(parsePattern(send)));
  }

  private reply(expected: Expectation, socket: number): void {
    const port = partAt(this.expected(expected), PORT_OFFSET);
    if (port !== undefined && !(port instanceof Uint8Array) && /^port\d+$/.test(port.name) && port.name !== `port${socket}`)
      throw new TypeError(`${expected.message} to <${port.name}> never comes to socket ${socket}`);
  }

  private notification(expected: ExpectedNotification): void {
    const { listen = [] } = this.one;
    const { group, listener = 0 } = expected;
    exists('listener', listener, listen.length);
    if (!listen[listener]?.groups.includes(group)) throw new TypeError(`listener ${listener} is not in group ${group}`);
    this.expected(expected);
  }

  /** The pattern of the message, or of how it starts. */
  private expected({ message, hex, start, attributes = [] }: Expectation): Pattern {
    if ((hex === undefined) === (start === undefined)) throw new TypeError(`${message}: either hex or start`);
    if (hex !== undefined && attributes.length > 0) throw new TypeError(`${message}: attributes go with start, hex has them all`);
    const pattern = inside(message, () => {
      const pattern = parsePattern(hex ?? start ?? '');
      this.length(pattern, hex !== undefined);
      this.names.expected(pattern);
      return pattern;
    });
    const paths = new Set<string>();
    for (const { path, name, hex: payload, absent } of attributes) {
      if ((payload === undefined) === (absent === undefined)) throw new TypeError(`${message}: ${name}: either hex or absent`);
      if (path.split('/').some((number) => Number(number) > NLA_TYPE_MASK)) throw new TypeError(`${message}: ${name}: no attribute has a number of ${path}`);
      if (paths.has(path)) throw new TypeError(`${message}: ${name}: ${path} stands there twice`);
      paths.add(path);
      inside(`${message}: ${name}`, () => this.names.expected(parsePattern(payload ?? '')));
    }
    return pattern;
  }

  /** Messages are told apart by nlmsg_len: one of another length than it says never comes. */
  private length(pattern: Pattern, whole: boolean): void {
    const length = lengthOf(pattern);
    if (length < NLMSG_HDRLEN) throw new TypeError(`${length} bytes, and a header has ${NLMSG_HDRLEN}`);
    const told = partAt(pattern, 0);
    if (!(told instanceof Uint8Array) || told.length < 4) return;
    const says = new Bytes(told, this.littleEndian).view.getUint32(0, this.littleEndian);
    if (whole ? says !== length : says < length) throw new TypeError(`nlmsg_len of ${says}, and ${whole ? '' : 'the start alone has '}${length} bytes`);
  }
}
