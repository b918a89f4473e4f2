import type { GrappeEvents } from '#libs/contracts';
import { projection } from '#libs/projections';
import { clusterHandlers } from './cluster.handlers.ts';
import type { Fact } from './fact.ts';
import { governanceHandlers } from './governance.handlers.ts';
import { incubationHandlers } from './incubation.handlers.ts';
import { membershipHandlers } from './membership.handlers.ts';

/** Who was what, where and when, and since when that was known: the ground of every answer of the audit side. */
export const facts = projection<GrappeEvents, Fact>({
  name: 'audit.facts',
  version: 5,
  columns: {
    kind: { type: 'text', from: 'kind' },
    subject_id: { type: 'text', from: 'subjectId' },
    object_id: { type: 'text', from: 'objectId' },
  },
  indexes: [
    ['kind', 'subject_id'],
    ['kind', 'object_id'],
  ],
  on: { ...membershipHandlers, ...clusterHandlers, ...governanceHandlers, ...incubationHandlers },
});
