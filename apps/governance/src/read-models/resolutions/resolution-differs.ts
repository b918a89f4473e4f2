import { z } from 'zod';
import { clauseOf, judge, statutesInForceOn } from '#libs/ballot';
import { ERASED, meetingEvents, outcomeSchema, resolutionEvents, type Immutable } from '#libs/contracts';
import type { DeclaredModels } from '#libs/hosting';
import { sameFacts } from '#libs/kernel';
import { irregularitiesOf, type Irregularity } from '../../domain/resolution/irregularities.ts';
import { bodies, type BodyDocument } from '../bodies/bodies.projection.ts';
import { meetings, type MeetingDocument } from '../meetings/meetings.projection.ts';
import { statutesVersions, type StatutesDocument } from '../statutes/statutes.projection.ts';
import { resolutionView, type ResolutionDocument } from './resolutions.projection.ts';

/** What a decision rests on. */
export const RESTS_ON = [statutesVersions, meetings, bodies] as const;

const { rule, irregularities } = resolutionEvents.ResolutionDecided.schema.shape;

const differsSchema = z
  .strictObject({
    rule: rule.optional(),
    outcome: outcomeSchema.optional(),
    sheet: meetingEvents.MeetingHeld.schema.pick({ members: true, present: true, represented: true }).optional(),
    irregularities: irregularities.unwrap().min(0).optional(),
  })
  .describe(
    'What is known today of what the decision rested on, where it differs: the clause in force that day with the outcome under it, the attendance sheet, and what was irregular. The decision stays what it was.',
  );

export const resolutionAsKnown = resolutionView
  .extend({ differs: differsSchema.optional() })
  .meta({ id: 'Resolution', description: 'A resolution, whatever became of it.' });

type Differs = Immutable<z.infer<typeof differsSchema>>;
type Decision = NonNullable<ResolutionDocument['decision']>;

/** The resolution, and how what it was judged by differs from what is known by now: statutes recorded late, or a sheet that was corrected. */
export async function withDifferences(
  resolution: ResolutionDocument,
  models: DeclaredModels,
): Promise<ResolutionDocument & { readonly differs?: Differs }> {
  const { decision } = resolution;
  if (decision === undefined) return resolution;
  const [statutes, meeting, body] = await Promise.all([
    models.of(statutesVersions).get(resolution.clusterId),
    models.of(meetings).get(resolution.meetingId),
    models.of(bodies).get(resolution.bodyId),
  ]);
  const differs: Differs = {
    ...differentRule(resolution, decision, statutes, { meeting, body }),
    ...differentSheet(decision, meeting),
  };
  return Object.keys(differs).length === 0 ? resolution : { ...resolution, differs };
}

interface Rest {
  readonly meeting: MeetingDocument | undefined;
  readonly body: BodyDocument | undefined;
}

function differentRule(
  resolution: ResolutionDocument,
  decision: Decision,
  statutes: StatutesDocument | undefined,
  rest: Rest,
): Differs {
  const inForce = statutesInForceOn(statutes?.versions ?? [], decision.on);
  if (inForce === undefined) return {};
  const known = clauseOf(inForce, resolution.clause, rest.body?.kind);
  const { tally, reckoning } = decision;
  return {
    ...(sameFacts(known, decision.rule)
      ? {}
      : { rule: known, outcome: judge(tally, known, reckoning?.convocation).outcome }),
    ...differentIrregularities(resolution, decision, { inForce, known }, rest),
  };
}

function differentIrregularities(
  resolution: ResolutionDocument,
  { tally, on, irregularities: recorded = [] }: Decision,
  { inForce, known }: { readonly inForce: StatutesDocument['versions'][number]; readonly known: Decision['rule'] },
  { meeting, body }: Rest,
): Differs {
  if (meeting === undefined) return {};
  const circumstances = {
    tabled: resolution,
    tally,
    on,
    rule: known,
    statutes: inForce,
    meeting,
    bodyKind: body?.kind,
  };
  const isErased = [resolution.subject, ...meeting.agenda].includes(ERASED.text);
  // Of texts that were erased nobody can say any more which was which; the day of a first meeting is no matter of this one.
  const isComparable = ({ kind }: Irregularity): boolean =>
    kind !== 'second-convocation-early' && !(isErased && kind === 'not-on-agenda');
  const today = irregularitiesOf(circumstances);
  if (sameFacts(today.filter(isComparable), recorded.filter(isComparable))) return {};
  return { irregularities: [...recorded.filter((each) => !isComparable(each)), ...today.filter(isComparable)] };
}

function differentSheet({ tally }: Decision, meeting: MeetingDocument | undefined): Differs {
  const { members, present, represented } = meeting?.held ?? tally;
  const isOnSheet = tally.members === members && tally.present <= present && tally.represented <= represented;
  return isOnSheet ? {} : { sheet: { members, present, represented } };
}
