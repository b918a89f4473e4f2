import type { Succession } from '#libs/process-managers';
import { countedUuid } from '#libs/kernel/testing';
import type { BodyDocument } from '../../read-models/bodies/bodies.projection.ts';
import type { MandateView, OfficeDocument } from '../../read-models/offices/offices.projection.ts';

/** Numélink + Clust'R Numérique → Digital League, 28 March 2017, and Numélink absorbing RhôneAlley, 24 June 2015. */
export const operationId = countedUuid(1);
export const numelink = countedUuid(2);
export const clustr = countedUuid(3);
export const digitalLeague = countedUuid(4);
export const rhoneAlley = countedUuid(5);
export const board = countedUuid(11);
export const presidency = countedUuid(12);

export const bocquet = { personId: countedUuid(31), name: 'Catherine Bocquet' };
export const montier = { personId: countedUuid(32), name: 'Patrick Montier' };
export const berard = { personId: countedUuid(33), name: 'Jean-Michel Bérard' };

export type PlannedBody = Succession['transitionalGovernance']['bodies'][number];
export type PlannedOffice = PlannedBody['offices'][number];

export function planned(office: Partial<PlannedOffice>, body: Partial<PlannedBody> = {}): PlannedBody {
  const offices = [
    { officeId: presidency, kind: 'president', title: 'Coprésidence', maxHolders: 2, holders: [], ...office },
  ] as const;
  return { bodyId: board, kind: 'board', name: 'Conseil d’administration', offices, ...body };
}

export function succession(more: Partial<Succession> = {}): Succession {
  return {
    operationId,
    kind: 'fusion-creation',
    planVersion: 1,
    planHash: 'a'.repeat(64),
    predecessors: [{ clusterId: numelink }, { clusterId: clustr }],
    successor: {
      clusterId: digitalLeague,
      name: 'Digital League',
      nameKind: 'final',
      seat: 'Saint-Étienne',
      departments: ['42', '69'],
      created: true,
    },
    newAntennas: [],
    antennaMapping: [],
    transitionalGovernance: { limit: '2018-03-27', bodies: [] },
    decidedOn: '2017-03-28',
    effectiveOn: '2017-03-28',
    verdicts: [],
    ...more,
  };
}

/** Numélink stays and takes RhôneAlley in. */
export function absorption(more: Partial<Succession> = {}): Succession {
  const successor = { ...succession().successor, clusterId: numelink, name: 'Numélink', created: false };
  return succession({
    kind: 'fusion-absorption',
    predecessors: [{ clusterId: rhoneAlley }],
    successor,
    effectiveOn: '2015-06-24',
    decidedOn: '2015-06-24',
    ...more,
  });
}

export function body(more: Partial<BodyDocument> = {}): BodyDocument {
  const facts = { bodyId: board, clusterId: numelink, kind: 'board', name: 'Conseil d’administration' } as const;
  return { ...facts, since: '2006-06-29', sizes: [{ since: '2006-06-29', size: 24 }], ...more };
}

export function office(mandates: readonly MandateView[], more: Partial<OfficeDocument> = {}): OfficeDocument {
  const facts = {
    officeId: presidency,
    bodyId: board,
    clusterId: numelink,
    kind: 'president',
    title: 'Présidence',
  } as const;
  const since = '2006-06-29';
  return { ...facts, since, capacities: [{ since, maxHolders: 1 }], mandates, ...more };
}

export function mandate(count: number, more: Partial<MandateView> = {}): MandateView {
  return { mandateId: countedUuid(40 + count), person: bocquet, how: 'elected', since: '2014-06-20', ...more };
}
