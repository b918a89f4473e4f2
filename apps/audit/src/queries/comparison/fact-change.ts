import { versionAt, type Point, type Version } from '#libs/bitemporal';
import type { Fact, FactKind, FactValues } from '../../read-models/facts/fact.ts';
import type { FactChange } from './comparison.view.ts';

/** Two points at which a history is looked at. */
export interface Points {
  readonly left: Point;
  readonly right: Point;
}

/** What a fact says on one side. */
export type Side = FactValues[FactKind];

/** How the fact stands on both sides, and how it differs; undefined when it is the same (or absent) on both. */
export function changeOf(fact: Fact, { left, right }: Points): FactChange | undefined {
  const versions: readonly Version<Side>[] = fact.versions;
  const [before, after] = [versionAt(versions, left), versionAt(versions, right)];
  const [was, is] = [heldValue(before), heldValue(after)];
  if (was === is || (was !== undefined && is !== undefined && sameValue(was, is))) return undefined;
  const { kind, id, subjectId, objectId } = fact;
  const ended = after?.ended ?? before?.ended;
  return {
    ...{ kind, id, subjectId },
    ...(objectId === undefined ? {} : { objectId }),
    ...(was === undefined ? {} : { left: was }),
    ...(is === undefined ? {} : { right: is }),
    ...(ended === undefined ? {} : { ended }),
  };
}

/** Whether the fact held at a point. */
export function heldAt(fact: Fact, point: Point): boolean {
  return heldValue(versionAt<Side>(fact.versions, point)) !== undefined;
}

/** A cluster that disappeared is known, but it is not there. */
function heldValue(version: Version<Side> | undefined): Side | undefined {
  const value = version?.value ?? undefined;
  if (value !== undefined && 'state' in value && value.state !== 'active' && value.state !== 'dormant')
    return undefined;
  return value;
}

/** Members in any order: a database gives them in its own. */
function sameValue(a: unknown, b: unknown): boolean {
  if (typeof a !== 'object' || typeof b !== 'object' || a === null || b === null) return a === b;
  const [left, right] = [a as Readonly<Record<string, unknown>>, b as Readonly<Record<string, unknown>>];
  return [...new Set([...Object.keys(left), ...Object.keys(right)])].every((key) => sameValue(left[key], right[key]));
}
