import { groupDigits, plural } from '../output/text.ts';
import { problemLine } from '../verify/problem.ts';
import { verify, type Verification } from '../verify/verify.ts';
import { asJson, type CommandContext, type Verdict } from './console.ts';

/** Verifies the system from outside; 1 when anything is wrong. */
export async function verifySystem({ api, json, print, progress }: CommandContext): Promise<Verdict> {
  const verification = await verify(api, progress, (problem) => {
    progress.clear();
    if (!json) print(problemLine(problem));
  });
  progress.clear();
  print(json ? asJson(verification) : summary(verification));
  return verification.ok ? 0 : 1;
}

export function summary({ ok, events, streams, readModels, problemCount, problems }: Verification): string {
  const looked = `${groupDigits(events)} events in ${groupDigits(streams)} streams, ${String(readModels)} read models`;
  if (ok) return `${looked}: everything is as it should be`;
  const more = problemCount > problems.length ? `, of which the first ${String(problems.length)} are named` : '';
  return `${looked}: ${groupDigits(problemCount)} ${plural(problemCount, 'problem')}${more}`;
}
