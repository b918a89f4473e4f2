import { z } from 'zod';
import { uuidSchema } from '#libs/contracts';
import { ApiProblem, WrongUse } from '../failures.ts';
import { plain } from '../imports/cells.ts';
import { columnsOf, type Columns, type FileColumns } from '../imports/columns.ts';
import { readDay, type DateFormat } from '../imports/days.ts';
import { importLines, tableOf, type FileImport } from '../imports/import-lines.ts';
import { judgeLine, MEMBER_COLUMNS } from '../imports/member-line.ts';
import { sendLine } from '../imports/send-line.ts';
import type { Api } from '../system/api.ts';
import { pages } from '../system/services.ts';
import type { CommandContext, Verdict } from './console.ts';

export interface ImportOptions {
  readonly cluster: string;
  readonly mapping?: readonly string[] | undefined;
  readonly dateFormat: DateFormat;
  readonly since?: string | undefined;
  readonly dryRun?: boolean | undefined;
  readonly keepRecorded?: boolean | undefined;
  readonly report?: string | undefined;
}

/** So many lines are under way at once. */
const AT_ONCE = 16;

/** Enters the members of a file, a line at a time. 1 where lines were refused. @throws WrongUse */
export async function importMembers(context: CommandContext, file: string, options: ImportOptions): Promise<Verdict> {
  const { api } = context;
  const opened = await openFile(context, file, options, MEMBER_COLUMNS);
  const { clusterId, dryRun } = opened.importing;
  const { columns, since, dateFormat } = opened;
  const rules = { columns, since, dateFormat, antennas: await antennasOf(api, clusterId) };
  const { keepRecorded = false } = options;
  const path = `/api/v1/membership/clusters/${clusterId}/import-member`;
  return await importLines(context, opened.importing, {
    judge: (row) => judgeLine(row, rules),
    keysOf: ({ name, identifiers }) => [name, ...identifiers].map(plain),
    send: (body) => sendLine(api, { path, body: keepRecorded ? { ...body, keepRecorded } : body, dryRun, outcomeOf }),
    atOnce: AT_ONCE,
    outcomes: {
      entered: 'organisations entered and admitted',
      admitted: 'known ones admitted',
      completed: 'with identifiers that were missing',
    },
    leftOutAtNone: ['completed'],
  });
}

function outcomeOf(types: readonly string[]): 'entered' | 'admitted' | 'completed' {
  if (types.includes('membership.OrganisationRegistered')) return 'entered';
  return types.includes('membership.MemberAdmitted') ? 'admitted' : 'completed';
}

/** A file that was opened for its import, with what its columns are about. */
export interface OpenedFile<Field extends string> {
  readonly importing: FileImport;
  readonly columns: Columns<Field>;
  readonly dateFormat: DateFormat;
  /** The day of lines that say none. */
  readonly since: string | undefined;
}

/** Opens a file of lines about a cluster. @throws WrongUse for a cluster, a file, columns or a day that are none */
export async function openFile<Field extends string>(
  { api, say }: Pick<CommandContext, 'api' | 'say'>,
  file: string,
  { cluster, mapping, dateFormat, since: text, dryRun = false, report }: Omit<ImportOptions, 'keepRecorded'>,
  fileColumns: FileColumns<Field>,
): Promise<OpenedFile<Field>> {
  const clusterId = requireUuid(cluster);
  const table = await tableOf(file);
  const columns = columnsOf(fileColumns, table.header, mapping);
  const since = text === undefined ? undefined : readDay(text, dateFormat);
  if (since?.ok === false) throw new WrongUse(`--since ${String(text)}: ${since.reason}`);
  await requireCluster(api, clusterId);
  if (columns.ignored.length > 0) say(`columns that say nothing here: ${columns.ignored.join(', ')}`);
  return { importing: { file, table, clusterId, dryRun, report }, columns, dateFormat, since: since?.value };
}

function requireUuid(text: string): string {
  const parsed = uuidSchema.safeParse(text);
  if (parsed.success) return parsed.data;
  throw new WrongUse(`--cluster ${text}: the id of a cluster is needed (UUID)`);
}

/** @throws WrongUse for a cluster that is not there */
async function requireCluster(api: Api, clusterId: string): Promise<void> {
  try {
    await api.get(`/api/v1/membership/clusters/${clusterId}`);
  } catch (error) {
    if (error instanceof ApiProblem && error.status === 404) throw new WrongUse(`cluster not found: ${clusterId}`);
    throw error;
  }
}

const antennaSchema = z.object({ antennaId: z.string(), name: z.string() });

/** The antennas of a cluster: their ids by their names, as `plain` has them. */
export async function antennasOf(api: Api, clusterId: string): Promise<ReadonlyMap<string, string>> {
  const antennas = new Map<string, string>();
  const request = { path: '/api/v1/membership/antennas', cursor: 'after', query: { clusterId, limit: '500' } } as const;
  for await (const page of pages(api, antennaSchema, request))
    for (const { name, antennaId } of page) antennas.set(plain(name), antennaId);
  return antennas;
}
