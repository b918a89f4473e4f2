import { replayReadModel, type Replayed } from '../system/read-models.ts';
import { asJson, type CommandContext, type Verdict } from './console.ts';

export interface ReplayOptions {
  /** A position, a day or an instant. */
  readonly until: string;
  readonly compare?: string | undefined;
  readonly tag: string;
}

interface Side extends Replayed {
  readonly until: string;
}

/** A read model as it was at one moment, or at two that are compared. That they differ is an answer and not a fault. */
export async function replay(
  { api, json, print, progress }: CommandContext,
  readModel: string,
  { until, compare, tag }: ReplayOptions,
): Promise<Verdict> {
  const at = async (moment: string, place: string): Promise<Side> => ({
    until: moment,
    ...(await replayReadModel(api, { readModel, until: moment, tag: place }, progress)),
  });
  const left = await at(until, tag);
  const right = compare === undefined ? undefined : await at(compare, `${tag.slice(0, 11)}b`);
  progress.clear();
  const same = right === undefined ? undefined : right.digest.sha256 === left.digest.sha256;
  print(json ? asJson(right === undefined ? { readModel, ...left } : { readModel, same, left, right }) : text());
  return 0;

  function text(): string {
    const lines = [sideText(readModel, left)];
    if (right !== undefined) lines.push(sideText(readModel, right), differenceText(left, right));
    return lines.join('\n');
  }
}

export function sideText(readModel: string, { until, lastPosition, events, digest, place }: Side): string {
  const last = lastPosition === undefined ? 'nothing had happened' : `up to position ${String(lastPosition)}`;
  return (
    `${readModel} at ${until}: ${String(digest.documents)} documents from ${String(events)} events (${last}), ` +
    `digest ${digest.sha256}, in table ${place.schema}.${place.table}`
  );
}

export function differenceText(left: Pick<Side, 'until' | 'digest'>, right: Pick<Side, 'until' | 'digest'>): string {
  if (left.digest.sha256 === right.digest.sha256) return `the same at ${left.until} and at ${right.until}`;
  const more = right.digest.documents - left.digest.documents;
  const count = more === 0 ? 'as many documents' : `${String(Math.abs(more))} documents ${more > 0 ? 'more' : 'fewer'}`;
  return `different: at ${right.until} ${count} than at ${left.until}`.replace(
    'as many documents than',
    'as many documents as',
  );
}
