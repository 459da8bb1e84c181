// TLS handshakes that the kernel asks a daemon for. include/uapi/linux/handshake.h; Documentation/netlink/specs/handshake.yaml.

import { flaggedAttributes } from '../../netlink/attributes.js';
import { s32, u32 } from '../../netlink/codec.js';
import { repeated } from '../../netlink/repeated.js';
import { string } from '../../netlink/text.js';
import { commands, deferredFamily, type GenericFamily } from './family.js';
export const handshakeFamily: GenericFamily = deferredFamily('handshake', () => {
  const x509 = flaggedAttributes(() => ({
    cert: ['HANDSHAKE_A_X509_CERT', 1, s32],
    privkey: ['HANDSHAKE_A_X509_PRIVKEY', 2, s32],
  }));

  const accept = flaggedAttributes(() => ({
    sockfd: ['HANDSHAKE_A_ACCEPT_SOCKFD', 1, s32],
    handlerClass: ['HANDSHAKE_A_ACCEPT_HANDLER_CLASS', 2, u32],
    messageType: ['HANDSHAKE_A_ACCEPT_MESSAGE_TYPE', 3, u32],
    timeout: ['HANDSHAKE_A_ACCEPT_TIMEOUT', 4, u32],
    authMode: ['HANDSHAKE_A_ACCEPT_AUTH_MODE', 5, u32],
    peerIdentity: ['HANDSHAKE_A_ACCEPT_PEER_IDENTITY', 6, repeated(u32)],
    certificate: ['HANDSHAKE_A_ACCEPT_CERTIFICATE', 7, repeated(x509)],
    peername: ['HANDSHAKE_A_ACCEPT_PEERNAME', 8, string],
    keyring: ['HANDSHAKE_A_ACCEPT_KEYRING', 9, u32],
  }));

  const done = flaggedAttributes(() => ({
    status: ['HANDSHAKE_A_DONE_STATUS', 1, u32],
    sockfd: ['HANDSHAKE_A_DONE_SOCKFD', 2, s32],
    remoteAuth: ['HANDSHAKE_A_DONE_REMOTE_AUTH', 3, repeated(u32)],
  }));

  return {
    commands: { ...commands(accept, { HANDSHAKE_CMD_READY: 1, HANDSHAKE_CMD_ACCEPT: 2 }), ...commands(done, { HANDSHAKE_CMD_DONE: 3 }) },
  };
});
