import { cannotFollow, heldUntilReplaced, holdsOn, inForceOn, withFact } from '#libs/kernel';
import type { EventOf, FactOf, OfficeTerm, Seats } from '#libs/kernel';
import type { DomainEvent, officeEvents } from '#libs/contracts';
import { overtakesEnd } from '#libs/contracts/facts';
import type { StatutesState } from '../statutes/statutes.ts';
import { isUntilReplaced } from './until-replaced.ts';

export type OfficeEvent = DomainEvent<typeof officeEvents>;
export type OfficeFact = FactOf<OfficeEvent>;
export type OfficeCreated = EventOf<OfficeEvent, 'OfficeCreated'>;
export type OfficeMaxHoldersSet = EventOf<OfficeEvent, 'OfficeMaxHoldersSet'>;
export type MandateStarted = EventOf<OfficeEvent, 'MandateStarted'>;
export type MandateEnded = EventOf<OfficeEvent, 'MandateEnded'>;
export type MandateExtended = EventOf<OfficeEvent, 'MandateExtended'>;
export type MandateHolderMoved = EventOf<OfficeEvent, 'MandateHolderMoved'>;
export type RepresentationStarted = EventOf<OfficeEvent, 'RepresentationStarted'>;
export type RepresentationEnded = EventOf<OfficeEvent, 'RepresentationEnded'>;

/** When a person holds an office. */
export type Tenure = OfficeTerm;

/** A mandate with its limit as its extensions have set it. */
export interface Mandate extends Tenure {
  readonly started: MandateStarted;
  /** In the order of the days on which they were decided. */
  readonly extensions: readonly MandateExtended[];
  readonly moves: readonly MandateHolderMoved[];
  readonly ended?: MandateEnded;
}

/** What a holder does elsewhere because of a mandate. */
export interface Representation {
  readonly started: RepresentationStarted;
  readonly ended?: RepresentationEnded;
}

export type OfficeState =
  | { readonly status: 'absent' }
  | {
      readonly status: 'created';
      readonly created: OfficeCreated;
      /** How many persons may hold the office, from which day on; the first entry is that of the creation. */
      readonly capacities: readonly Seats[];
      readonly mandates: readonly Mandate[];
      readonly representations: readonly Representation[];
    };

export type CreatedOffice = Extract<OfficeState, { status: 'created' }>;

export function evolveOffice(state: OfficeState, event: OfficeFact): OfficeState {
  if (event.type === 'OfficeCreated') {
    if (state.status !== 'absent') cannotFollow(event, 'the office was created');
    const first = { since: event.since, maxHolders: event.maxHolders };
    return { status: 'created', created: event, capacities: [first], mandates: [], representations: [] };
  }
  if (state.status === 'absent') cannotFollow(event, 'the office was not created before that day');
  switch (event.type) {
    case 'OfficeMaxHoldersSet':
      return withCapacity(state, { since: event.since, maxHolders: event.maxHolders });
    case 'MandateStarted': {
      if (mandateById(state, event.mandateId) !== undefined) cannotFollow(event, 'the mandate has started');
      return { ...state, mandates: [...state.mandates, mandateOf(event)] };
    }
    case 'MandateExtended':
      return withMandate(state, event, (mandate) => ({
        ...mandate,
        limit: event.limit,
        extensions: [...mandate.extensions, event],
      }));
    case 'MandateHolderMoved':
      return withMandate(state, event, (mandate) => ({ ...mandate, moves: withFact(mandate.moves, event) }));
    case 'RepresentationStarted':
      return withRepresentation(state, event);
    case 'RepresentationEnded':
      return withoutRepresentation(state, event);
    case 'MandateEnded':
      return withEnd(state, event);
  }
}

function withMandate(
  state: CreatedOffice,
  event: MandateExtended | MandateHolderMoved | RepresentationStarted,
  change: (mandate: Mandate) => Mandate,
): CreatedOffice {
  const known = mandateById(state, event.mandateId);
  if (known === undefined) cannotFollow(event, 'the mandate has not started before that day');
  const changed = change(known);
  return { ...state, mandates: state.mandates.map((mandate) => (mandate === known ? changed : mandate)) };
}

function withRepresentation(state: CreatedOffice, started: RepresentationStarted): CreatedOffice {
  if (representationById(state, started.representationId) !== undefined)
    cannotFollow(started, 'the representation has started');
  const known = withMandate(state, started, (mandate) => mandate);
  return { ...known, representations: [...known.representations, { started }] };
}

function withoutRepresentation(state: CreatedOffice, ended: RepresentationEnded): CreatedOffice {
  const known = representationById(state, ended.representationId);
  if (known === undefined) cannotFollow(ended, 'the representation has not started before that day');
  if (known.ended !== undefined) cannotFollow(ended, `the representation ended on ${known.ended.on}`);
  const representations = state.representations.map((each) => (each === known ? { ...known, ended } : each));
  return { ...state, representations };
}

export function representationById(state: CreatedOffice, representationId: string): Representation | undefined {
  return state.representations.find(({ started }) => started.representationId === representationId);
}

export function withCapacity(state: CreatedOffice, capacity: Seats): CreatedOffice {
  return { ...state, capacities: withFact(state.capacities, capacity) };
}

export function mandateById(state: CreatedOffice, mandateId: string): Mandate | undefined {
  return state.mandates.find((mandate) => mandate.mandateId === mandateId);
}

export function mandateOf(started: MandateStarted, ended?: MandateEnded): Mandate {
  const { mandateId, person, since, limit, follows } = started;
  const tenure = { mandateId, personId: person.personId, since, limit, follows, until: ended?.on };
  return { ...tenure, started, extensions: [], moves: [], ...(ended === undefined ? {} : { ended }) };
}

/** The last day of a mandate as it was set at first. */
export function limitBefore({ started, extensions }: Mandate, extension: MandateExtended): string | undefined {
  const before = extensions.slice(0, extensions.indexOf(extension));
  return before.at(-1)?.limit ?? started.limit;
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
  const over: Mandate = { ...known, until: ended.on, ended };
  return { ...state, mandates: state.mandates.map((mandate) => (mandate === known ? over : mandate)) };
}

/** The mandates as they are held: past their limit only in an office that is held until replaced. */
export function asHeld({ created, mandates, capacities }: CreatedOffice, known?: StatutesState): readonly Mandate[] {
  return heldUntilReplaced(mandates, capacities, (day) => isUntilReplaced(created, known?.versions ?? [], day));
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
export function firstOverfullDay(capacities: readonly Seats[], tenures: readonly Tenure[]): OverfullDay | undefined {
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
