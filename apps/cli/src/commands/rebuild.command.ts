import { parkedText } from '../output/parked.ts';
import { rebuildReadModel, type Rebuilt } from '../system/read-models.ts';
import { asJson, type CommandContext, type Verdict } from './console.ts';

/** Builds a read model anew, and puts it in the place of the live one unless told not to; 1 when the live one was not the same. */
export async function rebuild(
  { api, json, print, progress }: CommandContext,
  readModel: string,
  { switch: switchOver }: { readonly switch: boolean },
): Promise<Verdict> {
  const rebuilt = await rebuildReadModel(api, { readModel, switchOver }, progress);
  progress.clear();
  print(json ? asJson({ readModel, ...rebuilt }) : rebuiltText(readModel, rebuilt));
  return rebuilt.comparison?.same === false ? 1 : 0;
}

export function rebuiltText(readModel: string, { point, digest, comparison, switched }: Rebuilt): string {
  const built = `${readModel}: ${String(digest.documents)} documents from ${String(point.events)} events, digest ${digest.sha256}`;
  const place = switched ? 'it has taken the place of the live model' : 'the live model stays';
  return [built, `${comparisonText(comparison)}; ${place}`].join('\n');
}

function comparisonText(comparison: Rebuilt['comparison']): string {
  if (comparison === undefined) return 'there was no live model to compare with';
  const { live, differingKeys, parked } = comparison;
  if (comparison.same && parked.keys > 0)
    return `the live model was the same apart from what is PARKED: ${parkedText(parked)}`;
  if (comparison.same) return 'the live model was the same';
  return `THE LIVE MODEL WAS ANOTHER (${String(live.documents)} documents); different were ${differingKeys.join(', ')}`;
}
