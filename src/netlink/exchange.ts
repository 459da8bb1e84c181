// The format of recorded traffic that everything here shares: a line of JSON per case, its datagrams in hex. See fixtures/README.md.

/** One recorded datagram. */
export interface RecordedDatagram {
  readonly dir: 'tx' | 'rx';
  /** Which of the program's sockets. */
  readonly sock: number;
  readonly hex: string;
  /** Netlink family of the socket, 0 (route) when absent. */
  readonly family?: number;
  /** Namespace id that came with a notification. */
  readonly nsid?: number;
  /** Multicast groups it was sent to, as sockaddr_nl has them: more than 0 is a notification. */
  readonly nl_groups?: number;
  /** When it passed: nanoseconds since 1970, in decimal. */
  readonly time?: string;
  /** Bytes it had, where `hex` is less. */
  readonly length?: number;
  /** Of the machine, where that is big-endian and nothing else says so. */
  readonly byteOrder?: 'little' | 'big';
}

/** The datagrams that passed, in order. */
export type Exchange = readonly RecordedDatagram[];

/** `uname -m` of the big-endian machines that Linux runs on. */
const BIG_ENDIAN = /^(s390x?|ppc(64)?|mips(64)?|sparc(64)?|m68k|parisc(64)?|armeb|aarch64_be)$/;

/** Whether a machine of this name is little-endian. */
export const isLittleEndianMachine = (name: string): boolean => !BIG_ENDIAN.test(name);

/** A recording longer than this is refused. */
export const MAX_EXCHANGE = 1_000_000;
