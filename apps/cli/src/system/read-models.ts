import { z } from 'zod';
import { advanceLine, type Progress } from '../output/progress.ts';
import type { Api } from './api.ts';
import { longWork } from './long-work.ts';
import { operationsFor, services } from './services.ts';

const digestSchema = z.object({ documents: z.number(), sha256: z.string() });
/** Keys that wait at an event that cannot be applied to them. */
const parkedSchema = z.object({ keys: z.number(), first: z.array(z.string()) }).default({ keys: 0, first: [] });
const rebuiltSchema = z.object({
  point: z.object({ position: z.number(), events: z.number() }),
  digest: digestSchema,
  /** Absent where there was nothing to compare with: a live model of another version, or at another position. */
  comparison: z
    .object({ same: z.boolean(), live: digestSchema, differingKeys: z.array(z.string()), parked: parkedSchema })
    .nullish()
    .transform((comparison) => comparison ?? undefined),
  switched: z.boolean(),
  resumedFrom: z.number(),
});
const replayedSchema = z.object({
  place: z.object({ schema: z.string(), table: z.string() }),
  lastPosition: z.number().optional(),
  events: z.number(),
  digest: digestSchema,
});
const progressSchema = z.object({
  position: z.number(),
  target: z.number(),
  eventsPerSecond: z.number(),
  estimatedMsLeft: z.number().optional(),
});

export type Rebuilt = z.infer<typeof rebuiltSchema>;
export type Replayed = z.infer<typeof replayedSchema>;

const namesSchema = z.object({ items: z.array(z.string()) });

/** Of every process of the system. */
export async function readModelNames(api: Api): Promise<readonly string[]> {
  const names: string[] = [];
  for (const { operations } of await services(api))
    names.push(...namesSchema.parse(await api.get(`${operations}/read-models`)).items);
  return names;
}

/** Builds a read model anew and compares it with the live one; with `switchOver` it takes its place. @throws as `longWork` */
export async function rebuildReadModel(
  api: Api,
  { readModel, switchOver }: { readonly readModel: string; readonly switchOver: boolean },
  progress: Progress,
): Promise<Rebuilt> {
  const path = `${await operationsFor(api, readModel)}/rebuilds`;
  const request = { path, body: { readModel, switch: switchOver } };
  return rebuiltSchema.parse(await longWork(api, request, showing(readModel, progress)));
}

/** Builds a read model as it was, in a place of its own that the tag names. @throws as `longWork` */
export async function replayReadModel(
  api: Api,
  asked: { readonly readModel: string; readonly until: string; readonly tag: string },
  progress: Progress,
): Promise<Replayed> {
  const request = { path: `${await operationsFor(api, asked.readModel)}/replays`, body: asked };
  return replayedSchema.parse(await longWork(api, request, showing(`${asked.readModel} at ${asked.until}`, progress)));
}

function showing(of: string, progress: Progress): (value: unknown) => void {
  return (value) => {
    const { success, data } = progressSchema.safeParse(value);
    if (!success) return;
    const { position: done, target: total, eventsPerSecond: perSecond, estimatedMsLeft: msLeft } = data;
    progress.show(advanceLine(of, { done, total, perSecond, msLeft }));
  };
}
