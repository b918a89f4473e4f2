import { setTimeout as pause } from 'node:timers/promises';
import { z } from 'zod';
import { readModelNames, rebuildReadModel, type Rebuilt } from '../commands/read-models.command.ts';
import { ApiProblem, SomethingWrong } from '../failures.ts';
import type { Progress } from '../output/progress.ts';
import { firstKeys, grouped, parkedText } from '../output/text.ts';
import type { Api } from '../system/api.ts';
import { longWork, services, showing } from '../system/services.ts';
import type { Problem } from './problem.ts';
import { positionOf } from './read-ledger.ts';

const unfoldableSchema = z.object({ stream: z.string(), revision: z.int(), message: z.string() });
const foldsSchema = z.object({ streams: z.number(), unfoldable: z.array(unfoldableSchema) });
const progressSchema = z.object({ streams: z.number(), events: z.number() });

/** Looking a position up reads the ledger once more, so only the first are looked up. */
const LOCATED = 20;
const ATTEMPTS = 5;
const BETWEEN_MS = 500;

/** What a check needs of those who verify. */
export interface Verifying {
  readonly api: Api;
  readonly progress: Progress;
  readonly onProblem: (problem: Problem) => void;
}

/** Has every stream folded by its own decider, in the process that has it. */
export async function verifyStreams({ api, progress, onProblem }: Verifying): Promise<void> {
  const onProgress = showing(progress, progressSchema, ({ streams, events }) => {
    return `streams: ${grouped(streams)} folded, ${grouped(events)} events`;
  });
  let known = 0;
  for (const { operations } of await services(api)) {
    try {
      const { unfoldable } = foldsSchema.parse(await longWork(api, `${operations}/stream-folds`, {}, onProgress));
      for (const each of unfoldable) {
        onProblem(await located(api, each, known < LOCATED));
        known += 1;
      }
    } catch (error) {
      onProblem({ check: 'stream-folds', message: `the streams cannot be folded: ${faultThere(error)}` });
    }
  }
}

async function located(
  api: Api,
  { stream, revision, message }: z.infer<typeof unfoldableSchema>,
  lookUp: boolean,
): Promise<Problem> {
  if (revision < 0) return { check: 'stream-folds', stream, message };
  const position = lookUp ? await positionOf(api, stream, BigInt(revision)) : undefined;
  const told = `does not fold at revision ${String(revision)}: ${message}`;
  return { check: 'stream-folds', position, stream, message: told };
}

/** Rebuilds every read model beside the live one, and compares them. Gives how many there are. */
export async function verifyReadModels(verifying: Verifying): Promise<number> {
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
    return { check: 'read-model', message: `${name} cannot be compared: it stands elsewhere than its rebuild` };
  if (comparison.same) return undefined;
  const { live, differingKeys } = comparison;
  const message =
    `${name} is not what its events below position ${String(point.position)} make of it: ${String(live.documents)} documents, ` +
    `rebuilt ${String(digest.documents)}; different are ${firstKeys(differingKeys)}`;
  return { check: 'read-model', message };
}

/** Documents of parked keys stand where they stand: no fault of the model, and not what its events make of them either. */
export function parkedOf(name: string, { comparison }: Rebuilt): Problem | undefined {
  if (comparison === undefined || comparison.parked.keys === 0) return undefined;
  const message =
    `${name} has ${parkedText(comparison.parked)} parked, in the live model or in its rebuild: their documents stand at events ` +
    'that cannot be applied to them (dead-letters list says why)';
  return { check: 'parked', message };
}
