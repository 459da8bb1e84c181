// The default view: each message as `ip monitor` shows it, with when, which way, and what it belongs to.
//
//     [2026-11-28T18:45:25.744493] #1 -> RTM_GETLINK dump family 17, extMask 9
//     [2026-11-28T18:45:25.744930] #1 <- +0.437ms [LINK]1: lo: <LOOPBACK> mtu 65536 ...
//     [2026-11-28T18:45:25.745972] #1 <- +1.479ms done, 4 listed

import { toHex } from '../../netlink/bytes.js';
import { asks } from '../../netlink/capture/asking.js';
import type { CapturedMessage, Entry, EntryError, Step } from '../../netlink/capture/entry.js';
import { untoldIn } from '../../netlink/capture/line.js';
import { dateOf, secondsText } from '../../netlink/capture/time.js';
import { NLM_F_ACK, NLM_F_APPEND, NLM_F_CREATE, NLM_F_DUMP, NLM_F_ECHO, NLM_F_EXCL, NLM_F_MATCH, NLM_F_REPLACE, NLM_F_ROOT } from '../../netlink/constants.js';
import { printer } from '../../rtnl/show/printer.js';
import type { RouteMessage } from '../kernel.js';
import { shownOf } from '../monitor/shows.js';
import { shortStamp } from '../monitor/time.js';
import { harmless } from './colours.js';
import { familyName } from './families.js';
import { summary } from './summary.js';
import type { Surroundings, View } from './view.js';

/** Bytes of a damaged message that are shown. */
const SHOWN_BYTES = 64;

/** nlmsg_flags of a request in words; the rest as a number. */
function flagWords(message: CapturedMessage): string[] {
  const { flags = 0 } = message.header ?? {};
  const get = asks(message);
  const names: readonly (readonly [bit: number, name: string])[] = get
    ? [
        [NLM_F_ROOT, 'root'],
        [NLM_F_MATCH, 'match'],
      ]
    : [
        [NLM_F_REPLACE, 'replace'],
        [NLM_F_EXCL, 'excl'],
        [NLM_F_CREATE, 'create'],
        [NLM_F_APPEND, 'append'],
      ];
  const out = get && (flags & NLM_F_DUMP) === NLM_F_DUMP ? ['dump'] : names.filter(([bit]) => (flags & bit) !== 0).map(([, name]) => name);
  if ((flags & NLM_F_ACK) !== 0) out.push('ack');
  if ((flags & NLM_F_ECHO) !== 0) out.push('echo');
  return out;
}

/** Nanoseconds as milliseconds. */
function milliseconds(time: bigint): string {
  return `${(Number(time) / 1e6).toFixed(3)}ms`;
}

/** As `ip monitor` writes it. */
function stampOf(time: bigint): string {
  const { date, nanoseconds } = dateOf(time);
  return Number.isNaN(date.getTime()) ? `[${secondsText(time, 6)}] ` : shortStamp(date, Number(nanoseconds / 1000n));
}

/** `EEXIST File exists at RTM_NEWLINK > IFLA_IFNAME` */
export function errorText({ code, message, extendedAck: { path, missing } }: EntryError): string {
  const where = path !== undefined ? ` at ${path.join(' > ')}` : missing !== undefined ? `, missing ${missing.join(' > ')}` : '';
  return `${code} ${message}${where}`;
}

export class TextView implements View {
  constructor(private readonly surroundings: Surroundings) {}

  step({ entry, message }: Step): string {
    const { paint } = this.surroundings;
    if (message === undefined) return this.unanswered(entry);
    const { time, socket, nsid } = message.datagram;
    const stamp = time === undefined ? '' : paint('time', stampOf(time));
    const from = `${socket === undefined ? '' : `${harmless(socket)} `}${nsid === undefined ? '' : `[nsid ${nsid}] `}`;
    const arrow = paint('direction', message.direction === 'sent' ? '->' : '<-');
    const text = message.direction === 'sent' && entry.kind !== 'damaged' ? this.request(message) : `${this.delay(entry, message)}${this.received(entry, message)}`;
    return `${stamp}${paint('number', `#${entry.id}`)} ${from}${arrow} ${text}${text.endsWith('\n') ? '' : '\n'}${this.remarks(message)}`;
  }

