import type { GrappeEvents } from '#libs/contracts';
import { calendarDate, derivedId, instant, streamName, type JsonObject } from '#libs/kernel';
import { countedUuid } from '#libs/kernel/testing';
import type { TestApplication } from '#libs/nest-kit/testing';
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

/** Records the effect of a merger as its operation publishes it. */
export async function takeEffect(app: TestApplication, effect: Succession): Promise<void> {
  const metadata = {
    recordedAt: instant('2017-03-28T18:00:00Z'),
    effectiveAt: calendarDate(effect.effectiveOn),
    actor: { id: 'spec' },
    correlationId: countedUuid(1, 7),
    visibility: { kind: 'public' },
  } as const;
  const data: JsonObject = JSON.parse(JSON.stringify(effect)) as JsonObject;
  const { operationId } = effect;
  await app.store.append(streamName('mergers', 'operation', operationId), 'any', [
    { id: derivedId('effect', operationId), type: 'mergers.SuccessionTookEffect', schemaVersion: 1, data, metadata },
  ]);
}

/** What membership has reported of mergers. */
export async function reportsOf(
  app: TestApplication,
): Promise<readonly GrappeEvents['membership.SuccessionApplied'][]> {
  const found: GrappeEvents['membership.SuccessionApplied'][] = [];
  for await (const page of app.store.readAll(0n, { filter: { types: ['membership.SuccessionApplied'] } }))
    found.push(...page.events.map(({ data }) => data as GrappeEvents['membership.SuccessionApplied']));
  return found;
}
