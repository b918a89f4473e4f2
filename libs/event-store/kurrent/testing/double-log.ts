/** One record of the double's log. Within a transaction all share the commit position, and each has a prepare position of its own. */
export interface LogRecord {
  readonly id: string;
  readonly stream: string;
  readonly revision: bigint;
  readonly type: string;
  readonly isJson: boolean;
  readonly data: Uint8Array;
  readonly commit: bigint;
  readonly prepare: bigint;
  /** In ticks of 100 ns since 1970, as the protocol has it. */
  readonly created: bigint;
}

export interface LogEvent {
  readonly id: string;
  readonly type: string;
  readonly isJson: boolean;
  readonly data: Uint8Array;
}

/** Expected revisions as the protocol writes them: -2 any, -1 no stream, -4 a stream that exists. */
export interface LogCheck {
  readonly stream: string;
  readonly expected: bigint;
}

export interface LogAppend extends LogCheck {
  readonly events: readonly LogEvent[];
}

export interface LogPosition {
  readonly commit: bigint;
  readonly prepare: bigint;
}

/** The first stream that was not where it was expected. */
export interface LogConflict {
  readonly stream: string;
  readonly expected: bigint;
  /** -1 without a stream. */
  readonly actual: bigint;
}

export type LogOutcome =
  | { readonly stored: readonly { readonly stream: string; readonly revision: bigint }[]; readonly position: bigint }
  | { readonly conflict: LogConflict };

type Verdict = 'new' | 'same' | 'conflict';

/** The log of a KurrentDB as clients see it: one order, streams with revisions, transactions over several streams. */
export class DoubleLog {
  readonly #records: LogRecord[] = [];
  readonly #streams = new Map<string, LogRecord[]>();
  readonly #watchers = new Set<() => void>();
  #position = 0n;

  get records(): readonly LogRecord[] {
    return this.#records;
  }

  stream(name: string): readonly LogRecord[] | undefined {
    return this.#streams.get(name);
  }

  /** Calls back after each append until the returned function is called. */
  watch(watcher: () => void): () => void {
    this.#watchers.add(watcher);
    return () => this.#watchers.delete(watcher);
  }

  /** As `append`, once every stream that is named is where it is expected, whether or not anything is written to it. */
  appendChecked(appends: readonly LogAppend[], checks: readonly LogCheck[]): LogOutcome {
    const failed = checks.find(({ stream, expected }) => !this.#meets(stream, expected));
    if (failed === undefined) return this.append(appends);
    return { conflict: { ...failed, actual: this.#last(failed.stream) } };
  }

  /** All or nothing. The same event ids where they would stand already are a success that stores nothing. */
  append(appends: readonly LogAppend[]): LogOutcome {
    const verdicts = appends.map((append) => this.#judge(append));
    const same = verdicts.every((verdict) => verdict === 'same');
    const refused = same ? undefined : appends.find((_, index) => verdicts[index] !== 'new');
    if (refused !== undefined) {
      const actual = this.#last(refused.stream);
      return { conflict: { stream: refused.stream, expected: refused.expected, actual } };
    }
    if (!same) this.#store(appends);
    const stored = appends.map(({ stream }) => ({ stream, revision: this.#last(stream) }));
    return { stored, position: this.#position };
  }

  #judge({ stream, expected, events }: LogAppend): Verdict {
    const records = this.#streams.get(stream) ?? [];
    const start = expected >= -1n ? Number(expected) + 1 : records.findIndex(({ id }) => id === events[0]?.id);
    const there = start >= 0 && events.every(({ id }, index) => records[start + index]?.id === id);
    if (there) return 'same';
    return this.#meets(stream, expected) ? 'new' : 'conflict';
  }

  #meets(stream: string, expected: bigint): boolean {
    const actual = this.#last(stream);
    return expected === -2n || (expected === -4n ? actual >= 0n : actual === expected);
  }

  #last(stream: string): bigint {
    return this.#streams.get(stream)?.at(-1)?.revision ?? -1n;
  }

  #store(appends: readonly LogAppend[]): void {
    const created = BigInt(Date.now()) * 10_000n;
    const total = appends.reduce((sum, { events }) => sum + events.length, 0);
    const commit = this.#position + BigInt(total) * 100n;
    for (const { stream, events } of appends)
      for (const event of events) {
        const revision = this.#last(stream) + 1n;
        this.#position += 100n;
        const record = { ...event, stream, revision, commit, prepare: this.#position, created };
        this.#records.push(record);
        const known = this.#streams.get(stream);
        if (known === undefined) this.#streams.set(stream, [record]);
        else known.push(record);
      }
    for (const watcher of [...this.#watchers]) watcher();
  }
}

/** Orders positions of the log. */
export function isBefore(one: LogPosition, other: LogPosition): boolean {
  return one.commit < other.commit || (one.commit === other.commit && one.prepare < other.prepare);
}
