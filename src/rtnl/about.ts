// What a request is about, beside the options that its caller gave.

import type { RequestOptions } from '../netlink/conversation.js';
import { expectWaiting } from '../netlink/expect.js';

/** Throws EncodeError for what are no options: a copy of a signal, or of a number, would have none. */
export function withAbout(options: RequestOptions | undefined, about?: string): RequestOptions {
  if (options !== undefined) expectWaiting(options);
  return about === undefined ? (options ?? {}) : { ...options, about };
}
