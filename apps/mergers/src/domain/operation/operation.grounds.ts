import { calendarDate } from '#libs/kernel';
import { consultingStaff } from '../rules/g10-staff-opinion.ts';
import { openConditions } from '../rules/g7-conditions.ts';
import { lastApproval } from '../rules/g8-effect-date.ts';
import {
  isVoting,
  type Before,
  type EventName,
  type EventNamed,
  type Operation,
  type OperationFact,
} from './operation.ts';

/** What an event rests on beside the status; undefined where all of it is there. */
type Ground<Name extends EventName> = (state: Before<Name>, event: EventNamed<Name>) => string | undefined;

const grounds: { readonly [Name in EventName]?: Ground<Name> } = {
  PlanDrafted: unlessDecided,
  PlanAdopted: (state, { clusterId, on }) => {
    if (!consultingStaff(state).includes(clusterId)) return undefined;
    const opinion = state.consultations[clusterId];
    const isGiven = opinion !== undefined && opinion.on <= on;
    return isGiven ? undefined : `the staff committee of ${clusterId} has not given its opinion by ${on}`;
  },
  OperationAdopted: ({ participants, adoptions }) => {
    const missing = participants.find(({ clusterId }) => !(clusterId in adoptions));
    return missing && `the board of ${missing.clusterId} has not adopted the plan`;
  },
  AssemblyVoted: ({ votes }, { clusterId }) => {
    const vote = votes[clusterId];
    const isOver = vote !== undefined && vote.outcome !== 'inquorate';
    return isOver ? `the assembly of ${clusterId} ${vote.outcome} the plan on ${vote.on}` : undefined;
  },
  OperationApproved: (state) =>
    lastApproval(state) === undefined ? 'not every assembly has approved the plan' : undefined,
  OperationRejected: ({ votes }, { clusterId }) =>
    votes[clusterId]?.outcome === 'rejected' ? undefined : `the assembly of ${clusterId} has not said no`,
  OppositionResolved: ({ oppositions }, { oppositionId }) =>
    oppositions.some((each) => each.oppositionId === oppositionId)
      ? undefined
      : `no opposition ${oppositionId} was lodged`,
  AccessionRecorded: ({ accessions }, { organisationId }) => {
    const known = accessions[organisationId];
    if (known === undefined || known.withdrawn !== undefined) return undefined;
    return `${organisationId} acceded on ${known.on}`;
  },
  AccessionWithdrawn: ({ accessions }, { organisationId, on }) => {
    const known = accessions[organisationId];
    const isHeld = known !== undefined && known.withdrawn === undefined && known.on <= on;
    return isHeld ? undefined : `${organisationId} has not acceded by ${on}`;
  },
  OperationPostponed: unlessDecided,
  OperationLapsed: unlessDecided,
  OperationWithdrawn: unlessDecided,
  SuccessionTookEffect: (state, { effectiveOn }) => conditionsOpenOn(state, effectiveOn),
  BodyRestored: (state, { on }) => conditionsOpenOn(state, on),
};

function conditionsOpenOn(state: Before<'SuccessionTookEffect'>, day: string): string | undefined {
  const open = openConditions(state, calendarDate(day)).map(({ description }) => description);
  return open.length === 0 ? undefined : `open: ${open.join('; ')}`;
}

/** Why an event cannot follow although the status permits it: what it rests on is not, or no longer, so. */
export function missingGround(state: Operation, event: OperationFact): string | undefined {
  // The ground is that of the event, and the state one in which it can follow: the compiler sees neither.
  const ground = grounds[event.type] as ((state: Operation, event: OperationFact) => string | undefined) | undefined;
  return ground?.(state, event);
}

/** A ballot that is decided ends in the approval or the rejection, and in nothing else. */
function unlessDecided(state: Operation): string | undefined {
  if (!isVoting(state)) return undefined;
  const no = Object.entries(state.votes).find(([, { outcome }]) => outcome === 'rejected');
  if (no !== undefined) return `the assembly of ${no[0]} rejected the plan on ${no[1].on}`;
  const approvedOn = lastApproval(state);
  return approvedOn && `every assembly has approved the plan by ${approvedOn}`;
}
