import type { GrappeEvents } from '#libs/contracts';
import { AS_RECORDED, keyed, projection, upserts } from '#libs/projections';

/** An organisation that has acceded to a merger which took effect, or had. */
export interface Acceded {
  readonly organisationId: string;
  readonly operationId: string;
}

function keyOf({ organisationId, operationId }: Acceded): string {
  return `${organisationId}/${operationId}`;
}

function accededIn(key: string): Acceded {
  const [organisationId = '', operationId = ''] = key.split('/');
  return { organisationId, operationId };
}

/** By which mergers an organisation has joined their successors, or may have: whether it has, the merger itself says. */
export const accessions = projection<GrappeEvents, Acceded>({
  name: 'membership.accessions',
  version: 1,
  order: AS_RECORDED,
  columns: { organisation_id: { type: 'text', from: 'organisationId' } },
  indexes: [['organisation_id']],
  on: {
    'mergers.SuccessionTookEffect': keyed(
      ({ data: { operationId, acceded = [] } }) =>
        acceded.map(({ organisationId }) => keyOf({ organisationId, operationId })),
      upserts((_known, _event, key) => accededIn(key)),
    ),
    // Whose accession was taken back has nothing to do with the merger any more.
    'mergers.JoiningRestated': {
      ...{ does: 'upserts', keys: ({ data }) => keyOf(data) },
      evolve: (_known, { data: { joins } }, key) => (joins ? accededIn(key) : undefined),
    },
  },
});
