import { Readable } from 'node:stream';
import type { FastifyRequest } from 'fastify';
import { managerMessage, type CommandBus, type PersonalExports } from '#libs/commands';
import { nameSchema } from '#libs/contracts';
import { BYTE_ORDER_MARK, csvRow } from '#libs/csv';
import { edgeProblem, namesPersons, type Actors, type QueryRow } from '#libs/hosting';
import { dayOf, type Clock, type IdSource } from '#libs/kernel';
import { bigintsAsNumbers } from '../http/lines.ts';
import { headerOf, type RouteCall } from '../http/row-controller.ts';
import { cellAt, columnsOf } from './csv-columns.ts';

/** The forms in which a list is answered whole, beside its pages. */
export const EXPORT_TYPES = ['application/x-ndjson', 'text/csv'] as const;
export type ExportType = (typeof EXPORT_TYPES)[number];

export const REASON_HEADER = 'Export-Reason';

/** So many items are in memory at once. */
const PAGE = '500';

/** What an export needs of the process. */
export interface ExportServices {
  readonly commands: CommandBus;
  readonly clock: Clock;
  readonly ids: IdSource;
  readonly actors: Actors;
}

export interface ExportedList {
  readonly context: string;
  readonly row: QueryRow;
  /** How the context records exports of personal data. */
  readonly exports: PersonalExports | undefined;
  /** Asks for a page with these parameters, as a reader of pages does. */
  readonly ask: (query: Readonly<Record<string, unknown>>) => Promise<unknown>;
}

interface Page {
  readonly items: readonly unknown[];
  readonly next?: string;
}

/**
 * Whether a list is exported: pages are, and those in which persons are named where their context records it. Others are answered page by page,
 * whatever the caller accepts.
 */
export function isExported(row: QueryRow, exports: PersonalExports | undefined): boolean {
  return row.pages && row.method === 'GET' && (exports !== undefined || !namesPersons(row));
}

/**
 * Answers a list whole, page after page, as lines of JSON or as a table; with `limit` that one page. What stands against it is answered before anything is sent, and an
 * export of personal data is recorded before. A fault later on ends the connection before the end of the answer, so that nobody takes a part for the whole.
 */
export async function exportList(
  list: ExportedList,
  type: ExportType,
  call: RouteCall<ExportServices>,
): Promise<unknown> {
  const { context, row, exports } = list;
  const { request, reply } = call;
  const reading = pagesOf(list, request);
  const first = await reading.next();
  if (exports !== undefined && namesPersons(row)) await recordExport({ ...list, exports }, type, call);
  const ending = type === 'text/csv' ? 'csv' : 'ndjson';
  void reply.header('content-disposition', `attachment; filename="${context}.${row.name}.${ending}"`);
  const items = itemsOf(first, reading);
  const text = type === 'text/csv' ? tableOf(row, items) : linesOf(items);
  return reply.type(`${type}; charset=utf-8`).send(Readable.from(text));
}

async function* pagesOf({ ask }: ExportedList, request: FastifyRequest): AsyncGenerator<Page, void> {
  const asked = (request.query ?? {}) as Readonly<Record<string, unknown>>;
  let query: Readonly<Record<string, unknown>> = { limit: PAGE, ...asked };
  for (;;) {
    const page = (await ask(query)) as Page;
    yield page;
    if (page.next === undefined || asked['limit'] !== undefined) return;
    query = { ...query, after: page.next };
  }
}

async function* itemsOf(
  first: IteratorResult<Page, void>,
  rest: AsyncGenerator<Page, void>,
): AsyncGenerator<readonly unknown[], void> {
  if (first.done === true) return;
  yield first.value.items;
  for await (const { items } of rest) yield items;
}

async function* linesOf(pages: AsyncIterable<readonly unknown[]>): AsyncGenerator<string, void> {
  for await (const items of pages) yield items.map((item) => `${JSON.stringify(item, bigintsAsNumbers)}\n`).join('');
}

async function* tableOf(row: QueryRow, pages: AsyncIterable<readonly unknown[]>): AsyncGenerator<string, void> {
  const columns = columnsOf(row.answers);
  yield BYTE_ORDER_MARK + csvRow(columns.map((column) => column.join('.')));
  for await (const items of pages)
    yield items.map((item) => csvRow(columns.map((column) => cellAt(item, column)))).join('');
}

/** The rows are counted by a reading of their own: a file of any length is never held to be counted. */
async function recordExport(
  list: ExportedList & { readonly exports: PersonalExports },
  mediaType: ExportType,
  { request, viewer, service }: RouteCall<ExportServices>,
): Promise<void> {
  const reason = reasonOf(request);
  let rows = 0;
  for await (const { items } of pagesOf(list, request)) rows += items.length;
  const { clock, ids, actors, commands } = service;
  const [id, recordedAt] = [ids.next(), clock.now()];
  const asked = Object.entries((request.query ?? {}) as Readonly<Record<string, unknown>>);
  const parameters = asked.map(([name, value]) => ({ name, value: String(value) }));
  const body = { type: 'RecordExport', exportId: id, list: `${list.context}.${list.row.name}`, parameters } as const;
  const effectiveAt = dayOf(recordedAt);
  const actor = { id: await actors.idOf(viewer) };
  await commands.execute(
    managerMessage(list.exports.command, {
      id,
      body: { ...body, mediaType, reason, rows, on: effectiveAt },
      context: { commandId: id, actor, recordedAt, effectiveAt, correlationId: id },
    }),
  );
}

/** Why the list is exported; it comes percent-encoded, because a header holds ASCII only. @throws Problem API_MALFORMED */
function reasonOf(request: FastifyRequest): string {
  const parsed = nameSchema.safeParse(decoded(headerOf(request, REASON_HEADER.toLowerCase()) ?? ''));
  if (parsed.success) return parsed.data.normalize('NFC');
  const message = 'this list names persons: the reason for the export is required, as percent-encoded UTF-8';
  throw edgeProblem('API_MALFORMED', { errors: [{ path: REASON_HEADER, message }] });
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return '';
  }
}
