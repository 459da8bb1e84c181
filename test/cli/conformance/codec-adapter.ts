// A codec to be put to the test: this library's own, behind questions and answers, with three faults.

import { createInterface } from 'node:readline';
import type { Answer, Attribute, Meaning, Question } from '../../../src/cli/conformance/codec/meaning.js';
import { ownCodec } from '../../../src/cli/conformance/codec/target.js';
import type { Route } from '../../../src/cli/kernel.js';
import { route } from '../../../src/index.js';
import type { Protocol } from '../../../src/netlink/message.js';

const own = ownCodec(route as unknown as Protocol<Route>);

const change = (node: Attribute, make: (one: Attribute) => Attribute | undefined): Attribute => ({
  ...node,
  ...(node.attributes !== undefined && { attributes: node.attributes.flatMap((one) => make(change(one, make)) ?? []) }),
});

function swapped(value: number): number {
  const view = new DataView(new ArrayBuffer(4));
  view.setUint32(0, value);
  return view.getUint32(0, true);
}

/** IFLA_MTU in the wrong byte order, and no RTA_PRIORITY. */
function wrongly(one: Attribute): Attribute | undefined {
  if (one.name === 'RTA_PRIORITY') return undefined;
  return one.name === 'IFLA_MTU' && typeof one.value === 'number' ? { ...one, value: swapped(one.value) } : one;
}

async function decoded(question: Question): Promise<Answer> {
  const answer = await own.ask(question);
  // A message that claims more than there is counts as none.
  if ('error' in answer) return /^message claims/.test(answer.error.message) ? { messages: [] } : answer;
  return 'messages' in answer ? { messages: answer.messages.map((one) => change(one, wrongly) as Meaning) } : answer;
}

for await (const line of createInterface({ input: process.stdin })) {
  const question = JSON.parse(line) as Question;
  const said = question.op === 'hello' ? { library: 'rtnetlink with three faults' } : await (question.op === 'decode' ? decoded(question) : own.ask(question));
  process.stdout.write(`${JSON.stringify(said)}\n`);
}
