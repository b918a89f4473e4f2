import { z } from 'zod';
import { clauseOf, judge, statutesInForceOn } from '#libs/ballot';
import { meetingEvents, outcomeSchema, resolutionEvents, type Immutable } from '#libs/contracts';
import type { DeclaredModels } from '#libs/hosting';
import { sameFacts } from '#libs/kernel';
import { meetings } from '../meetings/meetings.projection.ts';
import { statutesVersions } from '../statutes/statutes.projection.ts';
import { resolutionView, type ResolutionDocument } from './resolutions.projection.ts';

/** What a decision rests on. */
export const RESTS_ON = [statutesVersions, meetings] as const;

const differsSchema = z
  .strictObject({
    rule: resolutionEvents.ResolutionDecided.schema.shape.rule.optional(),
    outcome: outcomeSchema.optional(),
    sheet: meetingEvents.MeetingHeld.schema.pick({ members: true, present: true, represented: true }).optional(),
  })
  .describe(
    'What is known today of what the decision rested on, where it differs: the clause in force that day with the outcome under it, and the attendance sheet. The decision stays what it was.',
  );

export const resolutionAsKnown = resolutionView
  .extend({ differs: differsSchema.optional() })
  .meta({ id: 'Resolution', description: 'A resolution, whatever became of it.' });

type Differs = Immutable<z.infer<typeof differsSchema>>;

/** The resolution, and how what it was judged by differs from what is known by now: statutes recorded late, or a sheet that was corrected. */
export async function withDifferences(
  resolution: ResolutionDocument,
  models: DeclaredModels,
): Promise<ResolutionDocument & { readonly differs?: Differs }> {
  const { decision } = resolution;
  if (decision === undefined) return resolution;
  const [statutes, meeting] = await Promise.all([
    models.of(statutesVersions).get(resolution.clusterId),
    models.of(meetings).get(resolution.meetingId),
  ]);
  const inForce = statutesInForceOn(statutes?.versions ?? [], decision.on);
  const rule = inForce && clauseOf(inForce, resolution.clause);
  const { members, present, represented } = meeting?.held ?? decision.tally;
  const isOnSheet =
    decision.tally.members === members &&
    decision.tally.present <= present &&
    decision.tally.represented <= represented;
  const differs: Differs = {
    ...(rule === undefined || sameFacts(rule, decision.rule) ? {} : { rule, outcome: judge(decision.tally, rule) }),
    ...(isOnSheet ? {} : { sheet: { members, present, represented } }),
  };
  return Object.keys(differs).length === 0 ? resolution : { ...resolution, differs };
}
