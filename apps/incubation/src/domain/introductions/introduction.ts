import type { DomainEvent, funderIntroductionEvents } from '#libs/contracts';
import { accept, acceptRepeat, acceptUnless, byType, cannotFollow, chronicle, reject } from '#libs/kernel';
import type { CommandFor, Decision, EventOf, FactOf, FactsOf, Refusal, StatedFact } from '#libs/kernel';
import { notOpenOn, type Incubator, type IncubatorAbsence } from '../incubator/incubator.ts';
import { notAccompanied, type NotAccompanied } from '../occupancy/accompanied.ts';
import type { Occupancy } from '../occupancy/occupancy.state.ts';

type IntroductionEvent = DomainEvent<typeof funderIntroductionEvents>;
export type IntroductionFact = FactOf<IntroductionEvent>;
type Fact<Type extends IntroductionFact['type']> = EventOf<IntroductionFact, Type>;
export type IntroductionFacts = FactsOf<IntroductionEvent, 'FunderIntroduced'>;
type Outcome = Omit<FactsOf<IntroductionEvent, 'IntroductionOutcomeRecorded'>, 'introductionId' | 'incubatorId'>;

export interface Introduction {
  /** Absent before it was recorded, and where it was taken back. */
  readonly made?: IntroductionFacts | undefined;
  /** In the order of their days: what it had come to by each. */
  readonly outcomes: readonly Outcome[];
}

/** What an introduction is judged by beside its own facts. */
export interface IntroductionSetting {
  readonly incubator: Incubator;
  readonly occupancy: Pick<Occupancy, 'admissions'>;
}

type Introduce = CommandFor<Fact<'FunderIntroduced'>, 'IntroduceFunder'> & IntroductionSetting;
type RecordOutcome = CommandFor<Fact<'IntroductionOutcomeRecorded'>, 'RecordIntroductionOutcome', 'incubatorId'>;
export type IntroductionCommand = Introduce | RecordOutcome;

export type IntroductionRejection =
  | IncubatorAbsence
  | NotAccompanied
  | Refusal<'INC_INTRODUCTION_NOT_FOUND' | 'INC_INTRODUCTION_EXISTS' | 'INC_FUNDER_IS_COMPANY', 'found'>;

type Verdict = Decision<IntroductionFact, IntroductionRejection>;

export const noIntroduction: Introduction = { outcomes: [] };

/** Precedence of refusals: not found or known otherwise, then as `unfitIntroduction` has it. */
export const introduction = chronicle({
  context: 'incubation',
  name: 'introduction',
  prefix: 'INC',
  initial: noIntroduction,
  facts: {
    FunderIntroduced: {
      name: 'introduction',
      day: ({ on }) => on,
      happened: true,
      changes: ['organisationId', 'funderId', 'purpose', 'on'],
      carries: (_made, facts: readonly StatedFact<{ readonly type: string }>[]) =>
        facts.filter(({ event }) => event.type !== 'FunderIntroduced'),
    },
    IntroductionOutcomeRecorded: {
      name: 'outcome',
      day: ({ on }) => on,
      happened: true,
      changes: ['result', 'amountCents', 'on'],
    },
  },
  evolve: evolveIntroduction,
  judge: ({ made }): IntroductionRejection | undefined =>
    made?.funderId !== undefined && made.funderId === made.organisationId
      ? { type: 'INC_FUNDER_IS_COMPANY', found: made.funderId }
      : undefined,
  decide: byType<IntroductionCommand, Introduction, Verdict>({
    IntroduceFunder: ({ type: _type, incubator, occupancy, ...said }, { made }) => {
      if (made === undefined)
        return acceptUnless<IntroductionFact, IntroductionRejection>(
          unfitIntroduction(said, { incubator, occupancy }),
          { type: 'FunderIntroduced', ...said },
        );
      const { purpose: _purpose, ...stated } = said;
      const { purpose: _known, ...known } = made;
      return acceptRepeat(stated, known, { type: 'INC_INTRODUCTION_EXISTS', found: made.on });
    },
    RecordIntroductionOutcome: ({ introductionId, result, amountCents, on }, { made }) => {
      if (made === undefined) return reject({ type: 'INC_INTRODUCTION_NOT_FOUND', found: introductionId });
      const { incubatorId } = made;
      const said = { introductionId, incubatorId, result, amountCents, on };
      return accept<IntroductionFact>({ type: 'IntroductionOutcomeRecorded', ...said });
    },
  }),
});

/** What a fact makes of an introduction, for facts in the order of their days. @throws FactCannotFollow */
export function evolveIntroduction({ made, outcomes }: Introduction, fact: IntroductionFact): Introduction {
  if (fact.type === 'FunderIntroduced') {
    if (made !== undefined) cannotFollow(fact, `it was made on ${made.on}`);
    const { type: _type, ...stated } = fact;
    return { made: stated, outcomes };
  }
  if (made === undefined) cannotFollow(fact, 'it is not made before that day');
  const { result, amountCents, on } = fact;
  return { made, outcomes: [...outcomes, { result, amountCents, on }] };
}

/** Why a company was not put in touch by the incubator: that is not open on the day, or the company is neither inside then nor has left. */
export function unfitIntroduction(
  { organisationId, on }: Pick<IntroductionFacts, 'organisationId' | 'on'>,
  { incubator, occupancy }: IntroductionSetting,
): IntroductionRejection | undefined {
  return notOpenOn(on, incubator) ?? notAccompanied(occupancy, [organisationId], on);
}
