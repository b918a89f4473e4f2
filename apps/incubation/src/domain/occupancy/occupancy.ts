import { chronicle, type CorrectionCommand, type StatedFact } from '#libs/kernel';
import { trackUnfit } from './admission-tracks.ts';
import { decide, overlapIn, type OccupancyCommand, type OccupancyRejection } from './occupancy.decide.ts';
import {
  evolve,
  nobodyAdmitted,
  waitingIn,
  type Admission,
  type Occupancy,
  type OccupancyEvent,
  type ResidencyStarted,
} from './occupancy.state.ts';
import { freeFrom, overfullIn } from './places.ts';

const recorded = chronicle<OccupancyCommand, Occupancy, OccupancyEvent, OccupancyRejection, 'INC'>({
  context: 'incubation',
  name: 'occupancy',
  prefix: 'INC',
  initial: nobodyAdmitted,
  facts: {
    CapacityDecided: { name: 'capacity', day: ({ since }) => since, changes: ['places', 'waiting', 'since'] },
    CompanyAdmitted: { name: 'admission', day: ({ on }) => on, changes: ['track', 'on'], carries: whatFollows },
    // It follows from the admission and the free places: the command `correct-start` says on which other day it was.
    ResidencyStarted: { day: ({ on }) => on, derived: () => true },
    AdmissionWithdrawn: { name: 'withdrawal', day: ({ on }) => on, changes: ['on'] },
    ResidencyEnded: { name: 'exit', day: ({ on }) => on, changes: ['cause', 'on'] },
  },
  evolve,
  judge,
  decide,
});

/**
 * Who is inside an incubator, who waits, and how many places there are: one stream for each incubator, so that a last place is given once. Whatever
 * frees a place, the first of those who wait has it in the same decision, from the first day from which it is free.
 */
export const occupancy: typeof recorded = {
  ...recorded,
  decide: (command, state) => {
    const decision = recorded.decide(command, state);
    if (!decision.ok) return decision;
    const after = decision.events.reduce((before, event) => recorded.evolve(before, event, ''), state);
    return { ok: true, events: [...decision.events, ...placesGiven(after, command)] };
  },
};

/** The residencies that start because places are free, in the order of admission; the end of the incubator is known where the command brings it. */
function placesGiven(state: Occupancy, command: OccupancyCommand | CorrectionCommand): readonly ResidencyStarted[] {
  const incubator = 'incubator' in command ? command.incubator : undefined;
  const given: ResidencyStarted[] = [];
  let after = state;
  for (const { admitted } of waitingIn(state)) {
    const { incubatorId, admissionId, organisationId } = admitted;
    const on = freeFrom(after, admitted.on);
    if (on === undefined || (incubator?.status === 'dissolved' && on >= incubator.on)) break;
    const started: ResidencyStarted = { type: 'ResidencyStarted', incubatorId, admissionId, organisationId, on };
    given.push(started);
    after = evolve({ decisions: after.decisions, admissions: after.admissions }, started);
  }
  return given;
}

/** An admission that never was has neither start nor end. */
function whatFollows(
  { admissionId }: { readonly admissionId: string },
  facts: readonly StatedFact<{ readonly type: string }>[],
): readonly StatedFact<{ readonly type: string }>[] {
  const isMeant = ({ event }: StatedFact<object>): boolean =>
    'admissionId' in event && event.admissionId === admissionId;
  return facts.filter((each) => isMeant(each) && each.event.type !== 'CompanyAdmitted').toReversed();
}

function judge(state: Occupancy, before: Occupancy): OccupancyRejection | undefined {
  const companies = new Map<string, Admission[]>();
  for (const admission of state.admissions) {
    const { organisationId } = admission.admitted;
    const own = companies.get(organisationId) ?? [];
    companies.set(organisationId, own);
    const refusal = trackUnfit(admission.admitted) ?? overlapIn({ admissions: own }, admission);
    if (refusal !== undefined) return refusal;
    own.push(admission);
  }
  const overfull = overfullIn(state, before);
  if (overfull === undefined) return undefined;
  const { day, inside, capacity } = overfull;
  return {
    type: 'INC_INCUBATOR_FULL',
    found: `${String(inside)} inside on ${day}`,
    required: `at most ${String(capacity)}`,
  };
}
