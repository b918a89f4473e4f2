import { sameFacts, type JsonValue } from '#libs/kernel';
import type { Plan } from '../rules/act.ts';
import { withoutNames } from './plan-hash.ts';

/** A version of a plan, with the day of which it is, and who recorded it. */
export interface PlanDraft {
  readonly version: number;
  readonly plan: Plan;
}

/** Where two versions of a plan differ: `path` is a JSON pointer (RFC 6901), in which a line of a list stands by its id. */
export interface PlanDifference {
  readonly path: string;
  /** Absent where the earlier version says nothing of it. */
  readonly before?: JsonValue | undefined;
  readonly after?: JsonValue | undefined;
  /** The versions by which it was changed on the way, in their order. */
  readonly changedBy: readonly number[];
}

type Place = Omit<PlanDifference, 'changedBy'>;

/** What names a line, list by list; of other lists, and where two lines have one name, the whole list is one value. */
const NAMES: Readonly<Record<string, readonly string[]>> = {
  heirs: ['clusterId'],
  shares: ['toClusterId'],
  newAntennas: ['antennaId'],
  antennaMapping: ['fromClusterId', 'fromAntennaId'],
  collegeMapping: ['fromClusterId', 'fromCollege'],
  joining: ['organisationId'],
  bodies: ['bodyId'],
  offices: ['officeId'],
  holders: ['mandateId'],
  conditions: ['conditionId'],
  counting: ['guard'],
  staffOpinion: ['clusterId'],
  seats: ['clusterId'],
};

/** Where two versions of a plan differ, and by which versions that came about. Persons stand in it by their ids, as in the hash. */
export function planDifferences(
  drafts: readonly PlanDraft[],
  from: number | undefined,
  to: number,
): readonly PlanDifference[] {
  const known = new Map(drafts.map(({ version, plan }) => [version, withoutNames(plan)]));
  const [first, last] = from === undefined || from <= to ? [from ?? 0, to] : [to, from];
  const steps = drafts
    .filter(({ version }) => first < version && version <= last)
    .map(({ version }) => ({ version, places: placesIn(known.get(version - 1), known.get(version)) }));
  return placesIn(from === undefined ? undefined : known.get(from), known.get(to)).map((place) => ({
    ...place,
    changedBy: steps
      .filter(({ places }) => places.some(({ path }) => isWithin(path, place.path) || isWithin(place.path, path)))
      .map(({ version }) => version),
  }));
}

function isWithin(path: string, other: string): boolean {
  return other === '' || path === other || path.startsWith(`${other}/`);
}

function placesIn(before: object | undefined, after: object | undefined): readonly Place[] {
  return placesOf('', '', (before ?? {}) as JsonValue, (after ?? {}) as JsonValue);
}

function placesOf(
  path: string,
  name: string,
  before: JsonValue | undefined,
  after: JsonValue | undefined,
): readonly Place[] {
  const [was, is] = [membersOf(name, before), membersOf(name, after)];
  if (was === undefined || is === undefined) {
    if (isSame(before, after)) return [];
    return [{ path, ...(before === undefined ? {} : { before }), ...(after === undefined ? {} : { after }) }];
  }
  return [...new Set([...was.keys(), ...is.keys()])].flatMap((key) =>
    placesOf(`${path}/${key.replaceAll('~', '~0').replaceAll('/', '~1')}`, key, was.get(key), is.get(key)),
  );
}

function isSame(one: JsonValue | undefined, other: JsonValue | undefined): boolean {
  if (one === undefined || other === undefined) return one === other;
  return sameFacts({ value: one }, { value: other });
}

/** The members of an object, or the lines of a list by their names; undefined for a value that is compared whole. */
function membersOf(name: string, value: JsonValue | undefined): ReadonlyMap<string, JsonValue> | undefined {
  if (typeof value !== 'object' || value === null) return undefined;
  if (!Array.isArray(value)) {
    const members = Object.entries(value as Readonly<Record<string, JsonValue | undefined>>);
    return new Map(members.flatMap(([key, each]) => (each === undefined ? [] : [[key, each]])));
  }
  const names = NAMES[name];
  if (names === undefined) return undefined;
  const lines = new Map((value as readonly JsonValue[]).map((line) => [nameOf(line, names), line]));
  return lines.size === value.length ? lines : undefined;
}

function nameOf(line: JsonValue, names: readonly string[]): string {
  const members = line as Readonly<Record<string, string | undefined>>;
  return names.flatMap((each) => members[each] ?? []).join(' ');
}
