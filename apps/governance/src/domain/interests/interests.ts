import { accept, acceptUnless, below, byType, cannotFollow, chronicle, reject, sameFacts } from '#libs/kernel';
import type { CommandFor, Decision, EventOf, FactOf, Refusal } from '#libs/kernel';
import type { DomainEvent, interestEvents } from '#libs/contracts';
import type { Companies } from '#libs/succession';
import {
  concernedBy,
  distinct,
  type Interest,
  type InterestDeclared,
  type RegulatedAgreementReported,
} from './concerned.ts';

type InterestEvent = DomainEvent<typeof interestEvents>;
type InterestFact = FactOf<InterestEvent>;
type InterestEnded = EventOf<InterestEvent, 'InterestEnded'>;
type RegulatedAgreementDecided = EventOf<InterestEvent, 'RegulatedAgreementDecided'>;

interface KnownInterest extends Interest {
  readonly declared: InterestDeclared;
}

interface KnownAgreement {
  readonly reported: RegulatedAgreementReported;
  readonly decided?: RegulatedAgreementDecided;
}

export interface InterestsState {
  readonly interests: readonly KnownInterest[];
  readonly agreements: readonly KnownAgreement[];
}

export type DeclareInterest = CommandFor<InterestDeclared, 'DeclareInterest'>;
export type EndInterest = CommandFor<InterestEnded, 'EndInterest'>;
export type ReportRegulatedAgreement = CommandFor<RegulatedAgreementReported, 'ReportRegulatedAgreement'>;
export interface DecideRegulatedAgreement extends CommandFor<
  RegulatedAgreementDecided,
  'DecideRegulatedAgreement',
  'on'
> {
  /** Of which cluster the resolution is, and what became of it; undefined where there is none. */
  readonly resolution: { readonly clusterId: string; readonly outcome: string; readonly on: string } | undefined;
  /** Which companies have absorbed others, and who administered the association on the day of the agreement. */
  readonly companies: Pick<Companies, 'headOn'>;
  readonly directors: readonly string[];
}
export type InterestCommand = DeclareInterest | EndInterest | ReportRegulatedAgreement | DecideRegulatedAgreement;

export type InterestRejection =
  | Refusal<
      | 'GOV_INTEREST_NOT_FOUND'
      | 'GOV_INTEREST_EXISTS'
      | 'GOV_REGULATED_AGREEMENT_NOT_FOUND'
      | 'GOV_REGULATED_AGREEMENT_EXISTS'
      | 'GOV_RESOLUTION_NOT_FOUND'
    >
  | Refusal<
      | 'GOV_PERSON_NOT_DIRECTOR'
      | 'GOV_INTEREST_ENDED'
      | 'GOV_INTEREST_ENDED_BEFORE'
      | 'GOV_REGULATED_AGREEMENT_DECIDED'
      | 'GOV_REGULATED_AGREEMENT_DECIDED_BEFORE'
      | 'GOV_RESOLUTION_OF_ANOTHER_CLUSTER'
      | 'GOV_RESOLUTION_NOT_DECIDED'
      | 'GOV_CONCERNED_TOOK_PART',
      'found' | 'required'
    >;

type InterestDecision = Decision<InterestFact, InterestRejection>;

const initial: InterestsState = { interests: [], agreements: [] };

/**
 * What those who administer a cluster have to do with other organisations, and its agreements with these (Code de commerce, art. L612-5). One stream, under
 * the id of the cluster.
 */
export const interests = chronicle({
  context: 'governance',
  name: 'interests',
  prefix: 'GOV',
  initial,
  facts: {
    InterestDeclared: {
      name: 'interest',
      day: ({ since }) => since,
      changes: ['person', 'organisation', 'nature', 'detail', 'since', 'declaredOn'],
      carries: ({ interestId }, facts) =>
        facts.filter(
          ({ event }) => event.type === 'InterestEnded' && (event as InterestEnded).interestId === interestId,
        ),
    },
    InterestEnded: { name: 'interest-end', day: ({ on }) => on, changes: ['on'] },
    RegulatedAgreementReported: {
      name: 'agreement',
      happened: true,
      day: ({ on }) => on,
      changes: ['party', 'concerned', 'subject', 'amountCents', 'on'],
      carries: ({ agreementId }, facts) =>
        facts.filter(
          ({ event }) =>
            event.type === 'RegulatedAgreementDecided' &&
            (event as RegulatedAgreementDecided).agreementId === agreementId,
        ),
    },
    RegulatedAgreementDecided: {
      name: 'agreement-decision',
      happened: true,
      day: ({ on }) => on,
      changes: ['abstainedIds'],
    },
  },
  evolve,
  decide: byType<InterestCommand, InterestsState, InterestDecision>({
    DeclareInterest: declare,
    EndInterest: end,
    ReportRegulatedAgreement: report,
    DecideRegulatedAgreement: decideAgreement,
  }),
});

