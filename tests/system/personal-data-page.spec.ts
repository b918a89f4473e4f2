import { readFileSync } from 'node:fs';
import { expect, it } from '@jest/globals';
import { contexts } from '../../apps/platform/src/contexts.ts';

it('the backup of events that operators are shown leaves out the read models of every context', () => {
  const page = readFileSync(new URL('../../docs/operating/personal-data.md', import.meta.url), 'utf8');
  const left = [...page.matchAll(/--exclude-schema=(\w+)/g)].map(([, schema]) => schema);
  expect(left.sort()).toEqual(contexts.map(({ name }) => name).sort());
});
