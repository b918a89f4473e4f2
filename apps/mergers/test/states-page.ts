import { arrows } from '../src/domain/operation/operation.arrows.ts';

const NONE = '[*]';

/** The machine of an operation as a page: a drawing in Mermaid, and every arrow in a table. */
export function statesPage(): string {
  const lines = arrows.map(({ event, from, to }) => `  ${from === 'absent' ? NONE : from} --> ${to}: ${event}`);
  const ends = [...new Set(arrows.map(({ to }) => to))].filter((to) => arrows.every(({ from }) => from !== to));
  const rows = arrows.map(
    ({ event, from, to }) => `| ${from === 'absent' ? '–' : from} | \`mergers.${event}\` | ${to} |`,
  );
  return [
    '# States of a merger',
    'Written by `npm run generate` from the domain of mergers: each arrow is an event in the status in which it can follow. Whatever else is recorded leaves the status as it is; a postponement does.',
    'In an absorption whose treaty sets no day and whose plan has no blocking condition the last favourable vote is the approval and the effect at one instant.',
    ['```mermaid', 'stateDiagram-v2', ...lines, ...ends.map((end) => `  ${end} --> ${NONE}`), '```'].join('\n'),
    ['| from | event | to |', '| --- | --- | --- |', ...rows].join('\n'),
    '',
  ]
    .join('\n\n')
    .replace(/\n+$/, '\n');
}
