import { z } from 'zod';
import { SomethingWrong } from '../failures.ts';
import type { Api } from './api.ts';

const lineSchema = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('progress'), progress: z.unknown() }),
  z.object({ kind: z.literal('result'), result: z.unknown() }),
  z.object({ kind: z.literal('failure'), message: z.string() }),
]);

/**
 * Asks for long work, tells its progress and gives its result.
 * @throws SomethingWrong when the work failed or its answer was cut short, and what the API throws
 */
export async function longWork(
  api: Api,
  request: { readonly path: string; readonly body: object },
  onProgress: (progress: unknown) => void,
): Promise<unknown> {
  for await (const value of api.post(request.path, request.body)) {
    const line = lineSchema.parse(value);
    if (line.kind === 'result') return line.result;
    if (line.kind === 'failure') throw new SomethingWrong(line.message);
    onProgress(line.progress);
  }
  throw new SomethingWrong(`${request.path} ended without a result`);
}
