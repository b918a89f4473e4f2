import type { GrappeEvents } from '#libs/contracts';
import { calendarDate, instant, type ProposedEvent, type Uuid } from '#libs/kernel';
import { countedUuid } from '#libs/kernel/testing';

interface Absorption {
  readonly operationId: Uuid;
  readonly absorbed: string;
  readonly absorbing: string;
  readonly on: string;
}

/** The effect of an absorption, as mergers publishes it. */
export function tookEffect({ operationId, absorbed, absorbing: clusterId, on }: Absorption): ProposedEvent {
  const successor = { clusterId, name: 'Numélink', seat: 'Saint-Étienne', departments: [], created: false };
  const data: GrappeEvents['mergers.SuccessionTookEffect'] = {
    ...{ operationId, kind: 'fusion-absorption', planVersion: 1, planHash: 'a'.repeat(64) },
    predecessors: [{ clusterId: absorbed }],
    successor: { ...successor, nameKind: 'final' },
    ...{ newAntennas: [], antennaMapping: [], transitionalGovernance: { bodies: [] }, verdicts: [] },
    ...{ decidedOn: on, effectiveOn: on },
  };
  return {
    ...{ id: countedUuid(90), type: 'mergers.SuccessionTookEffect', schemaVersion: 1, data },
    metadata: {
      ...{ recordedAt: instant('2016-04-02T09:00:00Z'), effectiveAt: calendarDate(on), actor: { id: 'spec' } },
      ...{ correlationId: countedUuid(91), visibility: { kind: 'public' } },
    },
  };
}
