import { setTimeout as delay } from 'node:timers/promises';

export interface BackoffSettings {
  readonly firstMs: number;
  readonly longestMs: number;
  /** Having run so long, it begins again with the first wait. */
  readonly forgottenAfterMs: number;
}

const BACKOFF: BackoffSettings = { firstMs: 250, longestMs: 30_000, forgottenAfterMs: 60_000 };

/** How long to wait before what ended is started again: twice as long each time, until it has lived for a while. */
export class Backoff {
  #waitMs: number;

  constructor(private readonly settings: BackoffSettings = BACKOFF) {
    this.#waitMs = settings.firstMs;
  }

  /** The wait, in milliseconds, of what ended after so long a life. */
  after(livedMs: number): number {
    const { firstMs, longestMs, forgottenAfterMs } = this.settings;
    const waitMs = livedMs > forgottenAfterMs ? firstMs : this.#waitMs;
    this.#waitMs = Math.min(waitMs * 2, longestMs);
    return waitMs;
  }
}

/** A server that this process started, or found alive and took over. */
export interface SupervisedServer {
  /** The number of its process; nothing while it is down. */
  readonly pid: number | undefined;
  /** Starts it again on its data, where it was; does nothing when it is up. */
  start(): Promise<void>;
}

export interface SuperviseOptions {
  /** Called with each end, return and failed start, one line each. */
  readonly onReport: (line: string) => void;
  readonly backoff?: BackoffSettings | undefined;
  /** The poll interval. Default: 250 ms. */
  readonly pollMs?: number | undefined;
}

/**
 * Starts servers again that end by themselves, after a wait that doubles while they go on ending. A server that is found by its
 * folder is no child of this process and does not report its end, so it is polled.
 * @returns what ends that, which comes before the servers are stopped; it waits for a start that is under way
 */
export function supervise(
  servers: Readonly<Record<string, SupervisedServer>>,
  options: SuperviseOptions,
): () => Promise<void> {
  const stopping = new AbortController();
  const kept = Object.entries(servers).map(([name, server]) => superviseOne(name, server, options, stopping.signal));
  return async () => {
    stopping.abort();
    await Promise.all(kept);
  };
}

async function superviseOne(
  name: string,
  server: SupervisedServer,
  options: SuperviseOptions,
  signal: AbortSignal,
): Promise<void> {
  const { onReport, pollMs = 250 } = options;
  const backoff = new Backoff(options.backoff);
  let upSince = performance.now();
  while (await pause(pollMs, signal)) {
    if (server.pid !== undefined) continue;
    const waitMs = backoff.after(performance.now() - upSince);
    onReport(`${name} is down; starting it again in ${String(waitMs)} ms`);
    if (!(await pause(waitMs, signal))) return;
    try {
      await server.start();
      onReport(`${name} is back`);
    } catch (error) {
      onReport(`${name} does not start: ${error instanceof Error ? error.message : String(error)}`);
    }
    upSince = performance.now();
  }
}

/** False when it was aborted. */
export async function pause(ms: number, signal: AbortSignal): Promise<boolean> {
  await delay(ms, undefined, { signal }).catch(() => undefined);
  return !signal.aborted;
}
