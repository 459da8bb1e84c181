// Which keys the lines of a suite have, and what stands there. Patterns are looked at where their names are.

import { anything, from, like, listOf, mapOf, oneOf, record, text, title, yesOrNo } from './forms.js';

const release = like(/^\d+(\.\d+)*$/, 'release');

const requires = record({ kernel: record({ min: release, max: release }), kinds: listOf(title), capabilities: listOf(title), features: listOf(title) });

const attribute = record({ path: like(/^\d{1,5}(\/\d{1,5})*$/, 'path of numbers'), name: title, hex: text, value: text, absent: oneOf(true), since: release }, ['path', 'name']);

const expectation = { message: title, text, hex: text, start: text, attributes: listOf(attribute) };

const step = record({
  send: text,
  text: listOf(text),
  socket: from(0),
  replies: listOf(record(expectation, ['message'])),
  order: oneOf('any'),
  again: yesOrNo,
  deleteNamespace: from(0),
  notifications: listOf(record({ ...expectation, group: from(1), listener: from(0) }, ['message', 'group'])),
});

/** `format` and `version` are looked at before. */
export const headerForm = record(
  { format: anything, version: anything, suite: title, description: text, byteOrder: oneOf('little', 'big'), recorded: text, requires, setups: mapOf(listOf(step)) },
  ['suite', 'description', 'byteOrder', 'recorded'],
);

export const caseForm = record(
  {
    name: title,
    about: text,
    requires,
    namespaces: from(1),
    sockets: listOf(record({ namespace: from(0), strict: yesOrNo, extendedAck: yesOrNo, capAck: yesOrNo })),
    listen: listOf(record({ namespace: from(0), groups: listOf(from(1)) }, ['groups'])),
    setup: text,
    steps: listOf(step),
  },
  ['name', 'steps'],
);