  end(): string {
    return '';
  }

  /** Of what nothing was expected, nothing is said. */
  private unanswered({ id, request }: Entry): string {
    const { paint } = this.surroundings;
    if (request === undefined || (!asks(request) && ((request.header?.flags ?? 0) & NLM_F_ACK) === 0)) return '';
    return `${paint('number', `#${id}`)} ${paint('warning', 'no end of the reply in this recording')}\n`;
  }

  private request(message: CapturedMessage): string {
    return [this.name(message), ...flagWords(message), this.contents(message)].filter((part) => part !== '').join(' ');
  }

  /** Of another family than route with that, since names tell it of few. */
  private name({ name, datagram: { family } }: CapturedMessage): string {
    return `${family === 0 ? '' : `${familyName(family)} `}${this.surroundings.paint('name', name)}`;
  }

  private contents(message: CapturedMessage): string {
    const { body, header, datagram } = message;
    const { family } = datagram;
    if (body instanceof Uint8Array) return body.length === 0 ? '' : `0x${toHex(body.subarray(0, SHOWN_BYTES))}${body.length > SHOWN_BYTES ? `... (${body.length} bytes)` : ''}`;
    if (typeof body !== 'object' || body === null) return harmless(String(body));
    const codec = header === undefined ? undefined : this.surroundings.protocols(family)?.resolve({ name: message.name, header, body })?.body;
    const struct = codec !== undefined && 'header' in codec ? (codec.header as { readonly keys: readonly string[] }).keys : [];
    return harmless(summary(body, new Set(struct)));
  }

  private delay({ request, cause }: Entry, { datagram: { time } }: CapturedMessage): string {
    const { paint } = this.surroundings;
    if (cause !== undefined) return paint('direction', `(by #${cause.entry}${cause.by === 'time' ? '?' : ''}) `);
    const asked = request?.datagram.time;
    return time === undefined || asked === undefined ? '' : paint('direction', `+${milliseconds(time - asked)} `);
  }

  private received(entry: Entry, message: CapturedMessage): string {
    const { paint } = this.surroundings;
    if (entry.kind === 'damaged') return `${paint('error', 'damaged')} ${this.contents(message)}`;
    if (message.name === 'NLMSG_ERROR') return this.outcome(entry, 'ok');
    if (message.name === 'NLMSG_DONE')
      return this.outcome(entry, `done, ${entry.replies} listed${entry.interrupted ? `, ${paint('warning', 'interrupted: things changed meanwhile')}` : ''}`);
    return this.object(message) ?? this.request(message);
  }

  private outcome({ error, warning }: Entry, success: string): string {
    const { paint } = this.surroundings;
    if (error !== undefined) return paint('error', harmless(errorText(error)));
    return `${paint('good', success)}${warning?.message === undefined ? '' : `, ${paint('warning', harmless(warning.message))}`}`;
  }

  /** As its own command shows it; undefined for what has none. */
  private object(message: CapturedMessage): string | undefined {
    const { names, kinds, tables, background, details, statistics } = this.surroundings;
    if (message.datagram.family !== 0 || message.body instanceof Uint8Array) return undefined;
    const shown = shownOf(message as unknown as RouteMessage, { index: 0, family: 0 });
    if (shown === undefined || shown === 'nothing') return undefined;
    const out = printer({ details, statistics, ...(background !== undefined && { colour: background }) });
    out.text(shown.label);
    shown.show(out, { names, kinds, tables: tables(), command: 'monitor', littleEndian: message.datagram.littleEndian });
    return harmless(out.finish());
  }

  /** What did not decode, and what the recording does not tell. */
  private remarks(message: CapturedMessage): string {
    const { paint } = this.surroundings;
    const { errors, truncated } = message;
    const lines = [
      ...errors.map(({ message }) => message),
      ...(truncated ? ['the recording has no more of it'] : []),
      ...untoldIn(message).map(({ offset, length, said }) => `bytes ${offset} to ${offset + length} stand for ${said}`),
    ];
    return lines.map((line) => `    ${paint('warning', `! ${harmless(line)}`)}\n`).join('');
  }
}
