import { z } from 'zod';
import { advanceLine, type Progress } from '../output/progress.ts';
import type { Api } from './api.ts';
import { longWork } from './long-work.ts';
import { services } from './services.ts';

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
const progressSchema = z.object({
  phase: z.string(),
  position: z.number(),
  target: z.number(),
  eventsPerSecond: z.number(),
  estimatedMsLeft: z.number().optional(),
});

export type FindingKind = (typeof KINDS)[number];
export type Finding = z.infer<typeof findingSchema>;
export type Reconciled = z.infer<typeof reconciledSchema>;

/** The worst first. */
export const FINDING_KINDS: readonly FindingKind[] = KINDS;

/** Has the topics compared with the ledger by the process that serves auditors, and mended where they miss something. @throws as `longWork` */
export async function reconcileTopics(api: Api, repair: boolean, progress: Progress): Promise<Reconciled> {
  const all = await services(api);
  const service = all.find(({ contexts }) => contexts.includes('audit')) ?? all[0];
  const path = `${service?.operations ?? ''}/reconciliations`;
  return reconciledSchema.parse(await longWork(api, { path, body: { repair } }, showing(progress)));
}

function showing(progress: Progress): (value: unknown) => void {
  return (value) => {
    const { success, data } = progressSchema.safeParse(value);
    if (!success) return;
    const { phase, position: done, target: total, eventsPerSecond: perSecond, estimatedMsLeft: msLeft } = data;
    progress.show(advanceLine(phase, { done, total, perSecond, msLeft }));
  };
}
