import { createHash } from 'node:crypto';
import { canonicalJson, type JsonObject } from '#libs/kernel';

/** One thing that an effect changes, with the ids of what it rests on: events about these can make it another one. Nobody is named in it. */
export interface Line {
  readonly part: string;
  readonly key: string;
  readonly about: readonly string[];
  readonly value: JsonObject;
}

/** The day of the effect, which is a line as well. */
export function effectLine(operationId: string, effectiveOn: string): Line {
  return { part: 'effect', key: operationId, about: [operationId], value: { effectiveOn } };
}

/** The name of everything that an effect changes: SHA-256 over its canonical JSON (RFC 8785), in hex. In whatever order its lines stand, they have one name. */
export function contentHash(lines: readonly Line[]): string {
  const ordered = lines
    .map((line) => ({ place: placeOf(line), part: line.part, value: line.value }))
    .sort((a, b) => (a.place < b.place ? -1 : 1))
    .map(({ part, value }) => ({ part, value }));
  return createHash('sha256').update(canonicalJson(ordered), 'utf8').digest('hex');
}

export function placeOf({ part, key }: Pick<Line, 'part' | 'key'>): string {
  return `${part} ${key}`;
}

/** How many lines each part has, in the order of the parts' names. */
export function linesByPart(lines: readonly Line[]): readonly { readonly part: string; readonly count: number }[] {
  const counts = new Map<string, number>();
  for (const { part } of lines) counts.set(part, (counts.get(part) ?? 0) + 1);
  return [...counts].map(([part, count]) => ({ part, count })).sort((a, b) => (a.part < b.part ? -1 : 1));
}
