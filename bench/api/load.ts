import { createRequire } from 'node:module';
import type { Round } from '../measure.ts';

/** Of autocannon, what is used here. Types of our own: it is installed only for a benchmark. */
type Autocannon = (options: LoadOptions, done: (error: Error | null, result: Failures) => void) => Run;

interface LoadOptions {
  readonly url: string;
  readonly connections: number;
  readonly amount: number;
  /** How often it counts, in milliseconds. */
  readonly sampleInt: number;
  readonly requests: readonly { readonly method: 'POST'; readonly setupRequest: (request: object) => object }[];
}

interface Failures {
  readonly errors: number;
  readonly timeouts: number;
}

interface Run {
  on(
    event: 'response',
    listener: (client: unknown, status: number, bytes: number, milliseconds: number) => void,
  ): unknown;
}

/** A new request. */
export interface NewRequest {
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

export const CONNECTIONS = 32;

/** So many requests, on 32 connections at once, each sent when the one before it was answered. @throws Error unless all are answered 201 */
export async function load(url: string, amount: number, next: () => NewRequest): Promise<Round> {
  const autocannon = createRequire(import.meta.url)('autocannon') as Autocannon;
  const latencies: number[] = [];
  const others = new Map<number, number>();
  const began = performance.now();
  let answered = began;
  await new Promise<void>((resolve, reject) => {
    const setupRequest = (request: object): object => ({ ...request, ...next() });
    const requests = [{ method: 'POST', setupRequest }] as const;
    const options = { url, connections: CONNECTIONS, amount, sampleInt: 100, requests };
    const run = autocannon(options, (error, { errors, timeouts }) => {
      const failed = `${String(errors)} errors, ${String(timeouts)} time-outs, statuses ${JSON.stringify([...others])}`;
      if (error !== null) reject(error);
      else if (errors + timeouts + others.size > 0) reject(new Error(failed));
      else resolve();
    });
    run.on('response', (_client, status, _bytes, milliseconds) => {
      latencies.push(milliseconds);
      answered = performance.now();
      if (status !== 201) others.set(status, (others.get(status) ?? 0) + 1);
    });
  });
  if (latencies.length !== amount) throw new Error(`${String(latencies.length)} answers to ${String(amount)} requests`);
  return { done: amount, seconds: (answered - began) / 1_000, latencies };
}
