import type { Logger } from 'pino';

/** A fault that was logged, and how often it came again. */
interface LoggedFault {
  again: number;
  readonly by: Set<string>;
}

const EVERY_MS = 10_000;

function inTenSeconds(look: () => void): void {
  setTimeout(look, EVERY_MS).unref();
}

/**
 * Logs a fault when it is met, and its repeats only as a count every ten seconds: while a database is away thirty consumers meet
 * it many times a second each, and other faults would be lost among them.
 */
export class FaultLog {
  readonly #logged = new Map<string, LoggedFault>();

  constructor(
    private readonly log: Logger,
    private readonly later: (look: () => void) => void = inTenSeconds,
  ) {}

  /** @param by the consumer that met it; the same fault of several consumers is one */
  report(error: unknown, what: string, by?: string): void {
    const key = `${what}: ${error instanceof Error ? `${error.name}: ${error.message}` : String(error)}`;
    const known = this.#logged.get(key);
    if (known !== undefined) {
      known.again += 1;
      if (by !== undefined) known.by.add(by);
      return;
    }
    this.log.error({ err: error, ...(by === undefined ? {} : { consumer: by }) }, what);
    this.#logged.set(key, { again: 0, by: new Set() });
    this.#look(key);
  }

  #look(key: string): void {
    this.later(() => {
      const { again = 0, by = new Set<string>() } = this.#logged.get(key) ?? {};
      this.#logged.delete(key);
      if (again === 0) return;
      this.log.error({ times: again, consumers: [...by].sort() }, `again: ${key}`);
      this.#logged.set(key, { again: 0, by: new Set() });
      this.#look(key);
    });
  }
}
