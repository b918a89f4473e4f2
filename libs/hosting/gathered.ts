import type { RecordedEvent } from '#libs/kernel';
import type { AnyProcessManager } from '#libs/process-managers';
import type { ReadModels } from '#libs/projections';

/** For how many events at most is asked at once. */
const MOST = 32;

/** Waits until the models that a process manager reads are as far as the event, and gathers what it needs. */
export async function gather(
  manager: AnyProcessManager,
  event: RecordedEvent,
  readModels: ReadModels,
): Promise<unknown> {
  await Promise.all(manager.reads.map((model) => readModels.waitFor(model, event.position)));
  return await manager.gather(event, readModels);
}

/**
 * What a process manager needs for the events of a page, gathered for many of them at once as long as nothing follows from any: most events
 * of a page concern nothing that is to be done, and the questions of thirty of them are one statement. What was gathered before a
 * command of the manager was sent is forgotten with it: the events behind see what it has done. The more events pass without a command, the
 * more are asked for together; behind a command one at a time.
 */
export class Gathered {
  #page: readonly RecordedEvent[] = [];
  #atOnce = 1;
  readonly #facts = new Map<string, Promise<unknown>>();

  constructor(
    private readonly manager: AnyProcessManager,
    private readonly readModels: ReadModels,
  ) {}

  /** The events that come next, in their order. */
  expect(page: readonly RecordedEvent[]): void {
    this.#facts.clear();
    this.#page = page;
  }

  /** What is needed for an event, once: asked for again, it is gathered anew. */
  async of(event: RecordedEvent): Promise<unknown> {
    const ahead = this.#taken(event);
    // Whatever went wrong ahead of its turn may have passed since.
    if (ahead !== undefined) return await ahead.catch(() => gather(this.manager, event, this.readModels));
    this.#gatherFrom(event);
    return await (this.#taken(event) ?? gather(this.manager, event, this.readModels));
  }

  /** A command was sent, or an event could not be handled: what was gathered ahead may not hold any more. */
  forget(): void {
    this.#facts.clear();
    this.#atOnce = 1;
  }

  #taken({ id }: RecordedEvent): Promise<unknown> | undefined {
    const facts = this.#facts.get(id);
    this.#facts.delete(id);
    return facts;
  }

  #gatherFrom({ id }: RecordedEvent): void {
    const first = this.#page.findIndex((each) => each.id === id);
    if (first < 0) return;
    for (const event of this.#page.slice(first, first + this.#atOnce)) {
      const facts = gather(this.manager, event, this.readModels);
      // Whoever comes to the event hears of it.
      facts.catch(() => undefined);
      this.#facts.set(event.id, facts);
    }
    this.#atOnce = Math.min(MOST, this.#atOnce * 2);
  }
}
