import { holdsOn, withFact } from '#libs/kernel';
import type { GrappeEvents } from '#libs/contracts';
import { withMandateEnded } from '#libs/contracts/facts';
import { projection } from '#libs/projections';
import type { Tenure } from '../../domain/office/tenure.ts';
import { told } from '../told.ts';
import type { MandateView, OfficeDocument } from './office.view.ts';

export type { MandateView, OfficeDocument };

export const offices = projection<GrappeEvents, OfficeDocument>({
  name: 'governance.offices',
  version: 1,
  columns: {
    cluster_id: { type: 'text', from: 'clusterId' },
    body_id: { type: 'text', from: 'bodyId' },
    kind: { type: 'text', from: 'kind' },
  },
  indexes: [['cluster_id', 'kind'], ['body_id']],
  on: {
    'governance.OfficeCreated': {
      keys: ({ data }) => data.officeId,
      evolve: (_none, { data: { maxHolders, ...office } }) => ({
        ...office,
        capacities: [{ since: office.since, maxHolders }],
        mandates: [],
      }),
    },
    'governance.OfficeMaxHoldersSet': {
      keys: ({ data }) => data.officeId,
      evolve: (document, { data: { since, maxHolders } }, key) => {
        const office = told(document, key);
        return { ...office, capacities: withFact(office.capacities, { since, maxHolders }) };
      },
    },
    'governance.MandateStarted': {
      keys: ({ data }) => data.officeId,
      evolve: (document, { data: { officeId: _office, bodyId: _body, clusterId: _cluster, ...mandate } }, key) => {
        const office = told(document, key);
        return { ...office, mandates: [...office.mandates, mandate] };
      },
    },
    'governance.MandateEnded': {
      keys: ({ data }) => data.officeId,
      evolve: (document, { data }, key) => {
        const office = told(document, key);
        return { ...office, mandates: withMandateEnded(office.mandates, data) };
      },
    },
  },
});

/** When the person of a mandate holds the office. */
export function tenureOf(
  mandate: Pick<MandateView, 'mandateId' | 'person' | 'since' | 'limit'> & { readonly until?: string | undefined },
): Tenure {
  const { mandateId, person, since, limit, until } = mandate;
  return { mandateId, personId: person.personId, since, limit, until };
}

/** Whoever holds an office on a day; a mandate past its limit is not held, whether its end was recorded or not. */
export function holdersOf(office: OfficeDocument, day: string): readonly MandateView[] {
  return office.mandates.filter((mandate) => holdsOn(mandate, day));
}
