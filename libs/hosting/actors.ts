import type pg from 'pg';
import type { IdSource, Uuid } from '#libs/kernel';
import type { MigrationSet } from '#libs/postgres';

/** Somebody as an issuer of tokens names them: a subject is unique within its issuer only. */
export interface Identity {
  readonly issuer: string;
  readonly subject: string;
}

/** Who acts, by ids of ours: events hold the id for ever, and who it is can be erased (`docs/adr/0009-actors-by-id.md`). */
export interface Actors {
  /** The id of an identity, drawn at its first use. */
  idOf(identity: Identity): Promise<Uuid>;
  /** Those of these ids that lead to somebody. */
  identitiesOf(ids: readonly string[]): Promise<ReadonlyMap<string, Identity>>;
}

export const actorsSchema: MigrationSet = {
  component: 'actors',
  migrations: [
    {
      version: 1,
      name: 'actors',
      sql: `
create table grappe.actors (
  id uuid primary key,
  issuer text not null,
  subject text not null,
  first_seen timestamptz not null default clock_timestamp(),
  unique (issuer, subject)
);`,
    },
  ],
};

const FIND = 'select id from grappe.actors where issuer = $1 and subject = $2';
const DRAW =
  'insert into grappe.actors (id, issuer, subject) values ($3, $1, $2) on conflict (issuer, subject) do nothing';
const LOOK_UP = 'select id, issuer, subject from grappe.actors where id = any ($1::uuid[])';

/** So long an id is taken without asking again; an identity that was erased meanwhile keeps its old id as long. */
const KNOWN_MS = 60_000;
const KNOWN_IDENTITIES = 10_000;
const UUID = /^[\da-f]{8}(-[\da-f]{4}){3}-[\da-f]{12}$/;

/** The table of the installation, which all its processes share. */
export class PostgresActors implements Actors {
  readonly #known = new Map<string, { readonly id: Uuid; readonly untilMs: number }>();

  constructor(
    private readonly pool: pg.Pool,
    private readonly ids: IdSource,
    private readonly nowMs: () => number = () => performance.now(),
  ) {}

  async idOf({ issuer, subject }: Identity): Promise<Uuid> {
    const name = JSON.stringify([issuer, subject]);
    const known = this.#known.get(name);
    if (known !== undefined && this.nowMs() < known.untilMs) return known.id;
    let id = await this.#find(issuer, subject);
    // Of processes that meet it at once one draws, and all find what it drew.
    while (id === undefined) {
      await this.pool.query(DRAW, [issuer, subject, this.ids.next()]);
      id = await this.#find(issuer, subject);
    }
    if (this.#known.size >= KNOWN_IDENTITIES) this.#known.clear();
    this.#known.set(name, { id, untilMs: this.nowMs() + KNOWN_MS });
    return id;
  }

  async identitiesOf(ids: readonly string[]): Promise<ReadonlyMap<string, Identity>> {
    const wanted = [...new Set(ids)].filter((id) => UUID.test(id));
    if (wanted.length === 0) return new Map();
    const { rows } = await this.pool.query<Identity & { readonly id: string }>(LOOK_UP, [wanted]);
    return new Map(rows.map(({ id, issuer, subject }) => [id, { issuer, subject }]));
  }

  async #find(issuer: string, subject: string): Promise<Uuid | undefined> {
    const { rows } = await this.pool.query<{ readonly id: Uuid }>(FIND, [issuer, subject]);
    return rows[0]?.id;
  }
}
