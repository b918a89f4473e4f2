import { z } from 'zod';
import { clauseOf, countElection, statutesInForceOn } from '#libs/ballot';
import { electionEvents, meetingEvents, officeEvents, type Immutable } from '#libs/contracts';
import type { DeclaredModels } from '#libs/hosting';
import { sameFacts } from '#libs/kernel';
import { irregularitiesOf, type Irregularity } from '../../domain/resolution/irregularities.ts';
import { bodies, type BodyDocument } from '../bodies/bodies.projection.ts';
import { meetings, type MeetingDocument } from '../meetings/meetings.projection.ts';
import { notElectedSchema, offices } from '../offices/offices.projection.ts';
import { statutesVersions, type StatutesDocument } from '../statutes/statutes.projection.ts';
import { restOnElection } from './by-election.ts';
import { electionView, roundView, type ElectionDocument, type RoundView } from './elections.projection.ts';

/** What an election rests on, and the office whose mandates rest on it. */
export const ELECTION_RESTS_ON = [statutesVersions, meetings, bodies, offices] as const;

const { rule, outcome, elected, tie, irregularities } = electionEvents.ElectionHeld.schema.shape;

const differsSchema = z
  .strictObject({
    rule: rule.optional(),
    outcome: outcome.optional(),
    elected: elected.optional(),
    tie,
    irregularities: irregularities.unwrap().min(0).optional(),
    sheet: meetingEvents.MeetingHeld.schema.pick({ members: true, present: true, represented: true }).optional(),
  })
  .describe(
    'What is known today of what the round rested on, where it differs: the clause in force that day with who is elected under it, the attendance sheet, and what was irregular. The decision stays what it was.',
  );

const restingView = officeEvents.MandateStarted.schema
  .pick({ mandateId: true, officeId: true, person: true, since: true, limit: true, follows: true })
  .extend({
    differs: notElectedSchema.optional(),
  })
  .meta({ id: 'MandateByElection', description: 'A mandate that rests on an election.' });

export const electionAsKnown = electionView
  .extend({
    rounds: z.array(roundView.extend({ differs: differsSchema.optional() })),
    mandates: z.array(restingView).describe('The mandates that rest on it.'),
  })
  .meta({ id: 'Election', description: 'An election with its candidacies, its rounds and who was elected.' });

type Differs = Immutable<z.infer<typeof differsSchema>>;

/** The election with the mandates that rest on it, and how what it was judged by differs from what is known by now. */
export async function electionShown(election: ElectionDocument, models: DeclaredModels) {
  const [statutes, body, office] = await Promise.all([
    models.of(statutesVersions).get(election.clusterId),
    models.of(bodies).get(election.bodyId),
    models.of(offices).get(election.officeId),
  ]);
  const rounds = await Promise.all(
    election.rounds.map(async (round) => {
      const meeting = await models.of(meetings).get(round.meetingId);
      const differs: Differs = {
        ...differentRule(round, statutes, body),
        ...differentSheet(round, meeting),
        ...differentIrregularities(election, round, { statutes, meeting, body }),
      };
      return Object.keys(differs).length === 0 ? round : { ...round, differs };
    }),
  );
  return { ...election, rounds, mandates: restOnElection(election, office) };
}

function differentRule(
  round: RoundView,
  statutes: StatutesDocument | undefined,
  body: BodyDocument | undefined,
): Differs {
  const inForce = statutesInForceOn(statutes?.versions ?? [], round.on);
  if (inForce === undefined) return {};
  const known = clauseOf(inForce, 'election', body?.kind);
  if (sameFacts(known, round.rule)) return {};
  const { tally, need, places, reckoning } = round;
  const counted = countElection(tally, { clause: known, need, places, convocation: reckoning.convocation });
  const { outcome: otherwise, elected: others, tie: tied } = counted;
  return { rule: known, outcome: otherwise, elected: others, ...(tied === undefined ? {} : { tie: tied }) };
}

interface Rest {
  readonly statutes: StatutesDocument | undefined;
  readonly meeting: MeetingDocument | undefined;
  readonly body: BodyDocument | undefined;
}

/** The day of a first meeting is no matter of this one. */
function isComparable({ kind }: Irregularity): boolean {
  return kind !== 'second-convocation-early';
}

function differentIrregularities(
  { agendaItem }: ElectionDocument,
  { tally, on, irregularities: recorded = [] }: RoundView,
  { statutes: known, meeting, body }: Rest,
): Differs {
  const statutes = statutesInForceOn(known?.versions ?? [], on);
  if (statutes === undefined || meeting === undefined) return {};
  const clause = clauseOf(statutes, 'election', body?.kind);
  const tabled = { clause: 'election' as const, agendaItem };
  const today = irregularitiesOf({ tabled, tally, on, rule: clause, statutes, meeting, bodyKind: body?.kind });
  const [then, now] = [recorded.filter(isComparable), today.filter(isComparable)];
  return sameFacts(then, now) ? {} : { irregularities: [...recorded.filter((each) => !isComparable(each)), ...now] };
}

function differentSheet({ tally }: RoundView, meeting: MeetingDocument | undefined): Differs {
  const { members, present, represented } = meeting?.held ?? tally;
  const isOnSheet = tally.members === members && tally.present <= present && tally.represented <= represented;
  return isOnSheet ? {} : { sheet: { members, present, represented } };
}
