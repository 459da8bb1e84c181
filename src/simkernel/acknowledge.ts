// NLMSG_ERROR: acknowledgements, refusals, and the extended ACK in both. net/netlink/af_netlink.c: netlink_ack(), netlink_ack_tlv_fill().

import { attributes, flaggedAttributes } from '../netlink/attributes.js';
import { align4, Writer } from '../netlink/bytes.js';
import { NLM_F_ACK_TLVS, NLM_F_CAPPED, NLMSG_ERROR } from '../netlink/constants.js';
import { type ExtendedAckAttributes, nlmsgerrAttributes, policyAttributes } from '../netlink/extack.js';
import { NLMSG_HDRLEN, nlmsghdr } from '../netlink/message.js';
import type { Refusal } from './refusal.js';
import type { Request } from './request.js';

/** As the kernel writes them: the policy is flagged as a nest. */
export const writtenAttributes = attributes(() => ({ ...nlmsgerrAttributes.schema, policy: ['NLMSGERR_ATTR_POLICY', 4, flaggedAttributes(() => policyAttributes.schema)] }));

/** What there is to tell beside the errno; undefined for nothing. */
export function extendedAckOf({ warning }: Request, refusal: Refusal | undefined): ExtendedAckAttributes | undefined {
  const message = refusal === undefined ? warning : (refusal.text ?? warning);
  const { offset, policy, missingType, missingNest } = refusal?.fault ?? {};
  const out: ExtendedAckAttributes = {
    ...(message !== undefined && { message }),
    ...(offset !== undefined && { offset }),
    ...(policy !== undefined && { policy }),
    ...(missingType !== undefined && { missingType }),
    ...(missingNest !== undefined && { missingNest }),
  };
  return Object.keys(out).length === 0 ? undefined : out;
}

/** The reply to a request that was granted, or was not. */
export function acknowledgement(request: Request, refusal: Refusal | undefined): Uint8Array {
  const { bytes, header, socket } = request;
  const { capAck, extendedAck: wanted } = socket.options;
  const extendedAck = wanted ? extendedAckOf(request, refusal) : undefined;
  const capped = refusal === undefined || capAck;
  const writer = new Writer(bytes.littleEndian);
  const flags = (capped ? NLM_F_CAPPED : 0) | (extendedAck !== undefined ? NLM_F_ACK_TLVS : 0);
  nlmsghdr.write(writer, { length: 0, type: NLMSG_ERROR, flags, sequence: header.sequence, portId: socket.portId });
  const at = writer.reserve(4);
  writer.view.setInt32(at, refusal === undefined ? 0 : -refusal.errno, writer.littleEndian);
  writer.bytes(capped ? bytes.array.subarray(0, NLMSG_HDRLEN) : bytes.array);
  if (extendedAck !== undefined) {
    writer.reserve(align4(writer.length) - writer.length);
    writtenAttributes.encode(writer, extendedAck);
  }
  writer.view.setUint32(0, writer.length, writer.littleEndian);
  return writer.finish();
}
