/**
 * A fact in two times: when it holds, and when it was known here. Days and instants are the kernel's texts, which sort as
 * they follow each other.
 */

/** The day asked about, and the instant up to which recordings count; without one everything recorded so far counts. */
export interface Point {
  readonly validAt: string;
  readonly knownAt?: string | undefined;
}

/** Why something holds no more. */
export interface Ended {
  readonly cause: string;
  readonly operationId?: string | undefined;
  /** What goes on in its place. */
  readonly into?: { readonly id: string; readonly subjectId: string } | undefined;
}

/** The recording by which a statement was corrected or taken back. */
export interface Correction {
  readonly eventId: string;
  readonly reason: string;
}

/**
 * What was said: that from a day on it is so; that from a day on it differs in some members, and is otherwise as it was; or that
 * from a day on it holds no more.
 */
export type Saying<Value> = { readonly on: string } & (Beginning<Value> | Difference<Value> | Ending<Value>);

interface Beginning<Value> {
  readonly is: Value;
  /** What differs where it holds already: then it does not begin. Default: it begins anew. */
  readonly held?: Partial<Value> | undefined;
  /** It does not begin again after an end of this cause. */
  readonly notAfter?: string | undefined;
  /** The operation whose succession it takes back: where something else ended it, or nothing did, it begins nothing. */
  readonly undoes?: string | undefined;
  /** What brings it, where it holds only as long as something that has brought it stays. Default: it holds by itself. */
  readonly by?: string | undefined;
}

interface Difference<Value> {
  readonly differs: Partial<Value>;
  /** What is final: nothing differs any more where it has any of these members. */
  readonly unless?: readonly Partial<Value>[] | undefined;
}

interface Ending<Value> {
  readonly ended: Ended;
  /** It ends what holds and has these members, and nothing else. Default: whatever holds, and what comes later. */
  readonly only?: Partial<Value> | undefined;
  /** It ends what this has brought, unless something else has brought it as well, or it holds by itself. */
  readonly by?: string | undefined;
}

/** By which event something was said. */
export interface Source {
  readonly eventId: string;
  readonly type: string;
  readonly position: string;
}

/** The span of instants in which something was known; null is without an end. */
export interface Known {
  readonly knownFrom: string;
  readonly knownTo: string | null;
  /** What made it known, where that was a correction. */
  readonly correctedBy?: Correction | undefined;
  /** The correction since which it is known no more. */
  readonly withdrawnBy?: Correction | undefined;
}

/** A saying as long as it was believed. What a correction makes of it is another statement of the same event. */
export type Statement<Value> = Saying<Value> & Source & Known;

/** What was known about the days in [`validFrom`, `validTo`), by the last event that counts for them; null is without an end. */
export interface Version<Value> extends Source, Known {
  readonly validFrom: string;
  readonly validTo: string | null;
  /** Null where it holds no more. */
  readonly value: Value | null;
  readonly ended?: Ended | undefined;
}

/** What was known and held; undefined when nothing did. */
export function asOf<Value>(versions: readonly Version<Value>[], point: Point): Value | undefined {
  return versionAt(versions, point)?.value ?? undefined;
}

/** The version that answers for a point, also one that says that it holds no more. */
export function versionAt<Value>(
  versions: readonly Version<Value>[],
  { validAt, knownAt }: Point,
): Version<Value> | undefined {
  return versions.find((version) => isKnown(version, knownAt) && covers(version, validAt));
}

/** Everything known at an instant, in the order of its days, without gaps between the first day and the end of time. */
export function knownVersions<Value>(
  versions: readonly Version<Value>[],
  knownAt: string | undefined,
): readonly Version<Value>[] {
  return versions.filter((version) => isKnown(version, knownAt)).sort((a, b) => (a.validFrom < b.validFrom ? -1 : 1));
}

/** Whether it was known at an instant, or is known now. */
export function isKnown({ knownFrom, knownTo }: Known, knownAt: string | undefined): boolean {
  if (knownAt === undefined) return knownTo === null;
  return knownFrom <= knownAt && (knownTo === null || knownAt < knownTo);
}

function covers({ validFrom, validTo }: Version<unknown>, day: string): boolean {
  return validFrom <= day && (validTo === null || day < validTo);
}

/** Whether two values say the same: members in any order, because a database gives them in its own. */
export function sameValue(a: unknown, b: unknown): boolean {
  if (typeof a !== 'object' || typeof b !== 'object' || a === null || b === null) return a === b;
  const [left, right] = [a as Readonly<Record<string, unknown>>, b as Readonly<Record<string, unknown>>];
  return [...new Set([...Object.keys(left), ...Object.keys(right)])].every((key) => sameValue(left[key], right[key]));
}
