import { calendarDate, latest, type CalendarDate } from '#libs/kernel';
import type { OperationFile } from '../rules/act.ts';
import { conditionsLiftedOn, openConditions } from '../rules/g7-conditions.ts';
import { voteIsEffect } from '../rules/g8-effect-date.ts';
import { firstLawfulDay } from '../rules/rule-book.ts';
import type { DryRunInput } from './diff.ts';

/** When the effect can be expected, and whether the last vote will be it. */
export function forecast({ file, clusterNames }: DryRunInput) {
  const { effectiveOn } = file;
  if (effectiveOn !== undefined) return { expectedOn: effectiveOn, lastVoteIsEffect: false, note: 'It took effect.' };
  const lastVoteIsEffect = voteIsEffect(file);
  return { expectedOn: expectedDay(file), lastVoteIsEffect, note: noteOf(file, lastVoteIsEffect, clusterNames) };
}

function noteOf(
  file: OperationFile,
  lastVoteIsEffect: boolean,
  names: DryRunInput['clusterNames'],
): string | undefined {
  if (file.plan === undefined) return 'There is no plan yet.';
  const open = openConditions(file);
  if (open.length > 0) return `Blocked by: ${open.map(({ description }) => description).join('; ')}.`;
  if (!lastVoteIsEffect) return undefined;
  const missing = file.participants.filter(({ clusterId }) => file.votes[clusterId]?.outcome !== 'adopted');
  const [only, ...others] = missing;
  const next = only === undefined || others.length > 0 ? undefined : (names[only.clusterId] ?? only.clusterId);
  const which = next === undefined ? 'The last favourable vote' : `The next favourable vote, that of ${next},`;
  return `${which} will be the effect: there is no way back after it.`;
}

function expectedDay(file: OperationFile): CalendarDate | undefined {
  if (file.plan === undefined || openConditions(file).length > 0) return undefined;
  const approvals = file.participants.map(({ clusterId }) => approvalDay(file, clusterId));
  const known = approvals.filter((each) => each !== undefined);
  if (known.length < approvals.length) return undefined;
  const lifted = conditionsLiftedOn(file);
  const floor = latest(...known, ...(lifted === undefined ? [] : [lifted]));
  const treaty = file.plan.plan.effectDate;
  if (treaty !== undefined) return latest(calendarDate(treaty), floor);
  return file.kind === 'fusion-absorption' ? floor : undefined;
}

/** The day of the favourable vote, else of the assembly that is called, else the first lawful day for one. */
function approvalDay(file: OperationFile, clusterId: string): CalendarDate | undefined {
  const vote = file.votes[clusterId];
  if (vote?.outcome === 'adopted') return vote.on;
  const adoptedOn = file.adoptions[clusterId]?.on;
  if (adoptedOn === undefined) return undefined;
  return file.assemblies[clusterId] ?? firstLawfulDay({ act: 'schedule-assembly', clusterId, on: adoptedOn }, file);
}
