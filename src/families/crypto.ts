// Algorithms of the kernel's crypto API. include/uapi/linux/cryptouser.h; crypto/crypto_user.c.

import { attributes } from '../netlink/attributes.js';
import { bytes, u32 } from '../netlink/codec.js';
import { __chars } from '../netlink/fields.js';
import { protocol } from '../netlink/protocol.js';
import { __u32, struct } from '../netlink/struct.js';
import { type FamilyProtocol, familyBody } from './protocol.js';

const name = __chars(64);

/** NETLINK_CRYPTO. */
export function cryptoProtocol(): FamilyProtocol {
  const plain = (report: string) => struct(report, { type: name });
  const algorithm = familyBody(
    struct('crypto_user_alg', { name, driverName: name, moduleName: name, type: __u32, mask: __u32, refcnt: __u32, flags: __u32 }),
    attributes(() => ({
      priorityVal: ['CRYPTOCFGA_PRIORITY_VAL', 1, u32],
      reportLarval: ['CRYPTOCFGA_REPORT_LARVAL', 2, plain('crypto_report_larval')],
      reportHash: ['CRYPTOCFGA_REPORT_HASH', 3, struct('crypto_report_hash', { type: name, blocksize: __u32, digestsize: __u32 })],
      reportBlkcipher: [
        'CRYPTOCFGA_REPORT_BLKCIPHER',
        4,
        struct('crypto_report_blkcipher', { type: name, geniv: name, blocksize: __u32, minKeysize: __u32, maxKeysize: __u32, ivsize: __u32 }),
      ],
      reportAead: ['CRYPTOCFGA_REPORT_AEAD', 5, struct('crypto_report_aead', { type: name, geniv: name, blocksize: __u32, maxauthsize: __u32, ivsize: __u32 })],
      reportCompress: ['CRYPTOCFGA_REPORT_COMPRESS', 6, plain('crypto_report_comp')],
      reportRng: ['CRYPTOCFGA_REPORT_RNG', 7, struct('crypto_report_rng', { type: name, seedsize: __u32 })],
      reportCipher: ['CRYPTOCFGA_REPORT_CIPHER', 8, struct('crypto_report_cipher', { type: name, blocksize: __u32, minKeysize: __u32, maxKeysize: __u32 })],
      reportAkcipher: ['CRYPTOCFGA_REPORT_AKCIPHER', 9, plain('crypto_report_akcipher')],
      reportKpp: ['CRYPTOCFGA_REPORT_KPP', 10, plain('crypto_report_kpp')],
      reportAcomp: ['CRYPTOCFGA_REPORT_ACOMP', 11, plain('crypto_report_acomp')],
      statLarval: ['CRYPTOCFGA_STAT_LARVAL', 12, bytes],
      statHash: ['CRYPTOCFGA_STAT_HASH', 13, bytes],
      statBlkcipher: ['CRYPTOCFGA_STAT_BLKCIPHER', 14, bytes],
      statAead: ['CRYPTOCFGA_STAT_AEAD', 15, bytes],
      statCompress: ['CRYPTOCFGA_STAT_COMPRESS', 16, bytes],
      statRng: ['CRYPTOCFGA_STAT_RNG', 17, bytes],
      statCipher: ['CRYPTOCFGA_STAT_CIPHER', 18, bytes],
      statAkcipher: ['CRYPTOCFGA_STAT_AKCIPHER', 19, bytes],
      statKpp: ['CRYPTOCFGA_STAT_KPP', 20, bytes],
      statAcomp: ['CRYPTOCFGA_STAT_ACOMP', 21, bytes],
      reportSig: ['CRYPTOCFGA_REPORT_SIG', 22, plain('crypto_report_sig')],
    })),
  );
  return protocol({
    CRYPTO_MSG_NEWALG: [0x10, algorithm],
    CRYPTO_MSG_DELALG: [0x11, algorithm],
    CRYPTO_MSG_UPDATEALG: [0x12, algorithm],
    CRYPTO_MSG_GETALG: [0x13, algorithm],
    CRYPTO_MSG_DELRNG: [
      0x14,
      familyBody(
        struct('', {}),
        attributes(() => ({})),
      ),
    ],
    CRYPTO_MSG_GETSTAT: [0x15, algorithm],
  });
}
