import type { DomainEvent, introductionEvents } from '#libs/contracts';
import { accept, acceptRepeat, cannotFollow, chronicle } from '#libs/kernel';
import type { CommandFor, Decision, EventOf, FactOf, FactsOf, Refusal } from '#libs/kernel';

type IntroductionEvent = DomainEvent<typeof introductionEvents>;
export type IntroductionFact = FactOf<IntroductionEvent>;
export type IntroductionFacts = FactsOf<IntroductionEvent, 'IntroductionMade'>;

export interface Introduction {
  /** Absent before it was recorded, and where it was taken back. */
  readonly made?: IntroductionFacts | undefined;
}

export type IntroductionCommand = CommandFor<EventOf<IntroductionFact, 'IntroductionMade'>, 'MakeIntroduction'>;
/** `found` is the day of the introduction that has this id, or the organisation that is named twice. */
export type IntroductionRejection = Refusal<'EVT_INTRODUCTION_EXISTS' | 'EVT_INTRODUCED_TWICE', 'found'>;

const initial: Introduction = {};

/** Who was put in touch with whom: one fact, which may be corrected or taken back. */
export const introduction = chronicle({
  context: 'events',
  name: 'introduction',
  prefix: 'EVT',
  initial,
  facts: {
    IntroductionMade: {
      name: 'introduction',
      day: ({ on }) => on,
      happened: true,
      changes: ['organisationIds', 'purpose', 'on'],
    },
  },
  evolve: ({ made }: Introduction, fact: IntroductionFact): Introduction => {
    if (made !== undefined) cannotFollow(fact, `it was made on ${made.on}`);
    const { type: _type, ...stated } = fact;
    return { made: stated };
  },
  judge: ({ made }): IntroductionRejection | undefined => {
    const ids = made?.organisationIds ?? [];
    const twice = ids.find((id, index) => ids.indexOf(id) !== index);
    return twice === undefined ? undefined : { type: 'EVT_INTRODUCED_TWICE', found: twice };
  },
  decide: (
    { type: _type, ...said }: IntroductionCommand,
    { made },
  ): Decision<IntroductionFact, IntroductionRejection> =>
    made === undefined
      ? accept<IntroductionFact>({ type: 'IntroductionMade', ...said })
      : acceptRepeat(said, made, { type: 'EVT_INTRODUCTION_EXISTS', found: made.on }),
});
