// What every reader of recorded traffic hands out, whatever the recording's format.

/** One netlink datagram of a recording. */
export interface CapturedDatagram {
  /** From its first nlmsghdr on, without what the recording put around it. Never changed: decoded values may borrow from it. */
  readonly bytes: Uint8Array;
  /** Byte order of the machine it was recorded on. */
  readonly littleEndian: boolean;
  /** Protocol of the socket (`linux/netlink.h`, NETLINK_*); 0 is route. */
  readonly family: number;
  /** To the kernel or from it, as far as the recording tells. */
  readonly direction?: 'sent' | 'received';
  /** Nanoseconds since 1970, or since what {@link Capture.timesFrom} says; as far as the recording tells. */
  readonly time?: bigint;
  /** Which socket of the recording, in its own words (`3`, `4711/3`); datagrams with different ones are never of one conversation. */
  readonly socket?: string;
  /** Which of the recording's interfaces saw it, where it has several (pcapng). */
  readonly interface?: number;
  /** Multicast groups it was sent to, as sockaddr_nl has them: more than 0 is a notification. */
  readonly groups?: number;
  /** Id of the namespace a notification came from. */
  readonly nsid?: number;
  /** Where its record starts in the recording (unpacked, where that is compressed), in bytes. */
  readonly offset: number;
  /** How long it was when it was sent: more than `bytes.length` means that the recording cut its end off. */
  readonly fullLength: number;
  /** Parts of `bytes` that the recording does not tell; absent where it tells all. */
  readonly untold?: readonly Untold[];
}

/** A range of a datagram that stands in for what the recording left out: it names a link but not its index, or abbreviates. */
export interface Untold {
  /** From the datagram's start. */
  readonly offset: number;
  readonly length: number;
  /** What the recording has in its place: `if_nametoindex("eth0")`. */
  readonly said: string;
}

/** Where a recording comes from: all at once, or in chunks of any size, which stay unchanged. */
export type CaptureSource = Uint8Array | Iterable<Uint8Array> | AsyncIterable<Uint8Array>;

/** The formats that are told by their content. */
export type CaptureFormat = 'pcap' | 'pcapng' | 'rtmon' | 'strace' | 'exchange' | 'hex';

/**
 * A recording that is being read. Iterating it hands out the datagrams in order, once; what is damaged throws CaptureError
 * after all that came before, and the source's own errors are passed on.
 */
export interface Capture extends AsyncIterable<CapturedDatagram> {
  readonly format: CaptureFormat;
  /** It was gzip. */
  readonly compressed: boolean;
  /** Bytes of the source that were read so far. */
  readonly position: number;
  /** Records passed over so far because they hold no netlink, as those of an Ethernet interface. */
  readonly skipped: number;
  /** What times count from: 1970, or where a recording has no dates, the midnight before it began, or its beginning. Known once there are datagrams. */
  readonly timesFrom: 'epoch' | 'midnight' | 'start';
  /** The same datagrams, as many at a time as each piece of the source holds: cheaper where there are millions. */
  batches(): AsyncIterable<readonly CapturedDatagram[]>;
}
