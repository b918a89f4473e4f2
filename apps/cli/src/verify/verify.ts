import { readStatus, type SystemStatus } from '../commands/status.command.ts';
import { advanceLine, advanceSince, type Progress } from '../output/progress.ts';
import type { Api } from '../system/api.ts';
import { LedgerCheck } from './ledger-check.ts';
import { Problems, type Problem } from './problem.ts';
import { readLedger, type LedgerPart } from './read-ledger.ts';
import { verifyReadModels, verifyStreams, type Verifying } from './verify-system.ts';

export interface Verification {
  readonly ok: boolean;
  readonly events: number;
  readonly streams: number;
  readonly readModels: number;
  /** All of them; `problems` are the first. */
  readonly problemCount: number;
  readonly problems: readonly Problem[];
}

/**
 * Looks at a whole system from outside. What can be computed from the ledger is computed here, from the specification and the
 * public contracts; folding and rebuilding are asked of the system. Each kept problem is told when it is found.
 */
export async function verify(
  api: Api,
  progress: Progress,
  tell: (problem: Problem) => void = () => undefined,
): Promise<Verification> {
  const problems = new Problems();
  const onProblem = (problem: Problem): void => {
    if (problems.add(problem)) tell(problem);
  };
  const verifying = { api, progress, onProblem };
  const { events, streams } = await verifyLedger(verifying);
  await verifyStreams(verifying);
  const readModels = await verifyReadModels(verifying);
  const { count: problemCount, first } = problems;
  return { ok: problemCount === 0, events, streams, readModels, problemCount, problems: first };
}

async function verifyLedger({ api, progress, onProblem }: Verifying): Promise<LedgerCheck> {
  const { head, consumers } = await readStatus(api);
  const total = Number(head);
  const check = new LedgerCheck();
  let readable = true;
  const began = performance.now();
  for await (const part of readLedger(api)) {
    if (part.kind === 'unreadable') readable = false;
    for (const problem of problemsIn(part, check)) onProblem(problem);
    const advance = advanceSince(began, performance.now(), check.events, Math.max(total, check.events));
    progress.show(advanceLine('ledger', advance));
  }
  const cut = readable ? endOf(check.end, consumers) : undefined;
  if (cut !== undefined) onProblem(cut);
  return check;
}

/**
 * A ledger without its last events is in itself a good one, as it is after an older backup was put back. Those that had handled
 * more of it know; they were asked before it was read, so nobody is ahead of a ledger that is whole.
 */
export function endOf(end: bigint, consumers: SystemStatus['consumers']): Problem | undefined {
  const ahead = consumers.filter(({ position }) => BigInt(position) > end);
  const [first] = ahead.toSorted((a, b) => (BigInt(a.position) > BigInt(b.position) ? -1 : 1));
  if (first === undefined) return undefined;
  const others = ahead.length === 1 ? '' : ` (and ${String(ahead.length - 1)} more)`;
  const message =
    `the ledger ends before position ${String(end)}, and ${first.name}${others} has handled what was before ${first.position}: ` +
    'events at its end are gone';
  return { check: 'ledger-end', message };
}

function problemsIn(part: LedgerPart, check: LedgerCheck): readonly Problem[] {
  switch (part.kind) {
    case 'rows':
      return part.rows.flatMap((row) => check.row(row));
    case 'gap':
      return check.gap(part.position);
    case 'unreadable':
      return [{ check: 'readable', position: part.position, message: part.message }];
  }
}
