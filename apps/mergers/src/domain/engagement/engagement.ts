import { accept, aggregate, cannotFollow, reject, type CalendarDate, type Decision } from '#libs/kernel';
import type { DomainEvent, engagementEvents } from '#libs/contracts';
import type { OperationFile } from '../rules/act.ts';
import { judge, type GuardRefusal } from '../rules/rule-book.ts';

export type EngagementEvent = DomainEvent<typeof engagementEvents>;

export interface EngagementCommand {
  /** Engage binds the body; Release frees it from that operation and no other. */
  readonly type: 'Engage' | 'Release';
  readonly clusterId: string;
  readonly operationId: string;
  readonly on: CalendarDate;
}

/** Which operation binds a body, where one does. */
export interface Engagement {
  readonly by?: string | undefined;
}

/** The rule on a body's engagement looks at the body alone. */
const NO_FILE: OperationFile = {
  operationId: '',
  kind: 'fusion-absorption',
  participants: [],
  adoptions: {},
  assemblies: {},
  votes: {},
  conditions: {},
  notices: {},
  documents: {},
  consultations: {},
  oppositions: [],
};

/** One stream for each body: two operations that bind it at the same moment meet at its revision, and one gives way (G12). */
export const engagement = aggregate({ context: 'mergers', name: 'engagement', initial: {}, evolve, decide });

function evolve({ by }: Engagement, event: EngagementEvent): Engagement {
  const follows = event.type === 'BodyEngaged' ? by === undefined : by === event.operationId;
  if (!follows) cannotFollow(event, `the body is ${by === undefined ? 'free' : `bound by ${by}`}`);
  return event.type === 'BodyEngaged' ? { by: event.operationId } : {};
}

function decide(
  { type, clusterId, operationId, on }: EngagementCommand,
  { by }: Engagement,
): Decision<EngagementEvent, GuardRefusal> {
  if (type === 'Release')
    return by === operationId ? accept({ type: 'BodyReleased', operationId, clusterId }) : accept();
  const judgement = judge({ act: 'engage', clusterId, operationId, engagedBy: by, on }, NO_FILE);
  if (!judgement.ok) return reject(judgement.refusal);
  return by === operationId ? accept() : accept({ type: 'BodyEngaged', operationId, clusterId });
}
