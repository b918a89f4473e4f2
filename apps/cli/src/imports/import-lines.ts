import { createReadStream } from 'node:fs';
import { access } from 'node:fs/promises';
import path from 'node:path';
import { openTable, UnreadableTable, type Table, type TableRow } from '#libs/csv';
import { terminalText } from '#libs/kernel';
import { asJson, type CommandContext, type Verdict } from '../commands/console.ts';
import { WrongUse } from '../failures.ts';
import { advanceLine, advanceSince } from '../output/progress.ts';
import { groupDigits } from '../output/text.ts';
import { inOrder } from './in-order.ts';
import type { JudgedLine } from './read-line.ts';
import { Report, type RefusedLine } from './report.ts';
import type { Sent } from './send-line.ts';

/** How the lines of a file are read and entered. */
export interface LineImport<Body, Outcome extends string> {
  readonly judge: (row: TableRow) => JudgedLine<Body>;
  /** Lines that have one of these in common are sent in the order of the file, so that the same file always comes to the same. */
  readonly keysOf: (body: Body) => readonly string[];
  readonly send: (body: Body) => Promise<Sent<Outcome>>;
  /** So many lines are under way at once. */
  readonly atOnce: number;
  /** What may become of a line that wrote something, in the words of the summary: all are said, but those that may be left out at none. */
  readonly outcomes: Readonly<Record<Outcome, string>>;
  readonly leftOutAtNone?: readonly Outcome[];
}

export interface FileImport {
  readonly file: string;
  readonly table: Table;
  readonly clusterId: string;
  readonly dryRun: boolean;
  readonly report?: string | undefined;
}

/** So many refused lines are shown; all of them are in the report. */
const SHOWN = 100;

interface Counts {
  lines: number;
  refused: number;
  unchanged: number;
  events: number;
  readonly byOutcome: Map<string, number>;
}

/**
 * Enters the lines of a file, each by one command. A line that is recorded already writes nothing, so that an import that was interrupted is
 * gone on with by the same words. 1 where lines were refused.
 */
export async function importLines<Body, Outcome extends string>(
  context: CommandContext,
  { file, table, clusterId, dryRun, report: reportFile }: FileImport,
  importing: LineImport<Body, Outcome>,
): Promise<Verdict> {
  const { json, print, say, progress } = context;
  const report = reportFile === undefined ? undefined : await Report.open(reportFile);
  const tell = telling(context, report);
  const counts: Counts = { lines: 0, refused: 0, unchanged: 0, events: 0, byOutcome: new Map() };
  const began = performance.now();
  try {
    for await (const { line, sent, refused } of results(table, importing)) {
      count(counts, sent);
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
  const { byOutcome, ...numbers } = counts;
  const outcomes = Object.keys(importing.outcomes).map((each) => [each, byOutcome.get(each) ?? 0] as const);
  const all = { ...numbers, ...Object.fromEntries(outcomes) };
  print(json ? asJson({ file, clusterId, dryRun, ...all, report: reportFile }) : summaryOf(counts, importing, dryRun));
  return counts.refused > 0 ? 1 : 0;
}

function count(counts: Counts, sent: Sent | undefined): void {
  const outcome = sent?.outcome ?? 'refused';
  counts.lines += 1;
  counts.events += sent !== undefined && 'events' in sent ? sent.events : 0;
  if (outcome === 'refused') counts.refused += 1;
  else if (outcome === 'unchanged') counts.unchanged += 1;
  else counts.byOutcome.set(outcome, (counts.byOutcome.get(outcome) ?? 0) + 1);
}

interface Result {
  readonly line: number;
  /** Absent where the line was not sent. */
  readonly sent?: Sent;
  readonly refused: readonly RefusedLine[];
}

async function* results<Body, Outcome extends string>(
  table: Table,
  { judge, keysOf, send, atOnce }: LineImport<Body, Outcome>,
): AsyncGenerator<Result, void> {
  const busy = new Map<string, Promise<unknown>>();
  const work = async (row: TableRow): Promise<Result> => {
    const { line } = row;
    const judged = judge(row);
    if (!judged.ok) return { line, refused: judged.complaints.map((complaint) => ({ line, ...complaint })) };
    const sent = await oneByOne(busy, keysOf(judged.body), () => send(judged.body));
    return { line, sent, refused: sent.outcome === 'refused' ? [{ line, ...complaintIn(sent) }] : [] };
  };
  try {
    yield* inOrder(table.rows(), atOnce, work);
  } catch (error) {
    if (!(error instanceof UnreadableTable)) throw error;
    const { line, reason } = error;
    yield { line, refused: [{ line, found: '', reason: `${reason}: nothing from here on was read` }] };
  }
}

const complaintIn = (sent: Sent): Omit<RefusedLine, 'line'> =>
  'complaint' in sent ? sent.complaint : { found: '', reason: '' };

/** Work with a key in common is done one after the other. */
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

function summaryOf<Body, Outcome extends string>(
  { lines, unchanged, refused, events, byOutcome }: Counts,
  { outcomes, leftOutAtNone = [] }: LineImport<Body, Outcome>,
  dryRun: boolean,
): string {
  const words = Object.entries<string>(outcomes).flatMap(([outcome, said]) => {
    const number = byOutcome.get(outcome) ?? 0;
    const mayBeLeftOut = leftOutAtNone.some((each) => each === outcome);
    return number === 0 && mayBeLeftOut ? [] : [`${groupDigits(number)} ${said}`];
  });
  const parts = [`${groupDigits(lines)} lines`, ...words];
  parts.push(`${groupDigits(unchanged)} unchanged`, `${groupDigits(refused)} refused`);
  const written = `${groupDigits(events)} events${dryRun ? ' would be recorded; nothing was (--dry-run)' : ' recorded'}`;
  return `${parts.join(', ')}: ${events === 0 ? 'zero changes' : written}`;
}

/** @throws WrongUse for a file that is not there, or no table */
export async function tableOf(file: string): Promise<Table> {
  try {
    await access(file);
    return await openTable(() => createReadStream(file));
  } catch (error) {
    const reason = error instanceof UnreadableTable ? error.message : 'file not found, or not readable';
    throw new WrongUse(`${file}: ${reason}`);
  }
}
