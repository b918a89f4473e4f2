import pg from 'pg';
import { parsers } from './type-parsers.ts';

/** What the client calls while a query of its own is answered; pg-cursor and pg-copy-streams hook in at the same place. */
interface Answered {
  handleRowDescription(message: unknown): void;
  handleDataRow(message: unknown): void;
  handleCommandComplete(message: unknown, connection: pg.Connection): void;
  handleEmptyQuery(connection: pg.Connection): void;
  handleReadyForQuery(connection: pg.Connection): void;
  handleError(error: Error, connection: pg.Connection): void;
}

/** What can be written without fail: a value that cannot would leave the statements before it without those behind it. */
type Value = string | number | bigint | boolean | null | readonly (string | number | bigint | null)[];

export interface Statement {
  readonly text: string;
  /**
   * Whether the server keeps it, read and planned, for the connection. Of few texts, and of none whose plan is a scan while the table is
   * small. Default: false.
   */
  readonly isKept?: boolean;
  readonly values?: Value[];
}

/** Its rows are what its text selects. */
export type Answer = pg.QueryResult<Record<string, unknown>>;

type SentStatement = pg.Query & Answered & { readonly text: string; readonly name: string | undefined };
type Submitted = pg.Connection & { readonly submittedNamedStatements: object };

/** The names under which texts are kept. */
const names = new Map<string, string>();

function nameOf(text: string): string {
  const name = names.get(text) ?? `grappe_kept_${String(names.size)}`;
  names.set(text, name);
  return name;
}

/**
 * Sends statements at once and waits once: on the way to the server and back each costs more than most of them do there. They run one
 * after the other, each seeing what was committed when it began, and the first that fails ends them all. Without a transaction around
 * them they are one. No COPY. Where `keeps` is false, the server keeps none of them.
 */
export function sendTogether(
  client: pg.ClientBase,
  statements: readonly Statement[],
  keeps = true,
): Promise<readonly Answer[]> {
  const sent = keeps ? statements : statements.map((statement) => ({ ...statement, isKept: false }));
  return new Promise((resolve, reject) => {
    client.query(new StatementsTogether(sent, resolve, reject));
  });
}

class StatementsTogether implements pg.Submittable, Answered {
  readonly #statements: readonly SentStatement[];
  readonly #results: Answer[] = [];
  #current = 0;

  constructor(
    statements: readonly Statement[],
    private readonly resolve: (results: readonly Answer[]) => void,
    private readonly reject: (error: Error) => void,
  ) {
    this.#statements = statements.map(({ text, isKept = false, values = [] }) => {
      const name = isKept ? nameOf(text) : undefined;
      const extended = { text, name, values, types: parsers, queryMode: 'extended' };
      const statement = new pg.Query(extended) as SentStatement;
      statement.on('end', (result: Answer) => this.#results.push(result));
      statement.on('error', reject);
      return statement;
    });
  }

  /** Of the statement at hand: the client notes under it that the server knows the text. */
  get name(): string | undefined {
    return this.#statements[this.#current]?.name;
  }

  get text(): string | undefined {
    return this.#statements[this.#current]?.text;
  }

  /** One Sync behind all of them: up to there the server answers without being asked again, and skips what follows an error. */
  submit(connection: pg.Connection): void {
    const unsynced = Object.create(connection, { sync: { value: () => undefined } }) as pg.Connection;
    connection.stream.cork();
    for (const statement of this.#statements) statement.submit(unsynced);
    connection.sync();
    connection.stream.uncork();
  }

  handleRowDescription(message: unknown): void {
    this.#statements[this.#current]?.handleRowDescription(message);
  }

  handleDataRow(message: unknown): void {
    this.#statements[this.#current]?.handleDataRow(message);
  }

  handleCommandComplete(message: unknown, connection: pg.Connection): void {
    this.#statements[this.#current]?.handleCommandComplete(message, connection);
    this.#current += 1;
  }

  handleEmptyQuery(): void {
    this.#current += 1;
  }

  handleReadyForQuery(connection: pg.Connection): void {
    for (const statement of this.#statements) statement.handleReadyForQuery(connection);
    this.resolve(this.#results);
  }

  /** What follows was skipped, and is not known under its name. */
  handleError(error: Error, connection: pg.Connection): void {
    const { submittedNamedStatements: submitted } = connection as Submitted;
    for (const { name } of this.#statements.slice(this.#current))
      if (name !== undefined) Reflect.deleteProperty(submitted, name);
    this.reject(error);
  }
}
