import { calendarDate, latest, type CalendarDate } from '#libs/kernel';
import { preparedOn } from '../calendar/earliest-effect.ts';
import { foundedBy, type OperationFile } from '../rules/act.ts';
import { conditionsLiftedOn, openConditions } from '../rules/g7-conditions.ts';
import { voteIsEffect } from '../rules/g8-effect-date.ts';
import { firstLawfulDay, ruleBook } from '../rules/rule-book.ts';
import type { DryRunInput } from './diff.ts';

/** When the effect can be expected, and whether the last vote will be it. */
export function forecast({ file, clusterNames, on }: DryRunInput) {
  const { effectiveOn } = file;
  if (effectiveOn !== undefined) return { expectedOn: effectiveOn, lastVoteIsEffect: false, note: 'It took effect.' };
  const lastVoteIsEffect = voteIsEffect(file);
  return { expectedOn: expectedDay(file, on), lastVoteIsEffect, note: noteOf(file, lastVoteIsEffect, clusterNames) };
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

function expectedDay(file: OperationFile, on: CalendarDate): CalendarDate | undefined {
  if (file.plan === undefined || openConditions(file).length > 0) return undefined;
  const approvals = file.participants.map(({ clusterId }) => approvalDay(file, clusterId, on));
  const known = approvals.filter((each) => each !== undefined);
  if (known.length < approvals.length) return undefined;
  const lifted = conditionsLiftedOn(file);
  const floor = latest(...known, ...(lifted === undefined ? [] : [lifted]));
  const treaty = file.plan.plan.effectDate;
  if (treaty !== undefined) return latest(calendarDate(treaty), floor);
  return foundedBy(file.plan.plan, file).length === 0 ? floor : undefined;
}

/** Whose statutes say what is another question than when an assembly may decide. */
const timing = ruleBook.filter(({ id }) => id !== 'G6');

/**
 * The day of the favourable vote, else of the assembly that is called, else the first lawful day for one if the notices and documents that are
 * missing are published and opened on the day asked about.
 */
function approvalDay(file: OperationFile, clusterId: string, on: CalendarDate): CalendarDate | undefined {
  const vote = file.votes[clusterId];
  if (vote?.outcome === 'adopted') return vote.on;
  const adoptedOn = file.adoptions[clusterId]?.on;
  if (adoptedOn === undefined) return undefined;
  const ballot = { act: 'vote', clusterId, on: adoptedOn, clause: undefined } as const;
  const prepared = { ...preparedOn(latest(on, adoptedOn), file), assemblies: {} };
  return file.assemblies[clusterId] ?? firstLawfulDay(ballot, prepared, timing);
}
