import type { GrappeEvents } from '#libs/contracts';
import { projection } from '#libs/projections';
import { clusterSources } from './cluster.sources.ts';
import type { StoredFact } from './fact.ts';
import { following } from './follow.ts';
import { governanceSources } from './governance.sources.ts';
import { incubationSources } from './incubation.sources.ts';
import { membershipSources } from './membership.sources.ts';
import { mergersSources } from './mergers.sources.ts';

/** Who was what, where and when, and since when that was known: the ground of every answer of the audit side. */
export const facts = projection<GrappeEvents, StoredFact>({
  name: 'audit.facts',
  version: 17,
  columns: {
    kind: { type: 'text', from: 'kind' },
    about: { type: 'text', from: 'about' },
    subject_id: { type: 'text', from: 'subjectId' },
    object_id: { type: 'text', from: 'objectId' },
  },
  indexes: [['about'], ['kind', 'subject_id'], ['kind', 'object_id']],
  on: following({
    ...membershipSources,
    ...clusterSources,
    ...governanceSources,
    ...incubationSources,
    ...mergersSources,
  }),
});
