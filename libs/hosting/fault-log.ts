import type { Logger } from 'pino';

/** What was told, and what has been met since. */
interface Told {
  again: number;
  readonly by: Set<string>;
}

const EVERY_MS = 10_000;

/**
 * Tells a fault when it is met, and the same one again only as a count every ten seconds: while a database is away thirty consumers meet
 * it many times a second each, and what else is wrong would be lost among them.
 */
export class FaultLog {
  readonly #told = new Map<string, Told>();

  constructor(
    private readonly log: Logger,
    private readonly everyMs = EVERY_MS,
  ) {}

  /** @param by who met it: the same fault of another is the same */
  tell(error: unknown, what: string, by?: string): void {
    const key = `${what}: ${error instanceof Error ? `${error.name}: ${error.message}` : String(error)}`;
    const told = this.#told.get(key);
    if (told !== undefined) {
      told.again += 1;
      if (by !== undefined) told.by.add(by);
      return;
    }
    this.log.error({ err: error, ...(by === undefined ? {} : { consumer: by }) }, what);
    this.#told.set(key, { again: 0, by: new Set() });
    this.#look(key);
  }

  #look(key: string): void {
    setTimeout(() => {
      const { again = 0, by = new Set<string>() } = this.#told.get(key) ?? {};
      this.#told.delete(key);
      if (again === 0) return;
      this.log.error({ times: again, consumers: [...by].sort() }, `again: ${key}`);
      this.#told.set(key, { again: 0, by: new Set() });
      this.#look(key);
    }, this.everyMs).unref();
  }
}
