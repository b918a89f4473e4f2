import type { OperationRecord } from '../../read-models/successions/successions.projection.ts';
import type { DecisionTrail } from './provenance.view.ts';

/** The trail as known at an instant; votes on plans that did not take effect are left out where one did. */
export function trailOf(record: OperationRecord, knownAt: string | undefined): DecisionTrail {
  const known = <Entry extends { readonly recordedAt: string }>(entries: readonly Entry[]): readonly Entry[] =>
    entries.filter(({ recordedAt }) => knownAt === undefined || recordedAt <= knownAt);
  const [effect] = known(record.effect === undefined ? [] : [record.effect]);
  const ofPlan = ({ planHash }: { readonly planHash: string }) => effect === undefined || planHash === effect.planHash;
  const adoptions = known(record.adoptions).filter(ofPlan);
  const votes = known(record.votes).filter(ofPlan);
  const verdicts = [...adoptions, ...votes, ...(effect === undefined ? [] : [effect])].flatMap((act) => act.verdicts);
  return {
    ...{ operationId: record.operationId, kind: record.kind },
    ...(record.title === undefined ? {} : { title: record.title }),
    ...(effect === undefined ? {} : { planHash: effect.planHash, times: effect.times }),
    predecessors: effect?.predecessors.map(({ clusterId }) => clusterId) ?? [],
    ...(effect === undefined ? {} : { successor: effect.successor.clusterId }),
    ...{ adoptions, votes, rules: [...new Set(verdicts.map(({ rule }) => rule))].sort() },
    references: known(record.references),
  };
}
