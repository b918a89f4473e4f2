import { FOLLOWS, type EventName, type Status } from './operation.ts';

/** A step of the machine: what was recorded, in which status, and which one it comes to. */
export interface Arrow {
  readonly event: EventName;
  readonly from: Status;
  readonly to: Status;
}

/** The events that change the status, with what they come to: by the plan alone, or by what it still waits for. */
const LEADS_TO: Readonly<Partial<Record<EventName, readonly Status[]>>> = {
  OperationStarted: ['exploring'],
  PlanDrafted: ['drafted'],
  OperationAdopted: ['adopted'],
  NoticePublished: ['published'],
  OperationApproved: ['approved', 'ready'],
  ConditionRecorded: ['approved', 'ready'],
  OperationRejected: ['rejected'],
  OperationLapsed: ['lapsed'],
  OperationWithdrawn: ['withdrawn'],
  SuccessionTookEffect: ['effective'],
  BodyRestored: ['effective'],
  OperationDeclared: ['declared'],
  OperationClosed: ['closed'],
  SuccessionAnnulled: ['annulled'],
};

/** Where an event that may follow in other statuses changes none of those, or is refused there for what is missing. */
const ONLY_FROM: Readonly<Partial<Record<EventName, readonly Status[]>>> = {
  ConditionRecorded: ['approved', 'ready'],
  SuccessionTookEffect: ['ready'],
  BodyRestored: ['ready'],
  OperationDeclared: ['effective'],
  OperationClosed: ['declared'],
};

/** Every step that changes the status; whatever else is recorded leaves it as it is. */
export const arrows: readonly Arrow[] = Object.entries(LEADS_TO).flatMap(([name, leads]) => {
  const event = name as EventName;
  const sources: readonly Status[] = ONLY_FROM[event] ?? FOLLOWS[event];
  return sources.flatMap((from) => leads.filter((to) => to !== from).map((to) => ({ event, from, to })));
});
