import type { Distributed } from './distributed.ts';
import { topicsText } from './table.ts';

/** The table of what runs where, as text in columns. */
export function whatRunsWhere({ services, kafka, databaseUrl }: Distributed): string {
  const { host: database } = new URL(databaseUrl);
  const rows = [
    ['service', 'url', 'pid', 'database role', 'topics read'],
    ['postgres', database, '', '', ''],
    ...kafka.nodes.map(({ broker }) => ['kafka', broker, '', '', '']),
    ...services.map(({ name, url, process: { pid }, databaseRole = '', reads }) => [
      name,
      url,
      String(pid ?? ''),
      databaseRole,
      topicsText(reads),
    ]),
  ];
  const widths = (rows[0] ?? []).map((_, column) => Math.max(...rows.map((row) => (row[column] ?? '').length)));
  return rows
    .map((row) =>
      row
        .map((cell, column) => cell.padEnd(widths[column] ?? 0))
        .join('  ')
        .trimEnd(),
    )
    .join('\n');
}
