import { cannotFollow, holdsOn, inForceOn, withFact } from '#libs/kernel';
import type { Dated, EventOf, FactOf, Term } from '#libs/kernel';
import type { DomainEvent, officeEvents } from '#libs/contracts';
import { overtakesEnd } from '#libs/contracts/facts';

export type OfficeEvent = DomainEvent<typeof officeEvents>;
export type OfficeFact = FactOf<OfficeEvent>;
export type OfficeCreated = EventOf<OfficeEvent, 'OfficeCreated'>;
export type OfficeMaxHoldersSet = EventOf<OfficeEvent, 'OfficeMaxHoldersSet'>;
export type MandateStarted = EventOf<OfficeEvent, 'MandateStarted'>;
export type MandateEnded = EventOf<OfficeEvent, 'MandateEnded'>;

/** How many persons may hold an office side by side, from a day on. */
interface Capacity extends Dated {
  readonly maxHolders: number;
}

/** When a person holds an office. */
export interface Tenure extends Term {
  readonly mandateId: string;
  readonly personId: string;
}

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

export function evolveOffice(state: OfficeState, event: OfficeFact): OfficeState {
  if (event.type === 'OfficeCreated') {
    if (state.status !== 'absent') cannotFollow(event, 'the office was created');
    const first = { since: event.since, maxHolders: event.maxHolders };
    return { status: 'created', created: event, capacities: [first], mandates: [] };
  }
  if (state.status === 'absent') cannotFollow(event, 'the office was not created before that day');
  switch (event.type) {
    case 'OfficeMaxHoldersSet':
      return withCapacity(state, { since: event.since, maxHolders: event.maxHolders });
    case 'MandateStarted': {
      if (mandateById(state, event.mandateId) !== undefined) cannotFollow(event, 'the mandate has started');
      return { ...state, mandates: [...state.mandates, mandateOf(event)] };
    }
    case 'MandateEnded':
      return withEnd(state, event);
  }
}

export function withCapacity(state: CreatedOffice, capacity: Capacity): CreatedOffice {
  return { ...state, capacities: withFact(state.capacities, capacity) };
}

export function mandateById(state: CreatedOffice, mandateId: string): Mandate | undefined {
  return state.mandates.find((mandate) => mandate.mandateId === mandateId);
}

export function mandateOf(started: MandateStarted, ended?: MandateEnded): Mandate {
  const { mandateId, person, since, limit } = started;
  const tenure = { mandateId, personId: person.personId, since, limit, until: ended?.on };
  return { ...tenure, started, ...(ended === undefined ? {} : { ended }) };
}

function withEnd(state: CreatedOffice, ended: MandateEnded): CreatedOffice {
  const known = mandateById(state, ended.mandateId);
  if (known === undefined) {
    // Whoever never was in office had nothing that an operation could end.
    if (ended.operationId !== undefined) return state;
    cannotFollow(ended, 'the mandate has not started before that day');
  }
  if (known.ended !== undefined) {
    if (overtakesEnd(known.ended, ended)) return state;
    if (!overtakesEnd(ended, known.ended)) cannotFollow(ended, `the mandate ended on ${known.ended.on}`);
  }
  const over = mandateOf(known.started, ended);
  return { ...state, mandates: state.mandates.map((mandate) => (mandate === known ? over : mandate)) };
}

/** Whoever holds an office with these mandates on a day, in the order of recording; a mandate past its limit is not held. */
export function heldOn<Held extends Tenure>(tenures: readonly Held[], day: string): readonly Held[] {
  return tenures.filter((tenure) => holdsOn(tenure, day));
}

export interface OverfullDay {
  readonly day: string;
  readonly found: number;
  readonly required: number;
}

/**
 * The first day on which more persons hold the office than may. Their number rises only where a mandate begins, and the
 * number allowed falls only where it was decided anew, so no other day has to be looked at.
 */
export function firstOverfullDay(capacities: readonly Capacity[], tenures: readonly Tenure[]): OverfullDay | undefined {
  const days = new Set([...capacities, ...tenures].map(({ since }) => since));
  for (const day of [...days].sort()) {
    const found = heldOn(tenures, day).length;
    const required = inForceOn(capacities, day)?.maxHolders ?? 0;
    if (found > required) return { day, found, required };
  }
  return undefined;
}

/** The most persons who hold the office side by side on any day from a day on. */
export function peakHolders(tenures: readonly Tenure[], from: string): number {
  const days = [from, ...tenures.map(({ since }) => since).filter((since) => since > from)];
  return Math.max(...days.map((day) => heldOn(tenures, day).length));
}
