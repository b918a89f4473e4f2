import { cannotFollow, invariant, withFact } from '#libs/kernel';
import type { DomainEvent, officeEvents } from '#libs/contracts';
import type { Capacity, Tenure } from './tenure.ts';

export type OfficeEvent = DomainEvent<typeof officeEvents>;
export type OfficeCreated = Extract<OfficeEvent, { type: 'OfficeCreated' }>;
export type OfficeMaxHoldersSet = Extract<OfficeEvent, { type: 'OfficeMaxHoldersSet' }>;
export type MandateStarted = Extract<OfficeEvent, { type: 'MandateStarted' }>;
export type MandateEnded = Extract<OfficeEvent, { type: 'MandateEnded' }>;

export interface Mandate extends Tenure {
  readonly started: MandateStarted;
  readonly ended?: MandateEnded;
}

export type OfficeState =
  | { readonly status: 'absent' }
  | {
      readonly status: 'created';
      readonly created: OfficeCreated;
      /** How many persons may hold the office, from which day on; the first entry is that of the creation. */
      readonly capacities: readonly Capacity[];
      readonly mandates: readonly Mandate[];
    };

export type CreatedOffice = Extract<OfficeState, { status: 'created' }>;

export const noOffice: OfficeState = { status: 'absent' };

export function evolveOffice(state: OfficeState, event: OfficeEvent): OfficeState {
  if (event.type === 'OfficeCreated') {
    invariant(state.status === 'absent', `an office was created twice: ${event.officeId}`);
    const first = { since: event.since, maxHolders: event.maxHolders };
    return { status: 'created', created: event, capacities: [first], mandates: [] };
  }
  invariant(state.status === 'created', `${event.type} of an office that was never created: ${event.officeId}`);
  switch (event.type) {
    case 'OfficeMaxHoldersSet':
      return withCapacity(state, { since: event.since, maxHolders: event.maxHolders });
    case 'MandateStarted':
      return withMandate(state, mandateOf(event));
    case 'MandateEnded':
      return withEnd(state, event);
  }
}

export function withCapacity(state: CreatedOffice, capacity: Capacity): CreatedOffice {
  return { ...state, capacities: withFact(state.capacities, capacity) };
}

function withMandate(state: CreatedOffice, mandate: Mandate): CreatedOffice {
  const known = state.mandates.some(({ mandateId }) => mandateId === mandate.mandateId);
  invariant(!known, `a mandate was started twice: ${mandate.mandateId}`);
  return { ...state, mandates: [...state.mandates, mandate] };
}

export function mandateOf(started: MandateStarted, ended?: MandateEnded): Mandate {
  return {
    mandateId: started.mandateId,
    personId: started.person.personId,
    since: started.since,
    limit: started.limit,
    until: ended?.on,
    started,
    ...(ended === undefined ? {} : { ended }),
  };
}

/** A succession is law: it also overtakes an end that had been recorded for a later day. */
export function overtakesEnd({ cause, on }: MandateEnded, before: MandateEnded): boolean {
  return cause === 'succession' && on < before.on;
}

function withEnd(state: CreatedOffice, ended: MandateEnded): CreatedOffice {
  const known = state.mandates.find(({ mandateId }) => mandateId === ended.mandateId);
  invariant(known !== undefined, `the end of a mandate that was never started: ${ended.mandateId}`);
  const follows = known.ended === undefined || overtakesEnd(ended, known.ended);
  if (!follows) cannotFollow(ended, `mandate ${ended.mandateId} is over`);
  const mandates = state.mandates.map((mandate) =>
    mandate.mandateId === ended.mandateId ? mandateOf(mandate.started, ended) : mandate,
  );
  return { ...state, mandates };
}
