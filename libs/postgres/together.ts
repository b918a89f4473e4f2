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
  readonly values?: Value[];
}

/** Its rows are what its text selects. */
export type Answer = pg.QueryResult<Record<string, unknown>>;

type SentStatement = pg.Query & Answered;

/**
 * Sends statements at once and waits once: on the way to the server and back each costs more than most of them do there. They run one
 * after the other, each seeing what was committed when it began, and the first that fails ends them all. Without a transaction around
 * them they are one. No COPY.
 */
export function sendTogether(client: pg.ClientBase, statements: readonly Statement[]): Promise<readonly Answer[]> {
  return new Promise((resolve, reject) => {
    client.query(new StatementsTogether(statements, resolve, reject));
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
    this.#statements = statements.map(({ text, values = [] }) => {
      const extended = { text, values, types: parsers, queryMode: 'extended' };
      const statement = new pg.Query(extended) as SentStatement;
      statement.on('end', (result: Answer) => this.#results.push(result));
      statement.on('error', reject);
      return statement;
    });
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

  handleError(error: Error): void {
    this.reject(error);
  }
}
