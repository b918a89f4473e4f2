import type { OperationFile } from './act.ts';
import { rule, type Rule, type Shortfall, type Standing, type StandingQuestion } from './rule.ts';
import { DECREE_IN_FORCE, texts } from './texts.ts';

function engaged(clusterId: string, by: string | undefined, operationId: string): Shortfall | undefined {
  if (by === undefined || by === operationId) return undefined;
  return {
    code: 'MRG_BODY_ENGAGED',
    found: `body ${clusterId} is bound by operation ${by}, which every board has adopted`,
    required: 'a body stands in one operation past ADOPTED at a time',
  };
}

function standing(file: OperationFile, { on, engagements }: StandingQuestion): readonly Standing[] {
  return file.participants.map(({ clusterId }) => {
    const shortfall = engaged(clusterId, engagements[clusterId], file.operationId);
    const actOn = file.adoptions[clusterId]?.on ?? on;
    if (shortfall !== undefined)
      return { clusterId, actOn, state: 'failed', found: shortfall.found, required: shortfall.required };
    const all = Object.keys(file.adoptions).length === file.participants.length;
    return { clusterId, actOn, state: all ? 'passed' : 'not-yet-due' };
  });
}

/** G12: a body cannot be in two operations past ADOPTED at once: its estate passes once. */
export const oneOperation: readonly Rule[] = [
  rule({
    id: 'G12.contract',
    guard: 'G12',
    validTo: DECREE_IN_FORCE,
    citation: texts.contract1134,
    at: ['engage'],
    check: ({ clusterId, engagedBy, operationId }) => engaged(clusterId, engagedBy, operationId),
    standing,
  }),
  rule({
    id: 'G12.2015',
    guard: 'G12',
    validFrom: DECREE_IN_FORCE,
    citation: texts.universalTransfer,
    at: ['engage'],
    check: ({ clusterId, engagedBy, operationId }) => engaged(clusterId, engagedBy, operationId),
    standing,
  }),
];
