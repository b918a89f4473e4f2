import type { DomainEvent, objectiveEvents } from '#libs/contracts';
import { accept, acceptUnless, cannotFollow, chronicle, reject, sameFacts } from '#libs/kernel';
import type { CommandFor, Decision, EventOf, FactOf, FactsOf, Refusal } from '#libs/kernel';
import { notActiveOn, type Cluster, type ClusterMissing } from '../cluster/cluster.ts';

type ObjectiveEvent = DomainEvent<typeof objectiveEvents>;
export type ObjectiveFact = FactOf<ObjectiveEvent>;
export type Reading = Omit<FactsOf<ObjectiveEvent, 'ObjectiveMeasured'>, 'objectiveId' | 'clusterId'>;

/** What a cluster means to reach; undefined before it was set. Readings are in the order of their days. */
export interface Objective {
  readonly objective?: FactsOf<ObjectiveEvent, 'ObjectiveSet'> | undefined;
  readonly readings: readonly Reading[];
}

interface Set extends CommandFor<EventOf<ObjectiveEvent, 'ObjectiveSet'>, 'SetObjective'> {
  /** The current state of the cluster. */
  readonly cluster: Cluster;
}
type Measure = CommandFor<EventOf<ObjectiveEvent, 'ObjectiveMeasured'>, 'MeasureObjective', 'clusterId'>;
export type ObjectiveCommand = Set | Measure;

/** `found` is the id that is unknown, or the indicator of the objective that has this id. */
export type ObjectiveRejection =
  | ClusterMissing
  | Refusal<'MBR_OBJECTIVE_NOT_FOUND' | 'MBR_OBJECTIVE_EXISTS', 'found'>
  | Refusal<'MBR_DATE_BEFORE_START', 'found' | 'required'>;

export const noObjective: Objective = { readings: [] };

export const objective = chronicle({
  context: 'membership',
  name: 'objective',
  prefix: 'MBR',
  initial: noObjective,
  facts: {
    // It counts first, whatever its day: what was measured before it is read beside it.
    ObjectiveSet: {
      name: 'objective',
      day: ({ on }) => on,
      opens: true,
      changes: [...(['indicator', 'unit', 'scope', 'baseline', 'target', 'better', 'dueOn'] as const), 'on'],
    },
    ObjectiveMeasured: {
      name: 'reading',
      day: ({ on }) => on,
      happened: true,
      changes: ['value', 'source', 'on'],
    },
  },
  evolve: evolveObjective,
  judge: ({ objective: known }): ObjectiveRejection | undefined =>
    known === undefined || known.on < known.dueOn
      ? undefined
      : { type: 'MBR_DATE_BEFORE_START', found: known.dueOn, required: `a day after ${known.on}` },
  decide: (command: ObjectiveCommand, { objective: known }): Decision<ObjectiveFact, ObjectiveRejection> => {
    if (command.type === 'SetObjective') return set(command, known);
    if (known === undefined) return reject({ type: 'MBR_OBJECTIVE_NOT_FOUND', found: command.objectiveId });
    return accept<ObjectiveFact>({ ...command, clusterId: known.clusterId, type: 'ObjectiveMeasured' });
  },
});

function set({ cluster, ...command }: Set, known: Objective['objective']): Decision<ObjectiveFact, ObjectiveRejection> {
  const { type: _type, ...facts } = command;
  if (known !== undefined)
    return sameFacts(known, facts) ? accept() : reject({ type: 'MBR_OBJECTIVE_EXISTS', found: known.indicator });
  const missing = notActiveOn(cluster, command.clusterId, command.on);
  return acceptUnless<ObjectiveFact, ObjectiveRejection>(missing, { ...command, type: 'ObjectiveSet' });
}

/** What a fact makes of an objective, for facts in the order of their days. */
export function evolveObjective({ objective: known, readings }: Objective, fact: ObjectiveFact): Objective {
  if (fact.type === 'ObjectiveSet') {
    if (known !== undefined) cannotFollow(fact, `the objective was set on ${known.on}`);
    const { type: _type, ...facts } = fact;
    return { objective: facts, readings };
  }
  if (known === undefined) cannotFollow(fact, 'the objective was never set');
  const { value, source, on } = fact;
  return { objective: known, readings: [...readings, { value, source, on }] };
}
