import type pg from 'pg';

interface Asked<Request, Answer> {
  readonly request: Request;
  readonly resolve: (answer: Answer | Promise<Answer>) => void;
  readonly reject: (reason: unknown) => void;
}

/**
 * Joins what is asked of a pool, or of what stands for a table, in one turn of the event loop into one call: seventy checkpoints that move at once
 * are one statement.
 * @param call answers the requests in their order, one answer each, now or to come; when it rejects, each of them does
 */
export function joined<Request, Answer, Asking extends object = pg.Pool>(
  call: (of: Asking, requests: readonly Request[]) => Promise<readonly (Answer | Promise<Answer>)[]>,
): (of: Asking, request: Request) => Promise<Answer> {
  const waiting = new WeakMap<Asking, Asked<Request, Answer>[]>();
  const send = async (pool: Asking): Promise<void> => {
    const asked = waiting.get(pool) ?? [];
    waiting.delete(pool);
    try {
      const answers = await call(
        pool,
        asked.map(({ request }) => request),
      );
      asked.forEach(({ resolve }, index) => {
        resolve(answers[index] as Answer);
      });
    } catch (error) {
      for (const { reject } of asked) reject(error);
    }
  };
  return (pool, request) =>
    new Promise((resolve, reject) => {
      const asked = waiting.get(pool) ?? [];
      if (asked.push({ request, resolve, reject }) > 1) return;
      waiting.set(pool, asked);
      setImmediate(() => void send(pool));
    });
}
