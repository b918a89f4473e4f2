import { setTimeout as delay } from 'node:timers/promises';
import { derivedId, type Uuid } from '#libs/kernel';
import type { Api } from './api.ts';
import type { Random } from './random.ts';

/** A command as it is sent, again and again if need be, until it is answered. */
export interface SentCommand {
  readonly key: string;
  readonly path: string;
  readonly body: object;
}

/** What an accepted command said that it stored. */
export interface Acknowledged extends SentCommand {
  readonly eventIds: readonly Uuid[];
}

export const SUBJECT = 'crash-test';
const AT_ONCE = 8;
export const SINCE = '2016-01-01';
/** The cluster that everybody joins. */
export const clusterId = derivedId('crash', 'cluster');

/** Commands of many callers at once; knows which were answered and which are open because their answer was lost. */
export class Traffic {
  readonly acknowledged: Acknowledged[] = [];
  /** Sent, never answered: sent again under the same key after the next start. */
  readonly open = new Map<string, SentCommand>();
  lostAnswers = 0;
  /** How often a command was refused for now (503), and sent again. */
  unavailable = 0;
  #organisations: Uuid[] = [];
  #count = 0;

  constructor(private readonly random: Random) {}

  async registerCluster(api: Api): Promise<void> {
    const body = { id: clusterId, name: 'Numélink', seat: 'Saint-Étienne', departments: ['42'], effectiveAt: SINCE };
    await this.#send(api, { key: 'cluster', path: 'membership/clusters', body });
  }

  /** Sends what is open, then new commands, until the platform no longer answers; calls back at each acknowledged one. */
  async run(api: Api, onAcknowledged: (count: number) => void): Promise<void> {
    let acknowledged = 0;
    const lost = [...this.open.values()];
    const caller = async (): Promise<void> => {
      for (;;) {
        const command = lost.shift() ?? this.#next();
        if (!(await this.#send(api, command))) return;
        acknowledged += 1;
        onAcknowledged(acknowledged);
      }
    };
    await Promise.all(Array.from({ length: AT_ONCE }, caller));
  }

  /**
   * Sends commands at a steady rate until it is aborted, whatever happens to the processes: one that is not answered is sent again
   * under its key until it is.
   */
  async flow(api: Api, signal: AbortSignal, everyMs: number): Promise<void> {
    const isEnded = (): boolean => signal.aborted;
    const caller = async (): Promise<void> => {
      while (!isEnded()) {
        const command = this.#next();
        while (!(await this.#send(api, command)) && !isEnded()) await delay(everyMs);
        await delay(everyMs, undefined, { signal }).catch(() => undefined);
      }
    };
    await Promise.all(Array.from({ length: AT_ONCE }, caller));
  }

  /** Sends these, several at once, while nothing is killed. */
  async all(api: Api, commands: readonly SentCommand[]): Promise<void> {
    const queue = [...commands];
    const caller = async (): Promise<void> => {
      for (let command = queue.shift(); command !== undefined; command = queue.shift()) await this.#send(api, command);
    };
    await Promise.all(Array.from({ length: AT_ONCE }, caller));
  }

  /** The next run sends this first. */
  queue(command: SentCommand): void {
    this.open.set(command.key, command);
  }

  /** False when the answer was lost with the process. @throws when a command is refused: none of these may be */
  async #send(api: Api, command: SentCommand): Promise<boolean> {
    this.open.set(command.key, command);
    const answer = await api
      .post(command.path, command.body, { headers: { 'idempotency-key': command.key } })
      .catch(() => undefined);
    if (answer === undefined) {
      this.lostAnswers += 1;
      return false;
    }
    // The database went first: its platform lives on for a moment and says so.
    if (answer.status === 503) {
      this.unavailable += 1;
      return false;
    }
    if (answer.status >= 300) throw new Error(`${command.path}: ${JSON.stringify(answer.body)}`);
    this.open.delete(command.key);
    const events = answer.body['events'] as readonly { readonly id: Uuid }[];
    this.acknowledged.push({ ...command, eventIds: events.map(({ id }) => id) });
    if (command.key.startsWith('crash-') && command.path === 'membership/organisations')
      this.#organisations.push(answer.body['id'] as Uuid);
    return true;
  }

  #next(): SentCommand {
    this.#count += 1;
    const number = this.#count;
    const key = `crash-${String(number)}`;
    const organisation = this.random.oneOf(this.#organisations);
    const kind = this.random.below(4);
    if (organisation === undefined || kind < 2) return { key, ...registration(number, kind === 0) };
    if (kind === 2) {
      const body = { clusterId, organisationId: this.#takeNewcomer(organisation), effectiveAt: SINCE };
      return { key, path: 'membership/memberships', body };
    }
    const body = { name: `Renamed ${String(number)}`, effectiveAt: SINCE };
    return { key, path: `membership/organisations/${organisation}/rename`, body };
  }

  /** Nobody joins twice: a second admission would be refused. */
  #takeNewcomer(organisation: Uuid): Uuid {
    this.#organisations = this.#organisations.filter((id) => id !== organisation);
    return organisation;
  }
}

/** With a SIREN it takes two streams, all or none; without an id the id follows from the key. */
function registration(number: number, withSiren: boolean): Omit<SentCommand, 'key'> {
  const siren = withSiren ? { siren: sirenOf(number) } : { id: derivedId('crash', 'organisation', String(number)) };
  const body = { name: `Company ${String(number)}`, kind: 'company', effectiveAt: SINCE, ...siren };
  return { path: 'membership/organisations', body };
}

/** Eight digits and their Luhn check digit. */
function sirenOf(number: number): string {
  const digits = String(70_000_000 + number);
  const sum = Array.from(digits).reduce((total, digit, index) => {
    const value = Number(digit) * (index % 2 === 1 ? 2 : 1);
    return total + (value > 9 ? value - 9 : value);
  }, 0);
  return `${digits}${String((10 - (sum % 10)) % 10)}`;
}
