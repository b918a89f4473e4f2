import { createReadStream } from 'node:fs';
import { access } from 'node:fs/promises';
import path from 'node:path';
import { z } from 'zod';
import { uuidSchema } from '#libs/contracts';
import { openTable, UnreadableTable, type Table, type TableRow } from '#libs/csv';
import { terminalText } from '#libs/kernel';
import { ApiProblem, WrongUse } from '../failures.ts';
import { plain } from '../imports/cells.ts';
import { columnsOf } from '../imports/columns.ts';
import { readDay, type DateFormat } from '../imports/days.ts';
import { inOrder } from '../imports/in-order.ts';
import { judgeLine, type LineRules } from '../imports/member-line.ts';
import { Report, type RefusedLine } from '../imports/report.ts';
import { sendLine, type Sending, type Sent } from '../imports/send-line.ts';
import { advanceLine, advanceSince } from '../output/progress.ts';
import { groupDigits } from '../output/text.ts';
import type { Api } from '../system/api.ts';
import { pages } from '../system/services.ts';
import { asJson, type CommandContext, type Verdict } from './console.ts';

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
/** So many refused lines are shown; all of them are in the report. */
const SHOWN = 100;

interface Counts {
  lines: number;
  entered: number;
  admitted: number;
  completed: number;
  unchanged: number;
  refused: number;
  events: number;
}

/**
 * Enters the members of a file, a line at a time, each by one command. A line that is recorded already writes nothing, so that an import that was interrupted is
 * gone on with by the same words. 1 where lines were refused.
 * @throws WrongUse
 */
export async function importMembers(context: CommandContext, file: string, options: ImportOptions): Promise<Verdict> {
  const { api, json, print, say, progress } = context;
  const clusterId = requireCluster(options.cluster);
  const table = await tableOf(file);
  const rules = await rulesOf(api, table, { ...options, cluster: clusterId });
  if (rules.columns.ignored.length > 0) say(`columns that say nothing here: ${rules.columns.ignored.join(', ')}`);
  const { dryRun = false, keepRecorded = false } = options;
  const report = options.report === undefined ? undefined : await Report.open(options.report);
  const tell = telling(context, report);
  const counts: Counts = { lines: 0, entered: 0, admitted: 0, completed: 0, unchanged: 0, refused: 0, events: 0 };
  const began = performance.now();
  try {
    const sending = { api, clusterId, dryRun, keepRecorded };
    for await (const { line, sent, refused } of results(table, rules, sending)) {
      counts.lines += 1;
      counts[sent?.outcome ?? 'refused'] += 1;
      counts.events += sent !== undefined && 'events' in sent ? sent.events : 0;
      for (const complaint of refused) await tell(complaint);
      const advance = advanceSince(began, performance.now(), line, Math.max(line, table.lines));
      progress.show(advanceLine(path.basename(file), advance, 'lines'));
    }
  } catch (error) {
    progress.clear();
    say(`ended after ${groupDigits(counts.lines)} lines: the same command goes on, and writes what is missing`);
    throw error;
  } finally {
    await report?.close();
  }
  progress.clear();
  print(json ? asJson({ file, clusterId, dryRun, ...counts, report: options.report }) : summaryOf(counts, dryRun));
  return counts.refused > 0 ? 1 : 0;
}

interface Result {
  readonly line: number;
  /** Absent where the line was not sent. */
  readonly sent?: Sent;
  readonly refused: readonly RefusedLine[];
}

async function* results(table: Table, rules: LineRules, sending: Sending): AsyncGenerator<Result, void> {
  const busy = new Map<string, Promise<unknown>>();
  const work = async (row: TableRow): Promise<Result> => {
    const { line } = row;
    const judged = judgeLine(row, rules);
    if (!judged.ok) return { line, refused: judged.complaints.map((complaint) => ({ line, ...complaint })) };
    const { name, identifiers } = judged.body;
    const sent = await oneByOne(busy, [name, ...identifiers].map(plain), () => sendLine(judged.body, sending));
    return { line, sent, refused: sent.outcome === 'refused' ? [{ line, ...sent.complaint }] : [] };
  };
  try {
    yield* inOrder(table.rows(), AT_ONCE, work);
  } catch (error) {
    if (!(error instanceof UnreadableTable)) throw error;
    const { line, reason } = error;
    yield { line, refused: [{ line, found: '', reason: `${reason}: nothing from here on was read` }] };
  }
}

