import type { Succession } from '#libs/process-managers';
import { absorption, antennaOfDrome, numelink, rhoneAlley } from './facts.ts';

/** Numélink absorbs RhôneAlley, whose brand stays on an antenna. */
export const absorptionOfRhoneAlley: Succession = {
  operationId: absorption,
  kind: 'fusion-absorption',
  planVersion: 1,
  planHash: 'a'.repeat(64),
  predecessors: [{ clusterId: rhoneAlley }],
  successor: {
    clusterId: numelink,
    name: 'Numélink',
    nameKind: 'final',
    seat: 'Saint-Étienne',
    departments: ['42', '43'],
    created: false,
  },
  newAntennas: [
    {
      antennaId: antennaOfDrome,
      name: 'Drôme-Ardèche',
      brand: 'RhôneAlley',
      departments: ['07', '26'],
      originClusterId: rhoneAlley,
    },
  ],
  antennaMapping: [{ fromClusterId: rhoneAlley, toAntennaId: antennaOfDrome }],
  transitionalGovernance: { bodies: [] },
  decidedOn: '2015-06-30',
  effectiveOn: '2015-06-30',
  verdicts: [],
};

/** Two clusters become a new one. */
export function fusionOf(predecessorIds: readonly string[], successorId: string, operationId: string): Succession {
  return {
    ...absorptionOfRhoneAlley,
    operationId,
    kind: 'fusion-creation',
    predecessors: predecessorIds.map((clusterId) => ({ clusterId })),
    successor: {
      clusterId: successorId,
      name: 'Digital League',
      nameKind: 'final',
      seat: 'Lyon',
      departments: ['42', '63', '69'],
      created: true,
    },
    newAntennas: [],
    antennaMapping: [],
    decidedOn: '2017-03-28',
    effectiveOn: '2017-03-28',
  };
}
