import { setTimeout as delay } from 'node:timers/promises';
import type { ApiClient, CommandAnswer } from './api-client.ts';
import type { StoryClock } from './story-clock.ts';

/** A row of the story: what happened on a day. */
export interface StoryRow {
  readonly day: string;
  readonly title: string;
  readonly play: (player: Player) => Promise<void>;
}

const COMMANDS_AT_ONCE = 32;
const POLL_MS = 10;
const PATIENCE_MS = 300_000;

/** Plays rows through the command API, with the clock on the day of the row. */
export class Player {
  commands = 0;
  /** The bodies of its commands, those that were refused among them. */
  readonly sent: object[] = [];
  #day = '';

  constructor(
    readonly api: ApiClient,
    private readonly clock: StoryClock,
    /** Resolves once every context has heard of everything so far. */
    private readonly settled: () => Promise<void>,
    /** Begins the keys of its commands: two stories on one system have keys of their own. */
    private readonly name = 'story',
  ) {}

  /** The day that is played. */
  get day(): string {
    return this.#day;
  }

  /** A row is over when all have heard of it: what a context does because of it is recorded on its day. */
  async row(row: StoryRow): Promise<void> {
    this.#day = row.day;
    this.clock.standOn(row.day);
    await row.play(this);
    await this.settled();
  }

  /** A command that takes effect on the day of the row, unless its body says otherwise. */
  async command(path: string, body: object): Promise<CommandAnswer> {
    this.commands += 1;
    const key = `${this.name}-${String(this.commands)}`;
    this.sent.push(body);
    return await this.api.post(path, { effectiveAt: this.#day, ...body }, key);
  }

  /** Many commands of one kind, a number of them under way at a time. */
  async each<Item>(
    items: readonly Item[],
    command: (item: Item) => readonly [path: string, body: object],
  ): Promise<void> {
    const queue = [...items];
    const work = async (): Promise<void> => {
      for (let item = queue.shift(); item !== undefined; item = queue.shift()) await this.command(...command(item));
    };
    await Promise.all(Array.from({ length: COMMANDS_AT_ONCE }, work));
  }

  /** Asks until the answer is there: contexts hear of each other through events. */
  async until<T>(what: string, ask: () => Promise<T | undefined>): Promise<T> {
    for (let waited = 0; waited < PATIENCE_MS; waited += POLL_MS) {
      const answer = await ask();
      if (answer !== undefined) return answer;
      await delay(POLL_MS);
    }
    throw new Error(`waited ${String(PATIENCE_MS / 1_000)} s in vain for ${what}`);
  }
}
