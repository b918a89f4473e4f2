import { setTimeout as pause } from 'node:timers/promises';
import { z } from 'zod';
import { readModelNames, rebuildReadModel, type Rebuilt } from '../commands/read-models.command.ts';
import { readStatus, type SystemStatus } from '../commands/status.command.ts';
import { ApiProblem, SomethingWrong } from '../failures.ts';
import { advanceLine, advanceSince, type Progress } from '../output/progress.ts';
import { firstKeys, groupDigits, parkedText } from '../output/text.ts';
import type { Api } from '../system/api.ts';
import { longWork, services, showing } from '../system/services.ts';
import { LedgerCheck } from './ledger-check.ts';
import { Problems, type Problem } from './problem.ts';
import { positionOf, readLedger, type LedgerPart } from './read-ledger.ts';

const unfoldableSchema = z.object({ stream: z.string(), revision: z.int(), message: z.string() });
const foldsSchema = z.object({ streams: z.number(), unfoldable: z.array(unfoldableSchema) });
const progressSchema = z.object({ streams: z.number(), events: z.number() });

/** Looking a position up reads the ledger once more, so only the first are looked up. */
const LOCATED = 20;
const ATTEMPTS = 5;
const BETWEEN_MS = 500;

export interface Verification {
  readonly ok: boolean;
  readonly events: number;
  readonly streams: number;
  readonly readModels: number;
  /** All of them; `problems` are the first. */
  readonly problemCount: number;
  readonly problems: readonly Problem[];
}

/** What a check needs of its caller. */
interface Verifying {
  readonly api: Api;
  readonly progress: Progress;
  readonly onProblem: (problem: Problem) => void;
}

/**
 * Looks at a whole system from outside. What can be computed from the ledger is computed here, from the specification and the
 * public contracts; the system itself folds and rebuilds. Each kept problem is reported when it is found.
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

/** Has every stream folded by its own decider, in the process that has it. */
async function verifyStreams({ api, progress, onProblem }: Verifying): Promise<void> {
  const onProgress = showing(progress, progressSchema, ({ streams, events }) => {
    return `streams: ${groupDigits(streams)} folded, ${groupDigits(events)} events`;
  });
  let known = 0;
  for (const { admin } of await services(api)) {
    try {
      const { unfoldable } = foldsSchema.parse(await longWork(api, `${admin}/stream-folds`, {}, onProgress));
      for (const each of unfoldable) {
        onProblem(await locate(api, each, known < LOCATED));
        known += 1;
      }
    } catch (error) {
      onProblem({ check: 'stream-folds', message: `the streams cannot be folded: ${faultThere(error)}` });
    }
  }
}

async function locate(
  api: Api,
  { stream, revision, message }: z.infer<typeof unfoldableSchema>,
  lookUp: boolean,
): Promise<Problem> {
  if (revision < 0) return { check: 'stream-folds', stream, message };
  const position = lookUp ? await positionOf(api, stream, BigInt(revision)) : undefined;
  const found = `does not fold at revision ${String(revision)}: ${message}`;
  return { check: 'stream-folds', position, stream, message: found };
}

/** Rebuilds every read model beside the live one, and compares them. Gives how many there are. */
async function verifyReadModels(verifying: Verifying): Promise<number> {
  const names = await readModelNames(verifying.api);
  for (const name of names) {
    try {
      const rebuilt = await comparable(verifying, name);
      for (const problem of [differenceOf(name, rebuilt), parkedOf(name, rebuilt)])
        if (problem !== undefined) verifying.onProblem(problem);
    } catch (error) {
      verifying.onProblem({ check: 'read-model', message: `${name} cannot be rebuilt: ${faultThere(error)}` });
    }
  }
  return names.length;
}

/** A model that has just begun, or moves on at this moment, can be compared a little later. */
async function comparable(verifying: Verifying, readModel: string): Promise<Rebuilt> {
  for (let attempt = 1; ; attempt += 1) {
    const rebuilt = await rebuildReadModel(verifying, readModel, false);
    if (rebuilt.comparison !== undefined || attempt === ATTEMPTS) return rebuilt;
    await pause(BETWEEN_MS, undefined, { signal: verifying.api.signal });
  }
}

/** What the system says that went wrong in it. @throws the error itself where it is another one */
function faultThere(error: unknown): string {
  if (error instanceof SomethingWrong || (error instanceof ApiProblem && error.status >= 500)) return error.message;
  throw error;
}

/** Nothing when the live model is what its events make of it. */
export function differenceOf(name: string, { comparison, point, digest }: Rebuilt): Problem | undefined {
  if (comparison === undefined)
    return {
      check: 'read-model',
      message: `${name} cannot be compared: its position differs from that of its rebuild`,
    };
  if (comparison.same) return undefined;
  const { live, differingKeys } = comparison;
  const message =
    `${name} is not what its events below position ${String(point.position)} make of it: ${String(live.documents)} documents, ` +
    `rebuilt ${String(digest.documents)}; different are ${firstKeys(differingKeys)}`;
  return { check: 'read-model', message };
}

/** Documents of parked keys differ from their rebuild until the keys are retried, so they are reported as parked. */
export function parkedOf(name: string, { comparison }: Rebuilt): Problem | undefined {
  if (comparison === undefined || comparison.parked.keys === 0) return undefined;
  const message =
    `${name} has ${parkedText(comparison.parked)} parked, in the live model or in its rebuild: their documents stand at events ` +
    'that cannot be applied to them (dead-letters list says why)';
  return { check: 'parked', message };
}
