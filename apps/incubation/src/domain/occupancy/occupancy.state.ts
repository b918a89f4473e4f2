import type { DomainEvent, occupancyEvents } from '#libs/contracts';
import { cannotFollow, withFact, type EventOf, type FactOf } from '#libs/kernel';

export type OccupancyEvent = DomainEvent<typeof occupancyEvents>;
export type OccupancyFact = FactOf<OccupancyEvent>;
export type CapacityDecided = EventOf<OccupancyEvent, 'CapacityDecided'>;
export type CompanyAdmitted = EventOf<OccupancyEvent, 'CompanyAdmitted'>;
export type ResidencyStarted = EventOf<OccupancyEvent, 'ResidencyStarted'>;
export type ResidencyEnded = EventOf<OccupancyEvent, 'ResidencyEnded'>;
export type AdmissionWithdrawn = EventOf<OccupancyEvent, 'AdmissionWithdrawn'>;

/** A company that was admitted: it waits until its residency starts, and is inside until that ends. */
export interface Admission {
  readonly admitted: CompanyAdmitted;
  readonly startedOn?: string;
  /** The first day after it: it withdrew while it waited, or left. */
  readonly ended?: AdmissionWithdrawn | ResidencyEnded;
}

/** Who is inside an incubator and who waits, on all days. */
export interface Occupancy {
  /** In the order of their days. */
  readonly decisions: readonly CapacityDecided[];
  readonly admissions: readonly Admission[];
}

export const nobodyAdmitted: Occupancy = { decisions: [], admissions: [] };

/** @throws FactCannotFollow for a residency that does not follow its admission, or goes on after its end */
export function evolve(state: Occupancy, fact: OccupancyFact): Occupancy {
  if (fact.type === 'CapacityDecided') return { ...state, decisions: withFact(state.decisions, fact) };
  const known = admissionOf(state, fact.admissionId);
  if (fact.type === 'CompanyAdmitted') {
    if (known !== undefined) cannotFollow(fact, `the company was admitted on ${known.admitted.on}`);
    return { ...state, admissions: [...state.admissions, { admitted: fact }] };
  }
  if (known === undefined) cannotFollow(fact, 'the company is not admitted before that day');
  if (known.ended !== undefined) cannotFollow(fact, `the admission ended on ${known.ended.on}`);
  return { ...state, admissions: state.admissions.map((each) => (each === known ? followed(known, fact) : each)) };
}

function followed(known: Admission, fact: Exclude<OccupancyFact, CapacityDecided | CompanyAdmitted>): Admission {
  const { startedOn } = known;
  if (fact.type === 'ResidencyEnded') {
    if (startedOn === undefined) cannotFollow(fact, 'the company has no place before that day');
    return { ...known, ended: fact };
  }
  if (startedOn !== undefined) cannotFollow(fact, `the company has a place from ${startedOn} on`);
  return fact.type === 'ResidencyStarted' ? { ...known, startedOn: fact.on } : { ...known, ended: fact };
}

export function admissionOf({ admissions }: Occupancy, admissionId: string): Admission | undefined {
  return admissions.find(({ admitted }) => admitted.admissionId === admissionId);
}

/** Who was admitted and has neither a place nor withdrawn, in the order of admission. */
export function waitingIn({ admissions }: Occupancy): readonly Admission[] {
  return admissions
    .filter(({ startedOn, ended }) => startedOn === undefined && ended === undefined)
    .toSorted((a, b) => a.admitted.number - b.admitted.number);
}
