import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from '@jest/globals';

/** A request of a guide with the answer that is printed below it, and the day on which it is sent. */
export interface Exchange {
  readonly on?: string | undefined;
  readonly method: string;
  readonly path: string;
  readonly body: string;
  readonly answer: string;
}

const EXCHANGE = /(?:<!-- on (\S+) -->\s+)?```http\n(GET|POST) (\S+)\n(.*?)```\s+```json\n(.*?)```/gs;

export function guide(name: string): string {
  return readFileSync(join(import.meta.dirname, '..', '..', 'docs', 'guides', name), 'utf8');
}

/** @throws where an answer stands without its request */
export function exchangesIn(text: string): readonly Exchange[] {
  const found = [...text.matchAll(EXCHANGE)].map(
    ([, on, method = '', path = '', body = '', answer = '']): Exchange => ({ on, method, path, body, answer }),
  );
  const answers = [...text.matchAll(/^```json$/gm)].length;
  if (found.length !== answers) throw new Error(`${String(answers)} answers, ${String(found.length)} requests`);
  return found;
}

/** Where the requests of a guide are sent: a test application, or a system that runs. */
export interface Desk {
  readonly clock: { set(at: string): void };
  get(path: string, request: { readonly as: 'admin' }): Promise<{ readonly body: unknown }>;
  post(path: string, body: object, request: { readonly as: 'admin' }): Promise<{ readonly body: unknown }>;
}

/** Sends the requests of a guide as an administrator, and remembers what names between angle brackets stand for. */
export class Reading {
  readonly #named = new Map<string, string>();

  constructor(private readonly desk: () => Desk) {}

  async isAnsweredAsPrinted({ on, method, path, body, answer }: Exchange): Promise<void> {
    const desk = this.desk();
    if (on !== undefined) desk.clock.set(`${on}T10:00:00Z`);
    const request = { as: 'admin' } as const;
    const url = path.replace(/^\/api\/v1\//, '');
    const sent = this.#filled(body);
    const found =
      method === 'GET' ? await desk.get(url, request) : await desk.post(url, JSON.parse(sent) as object, request);
    this.#learn(JSON.parse(answer), found.body);
    expect(found.body).toMatchObject(JSON.parse(this.#filled(answer)) as object);
  }

  /** It stands between quotation marks, as what it stands for will. */
  #filled(part: string): string {
    return part.replaceAll(/<(\w+)>/g, (whole, name: string) => {
      const value = this.#named.get(name);
      return value === undefined ? whole : JSON.stringify(value).slice(1, -1);
    });
  }

  /** Takes the value of each name that is new from the place in the answer where it stands. */
  #learn(expected: unknown, found: unknown): void {
    if (typeof expected === 'string') {
      const [, name] = /^<(\w+)>$/.exec(expected) ?? [];
      if (name !== undefined && typeof found === 'string' && !this.#named.has(name)) this.#named.set(name, found);
      return;
    }
    if (typeof expected !== 'object' || expected === null) return;
    for (const [member, value] of Object.entries(expected))
      this.#learn(value, (found as Readonly<Record<string, unknown>> | undefined)?.[member]);
  }
}
