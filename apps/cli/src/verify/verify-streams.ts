import { z } from 'zod';
import { ApiProblem, SomethingWrong } from '../failures.ts';
import { grouped, type Progress } from '../output/progress.ts';
import type { Api } from '../system/api.ts';
import { longWork } from '../system/long-work.ts';
import { services } from '../system/services.ts';
import type { Problem } from './problem.ts';
import { positionOf } from './read-ledger.ts';

const foldsSchema = z.object({
  streams: z.number(),
  unfoldable: z.array(z.object({ stream: z.string(), revision: z.int(), message: z.string() })),
});
const progressSchema = z.object({ streams: z.number(), events: z.number() });

type Unfoldable = z.infer<typeof foldsSchema>['unfoldable'][number];

/** Looking a position up reads the ledger once more, so only the first are looked up. */
const LOCATED = 20;

/** Has every stream folded by its own decider, in the process that has it. */
export async function verifyStreams(
  api: Api,
  progress: Progress,
  onProblem: (problem: Problem) => void,
): Promise<void> {
  let known = 0;
  for (const { operations } of await services(api)) {
    try {
      for (const each of await unfoldableAt(operations, api, progress)) {
        onProblem(await located(api, each, known < LOCATED));
        known += 1;
      }
    } catch (error) {
      const told = error instanceof SomethingWrong || (error instanceof ApiProblem && error.status >= 500);
      if (!told) throw error;
      onProblem({ check: 'stream-folds', message: `the streams cannot be folded: ${error.message}` });
    }
  }
}

async function unfoldableAt(operations: string, api: Api, progress: Progress): Promise<readonly Unfoldable[]> {
  const folds = await longWork(api, { path: `${operations}/stream-folds`, body: {} }, (value) => {
    const { success, data } = progressSchema.safeParse(value);
    if (success) progress.show(`streams: ${grouped(data.streams)} folded, ${grouped(data.events)} events`);
  });
  return foldsSchema.parse(folds).unfoldable;
}

async function located(api: Api, { stream, revision, message }: Unfoldable, lookUp: boolean): Promise<Problem> {
  if (revision < 0) return { check: 'stream-folds', stream, message };
  const position = lookUp ? await positionOf(api, stream, BigInt(revision)) : undefined;
  return {
    check: 'stream-folds',
    position,
    stream,
    message: `does not fold at revision ${String(revision)}: ${message}`,
  };
}
