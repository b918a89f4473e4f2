import { csvRow, type Cell } from '#libs/csv';
import type { ActivityView } from './activity.view.ts';

const COLUMNS = [
  'part',
  'kind',
  'title',
  'on',
  'hosts',
  'actions',
  'attendances',
  'uncounted',
  'organisations',
] as const;
type Line = Readonly<Partial<Record<(typeof COLUMNS)[number], Cell>>>;

/** The activity of a period as CSV (RFC 4180): by kind and series, in all, introductions, and every action. An unknown number is an empty cell. */
export function activityCsv({ kinds, total, introductions, actions }: ActivityView): string {
  const lines: readonly Line[] = [
    ...kinds.flatMap(({ series, ...counts }) => [
      { part: 'kind', ...counts },
      ...series.map(({ name, actions: held }) => ({ part: 'series', kind: counts.kind, title: name, actions: held })),
    ]),
    { part: 'total', ...total },
    { part: 'introductions', actions: introductions.introductions, organisations: introductions.organisations },
    ...actions.map(({ kind, title, on, hosts, participants, organisations }) => ({
      ...{ part: 'action', kind, title, on, hosts: hosts.map(({ name, id }) => name ?? id).join(' + ') },
      ...(participants === null ? {} : { attendances: participants }),
      ...(organisations === null ? {} : { organisations }),
    })),
  ];
  const rows = [COLUMNS, ...lines.map((line) => COLUMNS.map((name) => line[name]))];
  return rows.map(csvRow).join('');
}
