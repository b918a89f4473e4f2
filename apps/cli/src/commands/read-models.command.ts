import { z } from 'zod';
import type { Progress } from '../output/progress.ts';
import { parkedText } from '../output/text.ts';
import type { Api } from '../system/api.ts';
import { longWork, adminPathFor, services, showingAdvance } from '../system/services.ts';
import { asJson, type CommandContext, type Verdict } from './console.ts';

const namesSchema = z.object({ items: z.array(z.string()) });
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

export type Rebuilt = z.infer<typeof rebuiltSchema>;

export interface ReplayOptions {
  /** A position, a day or an instant. */
  readonly until: string;
  readonly compare?: string | undefined;
  readonly tag: string;
}

/** A read model as it was at a moment. */
interface Side extends z.infer<typeof replayedSchema> {
  readonly until: string;
}

/** Of every process of the system. */
export async function readModelNames(api: Api): Promise<readonly string[]> {
  const names: string[] = [];
  for (const { admin } of await services(api))
    names.push(...namesSchema.parse(await api.get(`${admin}/read-models`)).items);
  return names;
}

/** Builds a read model anew and compares it with the live one; with `switchOver` it takes its place. @throws as `longWork` */
export async function rebuildReadModel(
  { api, progress }: { readonly api: Api; readonly progress: Progress },
  readModel: string,
  switchOver: boolean,
): Promise<Rebuilt> {
  const path = `${await adminPathFor(api, readModel)}/rebuilds`;
  const body = { readModel, switch: switchOver };
  return rebuiltSchema.parse(await longWork(api, path, body, showingAdvance(progress, readModel)));
}

/** Rebuilds a read model and, by default, replaces the live one with it; 1 when the live one differed. */
export async function rebuild(
  context: CommandContext,
  readModel: string,
  { switch: switchOver }: { readonly switch: boolean },
): Promise<Verdict> {
  const rebuilt = await rebuildReadModel(context, readModel, switchOver);
  context.progress.clear();
  context.print(context.json ? asJson({ readModel, ...rebuilt }) : rebuiltText(readModel, rebuilt));
  return rebuilt.comparison?.same === false ? 1 : 0;
}

/** A read model as it was at one moment, or at two that are compared. That they differ is an answer and not a fault. */
export async function replay(
  { api, json, print, progress }: CommandContext,
  readModel: string,
  { until: moment, compare, tag: place }: ReplayOptions,
): Promise<Verdict> {
  const at = async (until: string, tag: string): Promise<Side> => {
    const path = `${await adminPathFor(api, readModel)}/replays`;
    const shown = showingAdvance(progress, `${readModel} at ${until}`);
    return { until, ...replayedSchema.parse(await longWork(api, path, { readModel, until, tag }, shown)) };
  };
  const left = await at(moment, place);
  const right = compare === undefined ? undefined : await at(compare, `${place.slice(0, 11)}b`);
  progress.clear();
  if (right === undefined) print(json ? asJson({ readModel, ...left }) : sideText(readModel, left));
  else if (json) print(asJson({ readModel, same: isSame(left, right), left, right }));
  else print([sideText(readModel, left), sideText(readModel, right), differenceText(left, right)].join('\n'));
  return 0;
}

export function rebuiltText(readModel: string, { point, digest, comparison, switched }: Rebuilt): string {
  const built = `${readModel}: ${String(digest.documents)} documents from ${String(point.events)} events, digest ${digest.sha256}`;
  const place = switched ? 'it has taken the place of the live model' : 'the live model stays';
  return [built, `${comparisonText(comparison)}; ${place}`].join('\n');
}

function comparisonText(comparison: Rebuilt['comparison']): string {
  if (comparison === undefined) return 'there was no live model to compare with';
  const { same, live, differingKeys, parked } = comparison;
  if (!same)
    return `THE LIVE MODEL WAS ANOTHER (${String(live.documents)} documents); different were ${differingKeys.join(', ')}`;
  return `the live model was the same${parked.keys > 0 ? ` apart from what is PARKED: ${parkedText(parked)}` : ''}`;
}

export function sideText(readModel: string, { until, lastPosition, events, digest, place }: Side): string {
  const last = lastPosition === undefined ? 'nothing had happened' : `up to position ${String(lastPosition)}`;
  return (
    `${readModel} at ${until}: ${String(digest.documents)} documents from ${String(events)} events (${last}), ` +
    `digest ${digest.sha256}, in table ${place.schema}.${place.table}`
  );
}

type Compared = Pick<Side, 'until' | 'digest'>;

const isSame = (left: Compared, right: Compared): boolean => left.digest.sha256 === right.digest.sha256;

export function differenceText(left: Compared, right: Compared): string {
  if (isSame(left, right)) return `the same at ${left.until} and at ${right.until}`;
  const more = right.digest.documents - left.digest.documents;
  const count =
    more === 0 ? 'as many documents as' : `${String(Math.abs(more))} documents ${more > 0 ? 'more' : 'fewer'} than`;
  return `different: at ${right.until} ${count} at ${left.until}`;
}