/** Two lines about one organisation are sent in the order of the file, so that the same file always comes to the same. */
async function oneByOne<T>(
  busy: Map<string, Promise<unknown>>,
  keys: readonly string[],
  work: () => Promise<T>,
): Promise<T> {
  const before = keys.flatMap((key) => busy.get(key) ?? []);
  const result = Promise.allSettled(before).then(work);
  for (const key of keys) busy.set(key, result);
  try {
    return await result;
  } finally {
    for (const key of keys) if (busy.get(key) === result) busy.delete(key);
  }
}

/** Says what was refused to the report and, as far as it is short, to the user. */
function telling({ json, print, progress, say }: CommandContext, report: Report | undefined) {
  let shown = 0;
  return async (refused: RefusedLine): Promise<void> => {
    await report?.add(refused);
    shown += 1;
    if (json || shown > SHOWN + 1) return;
    progress.clear();
    if (shown <= SHOWN) print(refusedText(refused));
    else
      say(
        `more lines are refused; ${report === undefined ? '--report <file> has all of them' : 'the report has all of them'}`,
      );
  };
}

/** `line 17, SIREN: found 69805133: 8 digits; 069805133 would be valid: confirm` */
export function refusedText({ line, column, found, reason }: RefusedLine): string {
  const place = [`line ${String(line)}`, ...(column === undefined ? [] : [column])].join(', ');
  return terminalText(`${place}: ${found === '' ? '' : `found ${found}: `}${reason}`);
}

function summaryOf(
  { lines, entered, admitted, completed, unchanged, refused, events }: Counts,
  dryRun: boolean,
): string {
  const parts = [
    `${groupDigits(lines)} lines`,
    `${groupDigits(entered)} organisations entered and admitted`,
    `${groupDigits(admitted)} known ones admitted`,
    ...(completed > 0 ? [`${groupDigits(completed)} with identifiers that were missing`] : []),
    `${groupDigits(unchanged)} unchanged`,
    `${groupDigits(refused)} refused`,
  ];
  const written = `${groupDigits(events)} events${dryRun ? ' would be recorded; nothing was (--dry-run)' : ' recorded'}`;
  return `${parts.join(', ')}: ${events === 0 ? 'zero changes' : written}`;
}

async function tableOf(file: string): Promise<Table> {
  try {
    await access(file);
    return await openTable(() => createReadStream(file));
  } catch (error) {
    const reason = error instanceof UnreadableTable ? error.message : 'file not found, or not readable';
    throw new WrongUse(`${file}: ${reason}`);
  }
}

function requireCluster(text: string): string {
  const parsed = uuidSchema.safeParse(text);
  if (parsed.success) return parsed.data;
  throw new WrongUse(`--cluster ${text}: the id of a cluster is needed (UUID)`);
}

async function rulesOf(api: Api, table: Table, options: ImportOptions): Promise<LineRules> {
  const { cluster, mapping, dateFormat, since: text } = options;
  const columns = columnsOf(table.header, mapping);
  const since = text === undefined ? undefined : readDay(text, dateFormat);
  if (since?.ok === false) throw new WrongUse(`--since ${String(text)}: ${since.reason}`);
  return { columns, dateFormat, since: since?.value, antennas: await antennasOf(api, cluster) };
}

const antennaSchema = z.object({ antennaId: z.string(), name: z.string() });

/** @throws WrongUse for a cluster that is not there */
async function antennasOf(api: Api, clusterId: string): Promise<ReadonlyMap<string, string>> {
  try {
    await api.get(`/api/v1/membership/clusters/${clusterId}`);
  } catch (error) {
    if (error instanceof ApiProblem && error.status === 404) throw new WrongUse(`cluster not found: ${clusterId}`);
    throw error;
  }
  const antennas = new Map<string, string>();
  const request = { path: '/api/v1/membership/antennas', cursor: 'after', query: { clusterId, limit: '500' } } as const;
  for await (const page of pages(api, antennaSchema, request))
    for (const { name, antennaId } of page) antennas.set(plain(name), antennaId);
  return antennas;
}
