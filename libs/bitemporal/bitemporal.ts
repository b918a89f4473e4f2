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

/** "From this day on it is so", as recorded: `value` null says that it holds no more. */
export interface Statement<Value> {
  readonly on: string;
  readonly value: Value | null;
  readonly ended?: Ended | undefined;
  readonly recordedAt: string;
  readonly eventId: string;
  readonly position: string;
}

/** What was known in [`knownFrom`, `knownTo`) about the days in [`validFrom`, `validTo`); null is without an end. */
export interface Version<Value> {
  readonly validFrom: string;
  readonly validTo: string | null;
  readonly knownFrom: string;
  readonly knownTo: string | null;
  readonly value: Value | null;
  readonly ended?: Ended | undefined;
  readonly eventId: string;
  readonly position: string;
}

/**
 * The versions after one more statement. It holds from its day to the day of the next statement that is known, so that facts
 * may be recorded in any order of their days; of two for one day the one recorded last holds.
 */
export function withStatement<Value>(
  versions: readonly Version<Value>[],
  statement: Statement<Value>,
): readonly Version<Value>[] {
  const knownFrom = notBefore(versions, statement.recordedAt);
  const known = versions.filter(({ knownTo }) => knownTo === null);
  const hit = known.find((version) => covers(version, statement.on));
  const next = hit === undefined ? firstDay(known) : hit.validTo;
  const { on, value, ended, eventId, position } = statement;
  const added: Version<Value> = {
    ...{ validFrom: on, validTo: next, knownFrom, knownTo: null, value, eventId, position },
    ...(ended === undefined ? {} : { ended }),
  };
  if (hit === undefined) return [...versions, added];
  const before = hit.validFrom < on ? [{ ...hit, validTo: on, knownFrom }] : [];
  return [
    ...versions.flatMap((version) => (version === hit ? closeVersion(version, knownFrom) : [version])),
    ...before,
    added,
  ];
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

function isKnown({ knownFrom, knownTo }: Version<unknown>, knownAt: string | undefined): boolean {
  if (knownAt === undefined) return knownTo === null;
  return knownFrom <= knownAt && (knownTo === null || knownAt < knownTo);
}

function covers({ validFrom, validTo }: Version<unknown>, day: string): boolean {
  return validFrom <= day && (validTo === null || day < validTo);
}

/** What was never known for any time (two recordings in one instant) leaves no trace. */
function closeVersion<Value>(version: Version<Value>, knownTo: string): readonly Version<Value>[] {
  return version.knownFrom === knownTo ? [] : [{ ...version, knownTo }];
}

/** A clock that went back must not make a fact known before those that stand before it in the log. */
function notBefore(versions: readonly Version<unknown>[], recordedAt: string): string {
  return versions.reduce((latest, { knownFrom }) => (knownFrom > latest ? knownFrom : latest), recordedAt);
}

function firstDay(known: readonly Version<unknown>[]): string | null {
  return known.map(({ validFrom }) => validFrom).sort()[0] ?? null;
}
