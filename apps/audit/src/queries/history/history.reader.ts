import type { Version } from '#libs/bitemporal';
import type { Fact, FactKind, FactValues } from '../../read-models/facts/fact.ts';
import type { FactReader } from '../fact-reader.ts';
import type { FactHistory } from './history.view.ts';

type AnyVersion = Version<FactValues[FactKind]>;

/** Everything that was ever known of the facts about a thing; undefined where nothing was. */
export async function readHistory(reader: FactReader, id: string): Promise<FactHistory | undefined> {
  const facts = await reader.about(id);
  return facts.length === 0 ? undefined : { id, items: facts.map(itemOf) };
}

function itemOf({ kind, id, subjectId, objectId, ...fact }: Fact): FactHistory['items'][number] {
  const versions: readonly AnyVersion[] = fact.versions;
  const inOrder = versions.toSorted((a, b) => (orderOf(a) < orderOf(b) ? -1 : 1));
  return { kind, id, subjectId, objectId, versions: inOrder.map(({ position: _position, ...version }) => version) };
}

function orderOf({ knownFrom, validFrom }: AnyVersion): string {
  return `${knownFrom}|${validFrom}`;
}
