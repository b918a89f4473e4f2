import { grouped } from '../output/progress.ts';
import {
  FINDING_KINDS,
  reconcileTopics,
  type Finding,
  type FindingKind,
  type Reconciled,
} from '../system/reconciliation.ts';
import { asJson, type CommandContext, type Verdict } from './console.ts';

export interface ReconcileOptions {
  readonly repair?: boolean | undefined;
}

/** Compares the topics with the ledger; 1 when anything was found that is not tolerated, mended or not. */
export async function reconcile(
  { api, json, print, progress }: CommandContext,
  { repair = false }: ReconcileOptions,
): Promise<Verdict> {
  const reconciled = await reconcileTopics(api, repair, progress);
  progress.clear();
  print(json ? asJson(reconciled) : reconciledText(reconciled));
  return reconciled.ok ? 0 : 1;
}

export function reconciledText(reconciled: Reconciled): string {
  return [...reconciled.findings.map(findingLine), summary(reconciled), ...advice(reconciled)].join('\n');
}

/** `position 17 of membership.cluster-…: altered: … (grappe.membership.v1, partition 2, offset 31)` */
function findingLine({ kind, position, topic, partition, offset, stream, message }: Finding): string {
  const of = stream === undefined ? '' : ` of ${stream}`;
  const subject = position === undefined ? 'a record without a position' : `position ${position}${of}`;
  const place = [
    topic,
    partition === undefined ? undefined : `partition ${String(partition)}`,
    offset === undefined ? undefined : `offset ${offset}`,
  ];
  return `${subject}: ${kind}: ${message} (${place.filter((part) => part !== undefined).join(', ')})`;
}

function summary({ events, records, waiting, newer, counts, findings }: Reconciled): string {
  const found = FINDING_KINDS.filter((kind) => counts[kind] > 0);
  const looked = [
    `${grouped(events)} events, ${grouped(records)} records on the topics`,
    ...(waiting > 0 ? [`${grouped(waiting)} events not published yet`] : []),
    ...(newer > 0 ? [`${grouped(newer)} records published meanwhile`] : []),
  ].join(', ');
  if (found.length === 0) return `${looked}: the topics are what the ledger says`;
  const total = found.reduce((sum, kind) => sum + counts[kind], 0);
  const more = total > findings.length ? `, of which ${String(findings.length)} are named` : '';
  return `${looked}: ${found.map((kind) => `${grouped(counts[kind])} ${kind}`).join(', ')}${more}`;
}

/** What is to be done about each kind; a topic only grows, so most of it is not done by this program. */
const ADVICE: Readonly<Record<Exclude<FindingKind, 'missing'>, string>> = {
  misplaced:
    'misplaced: a record cannot be taken back. Where it is restricted, take away the right to read that topic, ' +
    'and create the topic again from the ledger (docs/guides/reconcile.md).',
  altered:
    'altered: the ledger is as it was, and consumers see the altered record; a second one would be dropped. ' +
    'Create the topic again from the ledger (docs/guides/reconcile.md).',
  unknown: 'unknown: somebody else writes to this topic. Find out who, and create the topic again from the ledger.',
  'out-of-order':
    'out-of-order: consumers of Grappe handle it in ledger order all the same; readers of the bare partition do not.',
  duplicated: 'duplicated: tolerated. A relay that dies sends again, and consumers drop repeats by their position.',
};

function advice({ counts, repair }: Reconciled): readonly string[] {
  return FINDING_KINDS.filter((kind) => counts[kind] > 0).map((kind) =>
    kind === 'missing' ? missingAdvice(repair) : ADVICE[kind],
  );
}

function missingAdvice(repair: Reconciled['repair']): string {
  if (repair === undefined) return 'missing: grappe reconcile --repair publishes what is missing from the ledger.';
  const published = `missing: published from the ledger, with their place of old: ${grouped(repair.published)}`;
  if (repair.refused.length === 0) return `${published}.`;
  return (
    `${published}; NOT PUBLISHED, because their ledger rows do not hash to their leaves (grappe verify): ` +
    `${repair.refused.join(', ')}.`
  );
}
