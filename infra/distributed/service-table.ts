import { topicsText } from '../topology/index.ts';
import type { Distributed } from './distributed.ts';

/** The service table, as text in columns. */
export function serviceTable({ services, postgres, kafka, databaseUrl }: Distributed): string {
  const { host: database } = new URL(databaseUrl);
  const rows = [
    ['service', 'url', 'pid', 'database role', 'topics read'],
    ['postgres', database, numberOf(postgres), '', ''],
    ...kafka.nodes.map((node) => ['kafka', node.broker, numberOf(node), '', '']),
    ...services.map(({ name, url, process, databaseRole = '', reads }) => [
      name,
      url,
      numberOf(process),
      databaseRole,
      topicsText(reads),
    ]),
  ];
  const widths = (rows[0] ?? []).map((_, column) => Math.max(...rows.map((row) => (row[column] ?? '').length)));
  const line = (row: readonly string[]): string =>
    row
      .map((cell, column) => cell.padEnd(widths[column] ?? 0))
      .join('  ')
      .trimEnd();
  return rows.map(line).join('\n');
}

function numberOf({ pid }: { readonly pid: number | undefined }): string {
  return String(pid ?? '');
}
