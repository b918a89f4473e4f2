import { createWriteStream } from 'node:fs';
import { rename, rm } from 'node:fs/promises';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { BYTE_ORDER_MARK } from '#libs/csv';
import { WrongUse } from '../failures.ts';
import { groupDigits } from '../output/text.ts';
import type { CommandContext, Verdict } from './console.ts';

export interface ExportOptions {
  readonly format: 'csv' | 'ndjson';
  readonly cluster?: string | undefined;
  readonly validAt?: string | undefined;
  readonly knownAt?: string | undefined;
  readonly reason?: string | undefined;
  readonly output?: string | undefined;
}

const TYPES = { csv: 'text/csv', ndjson: 'application/x-ndjson' } as const;

/** Writes a read model as a file, as it comes: to standard output, or to a file that is there only once it is whole. @throws WrongUse */
export async function exportReadModel(context: CommandContext, list: string, options: ExportOptions): Promise<Verdict> {
  const { api, say, progress } = context;
  const { format, cluster, validAt, knownAt, reason, output } = options;
  const path = pathOf(list, cluster);
  const clusterId = path.includes('/clusters/') ? undefined : cluster;
  const why = reason === undefined ? {} : { 'export-reason': encodeURIComponent(reason) };
  const bytes = api.getBytes(path, { clusterId, validAt, knownAt }, { accept: TYPES[format], ...why });
  if (output === undefined) {
    for await (const line of linesOf(bytes)) context.print(line);
    return 0;
  }
  let length = 0;
  const counted = async function* (): AsyncGenerator<Uint8Array, void> {
    for await (const chunk of bytes) {
      length += chunk.length;
      progress.show(`${list}: ${groupDigits(length)} bytes`);
      yield chunk;
    }
  };
  const part = `${output}.part`;
  try {
    await pipeline(Readable.from(counted()), createWriteStream(part));
  } catch (error) {
    await rm(part, { force: true });
    throw error;
  }
  await rename(part, output);
  progress.clear();
  say(`${output}: ${groupDigits(length)} bytes`);
  return 0;
}

/** The members of a cluster stand below it; every other list below its context. */
function pathOf(list: string, cluster: string | undefined): string {
  const [, context, resource] = /^([a-z]+)\.([a-z-]+)$/.exec(list) ?? [];
  if (context === undefined || resource === undefined)
    throw new WrongUse(`${list}: a read model is needed, such as membership.members or governance.offices`);
  if (list !== 'membership.members') return `/api/v1/${context}/${resource}`;
  if (cluster === undefined) throw new WrongUse('the members of which cluster: --cluster <id>');
  return `/api/v1/membership/clusters/${encodeURIComponent(cluster)}/members`;
}

/** A terminal shows lines of its own kind, and no byte order mark. */
async function* linesOf(bytes: AsyncIterable<Uint8Array>): AsyncGenerator<string, void> {
  const decoder = new TextDecoder('utf-8', { ignoreBOM: true });
  let rest = '';
  for await (const chunk of bytes) {
    rest += decoder.decode(chunk, { stream: true });
    const lines = rest.split('\n');
    rest = lines.pop() ?? '';
    yield* lines.map(shown);
  }
  rest += decoder.decode();
  if (rest !== '') yield shown(rest);
}

const shown = (line: string): string => line.replace(BYTE_ORDER_MARK, '').replace(/\r$/, '');
