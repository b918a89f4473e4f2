import { randomBytes } from 'node:crypto';
import type pg from 'pg';
import { invariant } from '#libs/kernel';
import { reachable } from '../postgres/unavailable.ts';
import { KEY_BYTES, type Destroyed, type KeyRing, type PersonalKey } from './key-ring.ts';
import type { KeyWrap } from './key-wrap.ts';

interface KeyRow {
  readonly subject: string;
  readonly number: number;
  readonly kek: string;
  readonly wrapped: Buffer | null;
}

const COLUMNS = 'k.subject, k.number, k.kek, k.wrapped';
const LATEST = `
  select distinct on (k.subject) ${COLUMNS} from keys.personal k where k.subject = any ($1::text[])
   order by k.subject, k.number desc`;
const NAMED = `
  select ${COLUMNS} from unnest($1::text[], $2::integer[]) as n(subject, number) join keys.personal k using (subject, number)`;
const DRAW = `
  insert into keys.personal (subject, number, kek, wrapped)
  select n.subject, 1, $2, n.wrapped from unnest($1::text[], $3::bytea[]) as n(subject, wrapped)
  on conflict (subject, number) do nothing`;
const ANY = 'select kek from keys.personal where wrapped is not null limit 1';

/** So long a key is used without asking again whether it is destroyed. */
const KNOWN_MS = 60_000;
const KNOWN_KEYS = 20_000;

export interface PostgresKeyRingOptions {
  /** Of connections that act as `grappe_keys`. */
  readonly pool: pg.Pool;
  readonly wrap: KeyWrap;
  /** Thirty-two bytes that nobody can guess. */
  readonly draw?: (() => Buffer) | undefined;
  readonly nowMs?: (() => number) | undefined;
}

/** Keys in `keys.personal`, which all processes of the installation share. */
export class PostgresKeyRing implements KeyRing {
  readonly #latest: Known<PersonalKey | Destroyed>;
  readonly #named: Known<Buffer | Destroyed>;

  constructor(private readonly options: PostgresKeyRingOptions) {
    const { nowMs = () => performance.now() } = options;
    this.#latest = new Known(nowMs);
    this.#named = new Known(nowMs);
  }

  /** Looks whether the keys there are open with this key-encryption key. @throws ForeignWrap */
  async check(): Promise<this> {
    const { pool, wrap } = this.options;
    const { rows } = await reachable(() => pool.query<Pick<KeyRow, 'kek'>>(ANY));
    for (const { kek } of rows) wrap.requireOwn(kek);
    return this;
  }

  async keysFor(subjects: readonly string[]): Promise<ReadonlyMap<string, PersonalKey | Destroyed>> {
    const found = this.#latest.of(subjects);
    let missing = subjects.filter((subject) => !found.has(subject));
    if (missing.length === 0) return found;
    // Of processes that meet a subject at once one draws its key, and all find what it drew.
    for (const drawn of [false, true]) {
      if (drawn) await this.#draw(missing);
      for (const row of await this.#rows(LATEST, [missing])) {
        const [id, bytes] = this.#keyOf(row);
        found.set(row.subject, this.#latest.put(row.subject, bytes === 'destroyed' ? bytes : { id, bytes }));
      }
      missing = missing.filter((subject) => !found.has(subject));
      if (missing.length === 0) return found;
    }
    invariant(false, `a key that was drawn is not there: ${missing.join(', ')}`);
  }

  async resolve(ids: readonly string[]): Promise<ReadonlyMap<string, Buffer | Destroyed>> {
    const found = this.#named.of(ids);
    const missing = ids.filter((id) => !found.has(id)).map(partsOf);
    if (missing.length === 0) return found;
    const values = [missing.map(([subject]) => subject), missing.map(([, number]) => number)];
    for (const row of await this.#rows(NAMED, values)) {
      const [id, bytes] = this.#keyOf(row);
      found.set(id, this.#named.put(id, bytes));
    }
    return found;
  }

  async #draw(subjects: readonly string[]): Promise<void> {
    const { pool, wrap, draw = () => randomBytes(KEY_BYTES) } = this.options;
    const wrapped = subjects.map((subject) => wrap.wrap(draw(), `${subject}/1`));
    await reachable(() => pool.query(DRAW, [subjects, wrap.id, wrapped]));
  }

  async #rows(text: string, values: unknown[]): Promise<readonly KeyRow[]> {
    const { rows } = await reachable(() => this.options.pool.query<KeyRow>(text, values));
    return rows;
  }

  #keyOf({ subject, number, kek, wrapped }: KeyRow): readonly [id: string, bytes: Buffer | Destroyed] {
    const id = `${subject}/${String(number)}`;
    return [id, wrapped === null ? 'destroyed' : this.options.wrap.unwrap(wrapped, id, kek)];
  }
}

function partsOf(id: string): readonly [subject: string, number: number] {
  const stroke = id.lastIndexOf('/');
  return [id.slice(0, stroke), Number(id.slice(stroke + 1))];
}

/** What was asked not long ago. */
class Known<Value> {
  readonly #values = new Map<string, { readonly value: Value; readonly untilMs: number }>();

  constructor(private readonly nowMs: () => number) {}

  of(names: readonly string[]): Map<string, Value> {
    const now = this.nowMs();
    const known = names.flatMap((name) => {
      const entry = this.#values.get(name);
      return entry !== undefined && now < entry.untilMs ? [[name, entry.value] as const] : [];
    });
    return new Map(known);
  }

  put(name: string, value: Value): Value {
    if (this.#values.size >= KNOWN_KEYS) this.#values.clear();
    this.#values.set(name, { value, untilMs: this.nowMs() + KNOWN_MS });
    return value;
  }
}
