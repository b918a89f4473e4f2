import { reject } from '#libs/kernel';
import type { Ballot } from '../operation.ts';

/** The refusal where that body's assembly has approved already; an inquorate vote may be held again. */
export function alreadyVoted({ votes }: Ballot, clusterId: string) {
  const vote = votes[clusterId];
  if (vote?.outcome !== 'adopted') return undefined;
  return reject({
    type: 'MRG_ALREADY_VOTED',
    found: `the assembly approved the plan on ${vote.on}`,
    required: 'an assembly that has not decided',
  });
}
