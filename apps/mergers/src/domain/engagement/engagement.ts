import { accept, reject, type CalendarDate, type Decider } from '#libs/kernel';
import type { DomainEvent, engagementEvents } from '#libs/contracts';
import type { OperationFile } from '../rules/act.ts';
import { judge, type GuardRefusal } from '../rules/rule-book.ts';

export type EngagementEvent = DomainEvent<typeof engagementEvents>;

export interface EngagementCommand {
  /** Engage binds the body; RequireFree records nothing and only asks; Release frees it from that operation and no other. */
  readonly type: 'Engage' | 'RequireFree' | 'Release';
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
};

/** One stream for each body: two operations that bind it at the same moment meet at its revision, and one gives way (G12). */
export const engagement: Decider<EngagementCommand, Engagement, EngagementEvent, GuardRefusal> = {
  initial: {},
  evolve: (_state, event) => (event.type === 'BodyEngaged' ? { by: event.operationId } : {}),
  decide: ({ type, clusterId, operationId, on }, { by }) => {
    if (type === 'Release')
      return by === operationId ? accept({ type: 'BodyReleased', operationId, clusterId }) : accept();
    const judgement = judge({ act: 'engage', clusterId, operationId, engagedBy: by, on }, NO_FILE);
    if (!judgement.ok) return reject(judgement.refusal);
    if (type === 'RequireFree' || by === operationId) return accept();
    return accept({ type: 'BodyEngaged', operationId, clusterId });
  },
};
