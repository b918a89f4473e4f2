import { sameFacts, type JsonObject, type JsonValue } from '#libs/kernel';
import { placeOf, type Line } from './lines.ts';

/** An event that was recorded between a dry run and the effect, and has a part in what it is made from. */
export interface Between {
  readonly eventId: string;
  readonly type: string;
  readonly recordedAt: string;
  /** The day of legal effect of the fact. */
  readonly effectiveAt: string;
  /** The fact that it corrects or voids. */
  readonly fact?: string | undefined;
  readonly data: JsonObject;
  /** The parts of a diff that it has a part in. */
  readonly parts: readonly string[];
}

export type EventCauseKind = 'late-fact' | 'fact' | 'correction';

/** Why a line reads otherwise: an event, or that the effect came on another day or by another version of the plan. */
export type Cause =
  | { readonly kind: 'day-of-effect' | 'plan-version' }
  | ({ readonly kind: EventCauseKind } & Omit<Between, 'data' | 'parts'>);

export interface Difference {
  readonly part: string;
  readonly key: string;
  /** What the dry run said; absent where it said nothing of it. */
  readonly before?: JsonObject | undefined;
  /** What the effect changed. */
  readonly after?: JsonObject | undefined;
  readonly causes: readonly Cause[];
}

/**
 * The way from a dry run to the effect in three steps, each of which changes one thing: as it was kept; on the day of the effect; by the plan that took effect; from
 * what was known at the effect.
 */
export interface Steps {
  readonly kept: readonly Line[];
  readonly onTheDay: readonly Line[];
  readonly byThePlan: readonly Line[];
  readonly effect: readonly Line[];
}

/** Where the effect is not what the dry run said, each with the steps that made the difference, and of the last one the events. */
export function differences(steps: Steps, events: readonly Between[], keptOn: string): readonly Difference[] {
  const [kept, onTheDay, byThePlan, effect] = [steps.kept, steps.onTheDay, steps.byThePlan, steps.effect].map(placed);
  const known = byId(events);
  const places = new Map([...(kept ?? []), ...(effect ?? [])]);
  return [...places].flatMap(([place, { part, key }]) => {
    const [before, after] = [kept?.get(place), effect?.get(place)];
    if (isSame(before, after)) return [];
    const [moved, planned] = [onTheDay?.get(place), byThePlan?.get(place)];
    const about = new Set([before, after, moved, planned].flatMap((line) => line?.about ?? []));
    const causes: readonly Cause[] = [
      ...(isSame(before, moved) ? [] : [{ kind: 'day-of-effect' } as const]),
      ...(isSame(moved, planned) ? [] : [{ kind: 'plan-version' } as const]),
      ...(isSame(planned, after)
        ? []
        : eventsAbout(about, known)
            .filter(({ parts }) => parts.includes(part))
            .map((each) => causeOf(each, keptOn))),
    ];
    return [{ part, key, before: before?.value, after: after?.value, causes }];
  });
}

function placed(lines: readonly Line[]): ReadonlyMap<string, Line> {
  return new Map(lines.map((line) => [placeOf(line), line]));
}

function isSame(one: Line | undefined, other: Line | undefined): boolean {
  return one === undefined || other === undefined ? one === other : sameFacts(one.value, other.value);
}

function causeOf({ data: _data, parts: _parts, ...event }: Between, keptOn: string): Cause {
  const isLate = event.effectiveAt <= keptOn;
  return { kind: event.fact === undefined ? (isLate ? 'late-fact' : 'fact') : 'correction', ...event };
}

function eventsAbout(ids: ReadonlySet<string>, known: ReadonlyMap<string, readonly Between[]>): readonly Between[] {
  return [...new Set([...ids].flatMap((id) => known.get(id) ?? []))].sort((a, b) =>
    a.recordedAt < b.recordedAt ? -1 : a.recordedAt > b.recordedAt ? 1 : a.eventId < b.eventId ? -1 : 1,
  );
}

/** The events by every text in their data, among which are the ids of what they are about. */
function byId(events: readonly Between[]): ReadonlyMap<string, readonly Between[]> {
  const known = new Map<string, Between[]>();
  for (const event of events)
    for (const text of new Set(textsIn(event.data))) known.set(text, [...(known.get(text) ?? []), event]);
  return known;
}

function textsIn(value: JsonValue | undefined): readonly string[] {
  if (typeof value === 'string') return [value];
  if (typeof value !== 'object' || value === null) return [];
  return Object.values(value).flatMap(textsIn);
}
