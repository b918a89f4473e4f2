import { versionAt, type Version } from '#libs/bitemporal';
import type { Fact, FactKind, FactValues } from '../../read-models/facts/fact.ts';
import type { Points } from './comparison.ts';

/** What passes from one owner to another; the read model finds it by the last one only. */
const PASSING = new Set<FactKind>(['antenna', 'seat']);

interface Facts {
  each(kinds: readonly FactKind[], subjectId?: string): AsyncIterable<Fact>;
}

/**
 * The facts that are of a cluster, or of an incubator, at one of two points. An antenna of a cluster that was absorbed afterwards is that
 * cluster's until it passed, whoever has it now.
 */
export async function* factsOf(
  facts: Facts,
  kinds: readonly FactKind[],
  subjectId: string,
  { left, right }: Points,
): AsyncIterable<Fact> {
  yield* facts.each(
    kinds.filter((kind) => !PASSING.has(kind)),
    subjectId,
  );
  for await (const fact of facts.each(kinds.filter((kind) => PASSING.has(kind)))) {
    const versions: readonly Version<FactValues[FactKind]>[] = fact.versions;
    const values = [left, right].map((point) => versionAt(versions, point)?.value ?? undefined);
    if (values.some((value) => value !== undefined && isOf(value, fact, subjectId))) yield fact;
  }
}

function isOf(value: FactValues[FactKind], fact: Fact, id: string): boolean {
  if ('holder' in value) return value.holder.id === id || fact.subjectId === id;
  return 'clusterId' in value && value.clusterId === id;
}
