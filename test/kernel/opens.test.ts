// Opening and closing across namespaces leaves descriptors and this thread's namespace as they were. OPENS says how often.

import * as assert from 'uvu/assert';
import { netns, Rtnl } from '../../src/index.js';
import { currentNamespace, descriptors, kernelSuite } from './kernel.js';

const OPENS = Number(process.env.OPENS ?? 1000);

const test = kernelSuite('opens');

test(`${OPENS} clients in three namespaces`, async () => {
  const places = await Promise.all([netns.create(), netns.create(), netns.create()]);
  const home = currentNamespace();
  const before = descriptors();
  for (let i = 0; i < OPENS; i++) {
    await using rtnl = await Rtnl.open({ netns: places[i % places.length] as (typeof places)[0] });
    if (i % 100 === 0) assert.is((await rtnl.links.get('lo')).index, 1);
  }
  assert.equal(descriptors(), before);
  assert.is(currentNamespace(), home);
  for (const place of places) place.close();
});

test.run();