function evolve(state: InterestsState, fact: InterestFact): InterestsState {
  switch (fact.type) {
    case 'InterestDeclared': {
      if (interestById(state, fact.interestId) !== undefined) cannotFollow(fact, 'the interest was declared');
      const { interestId, person, organisation, nature, since, declaredOn } = fact;
      const interest = { interestId, person, organisation, nature, since, declaredOn, declared: fact };
      return { ...state, interests: [...state.interests, interest] };
    }
    case 'InterestEnded': {
      const known = interestById(state, fact.interestId);
      if (known === undefined) cannotFollow(fact, 'there was no such interest before that day');
      if (known.until !== undefined) cannotFollow(fact, `the interest ended on ${known.until}`);
      const over = { ...known, until: fact.on };
      return { ...state, interests: state.interests.map((each) => (each === known ? over : each)) };
    }
    case 'RegulatedAgreementReported': {
      if (agreementById(state, fact.agreementId) !== undefined) cannotFollow(fact, 'the agreement was reported');
      return { ...state, agreements: [...state.agreements, { reported: fact }] };
    }
    case 'RegulatedAgreementDecided': {
      const known = agreementById(state, fact.agreementId);
      if (known === undefined) cannotFollow(fact, 'there was no such agreement before that day');
      if (known.decided !== undefined) cannotFollow(fact, `the agreement was decided on ${known.decided.on}`);
      const over = { ...known, decided: fact };
      return { ...state, agreements: state.agreements.map((each) => (each === known ? over : each)) };
    }
  }
}

function interestById({ interests: known }: InterestsState, interestId: string): KnownInterest | undefined {
  return known.find((each) => each.interestId === interestId);
}

export function agreementById({ agreements }: InterestsState, agreementId: string): KnownAgreement | undefined {
  return agreements.find(({ reported }) => reported.agreementId === agreementId);
}

function declare(command: DeclareInterest, state: InterestsState): InterestDecision {
  const declared: InterestDeclared = { ...command, type: 'InterestDeclared' };
  const known = interestById(state, command.interestId)?.declared;
  if (known === undefined) return accept(declared);
  return sameFacts(nameless(known), nameless(declared)) ? accept() : reject({ type: 'GOV_INTEREST_EXISTS' });
}

function end(command: EndInterest, state: InterestsState): InterestDecision {
  const known = interestById(state, command.interestId);
  if (known === undefined) return reject({ type: 'GOV_INTEREST_NOT_FOUND' });
  const { until, since } = known;
  if (until === command.on) return accept();
  if (until !== undefined)
    return reject({ type: 'GOV_INTEREST_ENDED', found: until, required: 'an interest that goes on' });
  return acceptUnless(below('GOV_INTEREST_ENDED_BEFORE', command.on, since), { ...command, type: 'InterestEnded' });
}

function report(command: ReportRegulatedAgreement, state: InterestsState): InterestDecision {
  const reported: RegulatedAgreementReported = { ...command, type: 'RegulatedAgreementReported' };
  const known = agreementById(state, command.agreementId)?.reported;
  if (known === undefined) return accept(reported);
  const isSame = sameFacts(unnamed(known), unnamed(reported));
  return isSame ? accept() : reject({ type: 'GOV_REGULATED_AGREEMENT_EXISTS' });
}

/** For comparison: a person is the id, the name may have been erased since. */
function nameless({ person, ...facts }: InterestDeclared): object {
  return { ...facts, personId: person.personId };
}

function unnamed({ party: { person, ...party }, concerned, ...facts }: RegulatedAgreementReported): object {
  return { ...facts, ...party, personId: person?.personId, concernedIds: concerned.map(({ personId }) => personId) };
}

function decideAgreement(command: DecideRegulatedAgreement, state: InterestsState): InterestDecision {
  const { resolution, companies, directors, ...named } = command;
  const known = agreementById(state, command.agreementId);
  if (known === undefined) return reject({ type: 'GOV_REGULATED_AGREEMENT_NOT_FOUND' });
  if (resolution === undefined) return reject({ type: 'GOV_RESOLUTION_NOT_FOUND' });
  const decided: RegulatedAgreementDecided = {
    ...{ ...named, type: 'RegulatedAgreementDecided', on: resolution.on },
    abstainedIds: [...distinct(named.abstainedIds)],
  };
  if (known.decided !== undefined) {
    const { resolutionId, on } = known.decided;
    if (sameFacts(known.decided, decided)) return accept();
    const found = `decided on ${on} by ${resolutionId}`;
    return reject({ type: 'GOV_REGULATED_AGREEMENT_DECIDED', found, required: 'an agreement that waits for a vote' });
  }
  const { reported } = known;
  const refusal =
    wrongResolution(command, resolution) ??
    below('GOV_REGULATED_AGREEMENT_DECIDED_BEFORE', decided.on, reported.on) ??
    tookPart(decided, concernedBy(reported, state.interests, { companies, directors }));
  return acceptUnless(refusal, decided);
}

function wrongResolution(
  { clusterId: required }: DecideRegulatedAgreement,
  { clusterId: found, outcome }: NonNullable<DecideRegulatedAgreement['resolution']>,
): InterestRejection | undefined {
  if (found !== required) return { type: 'GOV_RESOLUTION_OF_ANOTHER_CLUSTER', found, required };
  if (outcome === 'adopted' || outcome === 'rejected') return undefined;
  return { type: 'GOV_RESOLUTION_NOT_DECIDED', found: outcome, required: 'adopted or rejected' };
}

/** Whoever has an interest in an agreement takes no part in the vote on it. */
function tookPart(
  { abstainedIds }: RegulatedAgreementDecided,
  { named, interested }: ReturnType<typeof concernedBy>,
): InterestRejection | undefined {
  const voting = distinct([...named, ...interested]).filter((id) => !abstainedIds.includes(id));
  if (voting.length === 0) return undefined;
  const required = `the abstention of ${voting.join(', ')}`;
  return { type: 'GOV_CONCERNED_TOOK_PART', found: `abstained: ${abstainedIds.join(', ') || 'nobody'}`, required };
}
