import { z } from 'zod';
import { groupDigits } from '../output/text.ts';
import { longWork, services, showingAdvance } from '../system/services.ts';
import { asJson, type CommandContext, type Verdict } from './console.ts';

/** The worst first. */
const KINDS = ['misplaced', 'altered', 'unknown', 'missing', 'out-of-order', 'duplicated'] as const;
const findingSchema = z.object({
  kind: z.enum(KINDS),
  position: z.string().optional(),
  topic: z.string().optional(),
  partition: z.number().optional(),
  offset: z.string().optional(),
  stream: z.string().optional(),
  eventId: z.string().optional(),
  message: z.string(),
});
const reconciledSchema = z.object({
  ok: z.boolean(),
  events: z.number(),
  records: z.number(),
  waiting: z.number(),
  newer: z.number(),
  repairedBefore: z.number(),
  counts: z.record(z.enum(KINDS), z.number()),
  findings: z.array(findingSchema),
  repair: z.object({ published: z.number(), refused: z.array(z.string()) }).optional(),
});

export type Finding = z.infer<typeof findingSchema>;
export type Reconciled = z.infer<typeof reconciledSchema>;

/**
 * Has the topics compared with the ledger by the process that serves auditors, and mended where they miss something; 1 when
 * anything was found that is not tolerated, mended or not. @throws as `longWork`
 */
export async function reconcile(
  { api, json, print, progress }: CommandContext,
  { repair = false }: { readonly repair?: boolean | undefined },
): Promise<Verdict> {
  const all = await services(api);
  const service = all.find(({ contexts }) => contexts.includes('audit')) ?? all[0];
  const path = `${service?.admin ?? ''}/reconciliations`;
  const reconciled = reconciledSchema.parse(await longWork(api, path, { repair }, showingAdvance(progress)));
  progress.clear();
  print(json ? asJson(reconciled) : reconciledText(reconciled));
  return reconciled.ok ? 0 : 1;
}

export function reconciledText(reconciled: Reconciled): string {
  const found = KINDS.filter((kind) => reconciled.counts[kind] > 0);
  const advice = found.map((kind) => (kind === 'missing' ? missingAdvice(reconciled) : ADVICE[kind]));
  return [...reconciled.findings.map(findingLine), summary(reconciled, found), ...advice].join('\n');
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

function summary(reconciled: Reconciled, found: readonly Finding['kind'][]): string {
  const { events, records, waiting, newer, counts, findings } = reconciled;
  const looked = [
    `${groupDigits(events)} events, ${groupDigits(records)} records on the topics`,
    ...(waiting > 0 ? [`${groupDigits(waiting)} events not published yet`] : []),
    ...(newer > 0 ? [`${groupDigits(newer)} records published meanwhile`] : []),
  ].join(', ');
  if (found.length === 0) return `${looked}: the topics are what the ledger says`;
  const total = found.reduce((sum, kind) => sum + counts[kind], 0);
  const more = total > findings.length ? `, of which ${String(findings.length)} are named` : '';
  return `${looked}: ${found.map((kind) => `${groupDigits(counts[kind])} ${kind}`).join(', ')}${more}`;
}

/** What is to be done about each kind; a topic only grows, so most of it is not done by this program. */
const ADVICE: Readonly<Record<Exclude<Finding['kind'], 'missing'>, string>> = {
  misplaced:
    'misplaced: a record cannot be taken back. Where it is restricted, take away the right to read that topic, ' +
    'and create the topic again from the ledger (docs/guides/reconcile.md).',
  altered:
    'altered: the ledger is as it was, and consumers see the altered record; a second one would be dropped. ' +
    'Create the topic again from the ledger (docs/guides/reconcile.md).',
  unknown: 'unknown: somebody else writes to this topic. Find out who, and create the topic again from the ledger.',
  'out-of-order':
    'out-of-order: consumers of Grappe handle it in ledger order all the same; readers of the partition itself do not.',
  duplicated: 'duplicated: tolerated. A relay that dies sends again, and consumers drop repeats by their position.',
};

function missingAdvice({ repair }: Reconciled): string {
  if (repair === undefined) return 'missing: grappe reconcile --repair publishes what is missing from the ledger.';
  const published = `missing: published from the ledger, with their place of old: ${groupDigits(repair.published)}`;
  if (repair.refused.length === 0) return `${published}.`;
  return (
    `${published}; NOT PUBLISHED, because their ledger rows do not hash to their leaves (grappe verify): ` +
    `${repair.refused.join(', ')}.`
  );
}
