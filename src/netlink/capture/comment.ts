// What we know of a datagram and pcapng has no place for: in the comment of its packet, for people and for our reader.

import type { CapturedDatagram, Untold } from './captured.js';

const MARK = 'rtnetlink ';

/** Comments are options, whose length is 16 bits. */
const MAX_COMMENT = 0xffff;

interface Comment {
  readonly socket?: string;
  readonly groups?: number;
  readonly nsid?: number;
  readonly untold?: readonly Untold[];
  /** The stamp of the packet is none. */
  readonly untimed?: true;
  /** Nanoseconds, where a stamp cannot hold them. */
  readonly time?: string;
}

/** `rtnetlink {"socket":"4711/3"}`; undefined where there is nothing to say. */
export function commentOf({ socket, groups, nsid, untold, time }: CapturedDatagram): Uint8Array | undefined {
  const comment: Comment = {
    ...(socket !== undefined && { socket }),
    ...(groups !== undefined && { groups }),
    ...(nsid !== undefined && { nsid }),
    ...(untold !== undefined && { untold }),
    ...(time === undefined && { untimed: true }),
    ...(time !== undefined && BigInt.asUintN(64, time) !== time && { time: `${time}` }),
  };
  if (Object.keys(comment).length === 0) return undefined;
  const text = new TextEncoder().encode(MARK + JSON.stringify(comment));
  if (text.length <= MAX_COMMENT) return text;
  // It cannot say all; that there is something must not be lost.
  const { untold: _, ...rest } = comment;
  const whole: Untold = { offset: 0, length: 0, said: 'more than a comment can say' };
  return new TextEncoder().encode(MARK + JSON.stringify({ ...rest, untold: [whole] }));
}

/** The datagram with what such a comment says of it; as it was where the comment is someone else's. */
export function commented(datagram: CapturedDatagram, text: Uint8Array): CapturedDatagram {
  const comment = parsed(new TextDecoder().decode(text));
  if (comment === undefined) return datagram;
  const { socket, groups, nsid, untold, untimed, time: told } = comment;
  const { time: stamp, ...rest } = datagram;
  const time = typeof told === 'string' && /^-?\d{1,40}$/.test(told) ? BigInt(told) : stamp;
  return {
    ...rest,
    ...(time !== undefined && untimed !== true && { time }),
    ...(typeof socket === 'string' && { socket }),
    ...(isWhole(groups, 0, 0xffffffff) && { groups }),
    ...(isWhole(nsid, -0x80000000, 0x7fffffff) && { nsid }),
    ...(isUntold(untold) && { untold }),
  };
}

function parsed(text: string): { [K in keyof Comment]: unknown } | undefined {
  if (!text.startsWith(`${MARK}{`)) return undefined;
  try {
    return JSON.parse(text.slice(MARK.length)) as { [K in keyof Comment]: unknown };
  } catch {
    return undefined;
  }
}

const isWhole = (value: unknown, least: number, most: number): value is number => Number.isInteger(value) && (value as number) >= least && (value as number) <= most;

const isUntold = (value: unknown): value is readonly Untold[] =>
  Array.isArray(value) &&
  value.every((one: Partial<Record<keyof Untold, unknown>> | null) => Number.isInteger(one?.offset) && Number.isInteger(one?.length) && typeof one?.said === 'string');
