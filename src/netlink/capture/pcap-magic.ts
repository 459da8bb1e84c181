// How pcap files begin: draft-ietf-opsawg-pcap; libpcap: sf-pcap.c.

const PACKET_HEADER = 16;
const KUZNETSOV_HEADER = 24;

/** What is told by the first four bytes. */
export interface Magic {
  readonly littleEndian: boolean;
  /** The second part of a stamp is, instead of microseconds. */
  readonly nanoseconds: boolean;
  readonly packetHeader: number;
}

const MAGICS: Readonly<Record<number, Omit<Magic, 'littleEndian'>>> = {
  2712847316: { nanoseconds: false, packetHeader: PACKET_HEADER },
  2712812621: { nanoseconds: true, packetHeader: PACKET_HEADER },
  2712849716: { nanoseconds: false, packetHeader: KUZNETSOV_HEADER },
};

/** What the first four bytes say; undefined where they begin no pcap file. */
export function pcapMagic(bytes: Uint8Array): Magic | undefined {
  if (bytes.length < 4) return undefined;
  const view = new DataView(bytes.buffer, bytes.byteOffset, 4);
  const little = MAGICS[view.getUint32(0, true)];
  if (little !== undefined) return { ...little, littleEndian: true };
  const big = MAGICS[view.getUint32(0)];
  return big && { ...big, littleEndian: false };
}
