// What links can be called.

import { EncodeError } from '../netlink/errors.js';
import { told } from '../netlink/expect.js';
import { nameKey } from './link-message.js';

/** Throws EncodeError for what no link can be called, but by an alternative name. net/core/dev.c: dev_valid_name(). */
export function expectName(name: unknown): asserts name is string {
  if (typeof name !== 'string') throw new EncodeError(`the name of a link is text, not ${told(name)}`);
  if (name === '') throw new EncodeError('the name of a link cannot be empty');
  if (nameKey(name) === 'ifname' && (name === '.' || name === '..' || /[/: \t-\r]/.test(name)))
    throw new EncodeError(`'${name}': the name of a link holds no slash, colon or space, and is not . or ..`);
}
