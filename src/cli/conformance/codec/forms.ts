// Which keys the lines of a suite for codecs have, and what stands there.

import { anything, type Form, from, like, listOf, oneOf, record, text, title, yesOrNo } from '../forms.js';
import { CHECKS } from './check.js';

const hex = like(/^([\da-f]{2})*$/, 'lowercase hex of whole bytes');
const kind = like(/^([us](8|16|32|64)|be(16|32|64)|[us]int|[us](8|16|32|64)\[\]|string|flag|ip|mac|labels|bytes|nest|struct \w+(\[\])?)$/, 'kind of value');

const header = { length: from(0), type: from(0), flags: from(0), sequence: from(0), port: from(0) };

const attribute: Form = record(
  {
    name: title,
    type: from(0),
    offset: from(0),
    length: from(0),
    nested: yesOrNo,
    netByteOrder: yesOrNo,
    kind,
    value: anything,
    words: listOf(text),
    fields: anything,
    attributes: (value, what) => listOf(attribute)(value, what),
  },
  ['kind'],
);

const message = record(
  {
    ...header,
    name: title,
    offset: from(0),
    struct: title,
    fields: anything,
    attributes: listOf(attribute),
    request: record(header, Object.keys(header)),
    payload: hex,
  },
  ['type'],
);

/** `format` and `version` are looked at before. */
export const headerForm = record({ format: anything, version: anything, suite: title, description: text }, ['suite', 'description']);

export const caseForm = record(
  {
    name: title,
    from: text,
    checks: listOf(oneOf(...CHECKS)),
    byteOrder: oneOf('little', 'big'),
    hex,
    messages: listOf(message),
    refuse: record({ offset: from(0), length: from(0), path: listOf(text), why: title }, ['offset', 'length', 'path', 'why']),
  },
  ['name', 'checks', 'byteOrder', 'hex'],
);
