import { z } from 'zod';
import { judge } from '#libs/ballot';
import { appliedClauseSchema, outcomeSchema, quantitySchema, type Immutable } from '#libs/contracts';
import type { DeclaredModels } from '#libs/hosting';
import { sameFacts } from '#libs/kernel';
import { periodsBefore } from '#libs/succession';
import type { Member } from '../../domain/dry-run/diff.ts';
import { memberLists } from '../member-lists/member-lists.projection.ts';
import { dissolutionClauseOn, statutes, type StatutesView } from '../statutes/statutes.projection.ts';
import { voteView, type AssemblyVote } from './operation-log.ts';

/** What a vote was judged by. */
export const RESTS_ON = [statutes, memberLists] as const;

const differsSchema = z
  .strictObject({
    rule: appliedClauseSchema.optional(),
    outcome: outcomeSchema.optional(),
    members: quantitySchema.optional(),
  })
  .describe(
    'What is known today of what the vote was judged by, where it differs: the dissolution clause in force that day, the outcome under it, and how many members the body had. The verdict stays what it was.',
  );

export const voteAsKnown = voteView.extend({ differs: differsSchema.optional() }).meta({
  id: 'AssemblyVoteAsKnown',
  description: 'A vote as it was judged, and how what it was judged by differs from what is known today.',
});

export const votesView = z
  .strictObject({ items: z.array(voteAsKnown) })
  .meta({ id: 'OperationVotes', description: 'Every vote of an operation.' });

export type VoteAsKnown = Immutable<z.infer<typeof voteAsKnown>>;
type Differs = NonNullable<VoteAsKnown['differs']>;

/** Votes with what differs by now: statutes that were recorded late, a member that had left before, a tally that was corrected after the effect. */
export async function withDifferences(
  votes: readonly AssemblyVote[],
  models: DeclaredModels,
): Promise<readonly VoteAsKnown[]> {
  const ids = [...new Set(votes.map(({ clusterId }) => clusterId))];
  if (ids.length === 0) return votes;
  const [members, ...views] = await Promise.all([
    models.of(memberLists).all({ cluster_id: ids }),
    ...ids.map((clusterId) => models.of(statutes).get(clusterId)),
  ]);
  return votes.map((vote) => {
    const own = members.filter(({ clusterId }) => clusterId === vote.clusterId);
    const differs = differences(vote, views[ids.indexOf(vote.clusterId)], own);
    return Object.keys(differs).length === 0 ? vote : { ...vote, differs };
  });
}

function differences(vote: AssemblyVote, view: StatutesView | undefined, members: readonly Member[]): Differs {
  const { tally, on } = vote.corrected ?? vote;
  const clause = dissolutionClauseOn(view, on) ?? vote.rule;
  const { outcome } = judge(tally, clause, vote.reckoning?.convocation);
  const isOther = !sameFacts(clause, vote.rule);
  const own = members.map(({ periods }) => periodsBefore(periods, vote.operationId)).filter(({ length }) => length > 0);
  const known = own.filter((periods) => wasMember(periods, on, vote.operationId)).length;
  // Of a body whose members nobody recorded there is no number to compare.
  const isOtherNumber = own.length > 0 && known !== tally.members;
  return {
    ...(isOther ? { rule: clause } : {}),
    ...(isOther || outcome !== vote.outcome ? { outcome } : {}),
    ...(isOtherNumber ? { members: known } : {}),
  };
}

/** A vote comes before what the operation makes of the members on that day. */
function wasMember(periods: Member['periods'], day: string, operationId: string): boolean {
  return periods.some(
    ({ since, until, endedBy }) =>
      since <= day && (until === undefined || day < until || (endedBy === operationId && day <= until)),
  );
}
