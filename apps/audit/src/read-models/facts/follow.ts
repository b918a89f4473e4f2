import { lastHeld, withCorrection, withSayings } from '#libs/bitemporal';
import { catalog, type GrappeEvents } from '#libs/contracts';
import { invariant, type JsonObject } from '#libs/kernel';
import type { Handlers, TypedEvent } from '#libs/projections';
import { rankOf, type FactIdentity, type FactKind, type FactValues, type StoredFact } from './fact.ts';
import type { AnySource, FactSources, Said } from './sources.ts';

/** What a correction says. */
interface Correction {
  readonly fact: string;
  readonly was: JsonObject;
  readonly now?: JsonObject;
  readonly reason: string;
}

type AnyHandler = NonNullable<Handlers<Readonly<Record<string, unknown>>, StoredFact>[string]>;

/**
 * The handlers of these sources, and of whatever corrects or voids an event of theirs according to the contracts: a fact that becomes correctable is
 * followed without a word here.
 */
export function following(sources: FactSources<GrappeEvents>): Handlers<GrappeEvents, StoredFact> {
  const on: Record<string, AnyHandler> = {};
  for (const [type, source] of Object.entries(sources as Readonly<Record<string, AnySource>>)) {
    on[type] = stating(source);
    const corrections = catalog.order.correctionsOf(type);
    if (corrections === undefined) continue;
    on[corrections.corrected] = correcting(type, source);
    on[corrections.voided] = correcting(type, source);
  }
  return on;
}

function stating(source: AnySource): AnyHandler {
  return {
    does: source.does === 'creates' ? 'upserts' : source.does,
    keys: ({ data }) => source.keys(data as JsonObject),
    evolve: (fact, event, key) => {
      const said = source.says(event.data as JsonObject, key);
      const isNew = !fact?.statements.some((each) => each.type === event.type && each.knownTo === null);
      invariant(isNew || source.does !== 'creates', `${key} is there already`);
      const known = fact ?? begun(key, said);
      requireBegun(known, said);
      const { id: eventId, type } = event;
      return identified(
        known,
        said,
        withSayings(known.statements, said.sayings, { eventId, type, ...recordingOf(event) }),
      );
    },
  };
}

function correcting(type: string, source: AnySource): AnyHandler {
  const keysOf = (data: JsonObject | undefined) => (data === undefined ? [] : source.keys(data));
  return {
    does: 'upserts',
    keys: (event) => {
      const { was, now } = event.data as Correction;
      return [...new Set([...keysOf(was), ...keysOf(now)])];
    },
    evolve: (fact, event, key) => {
      const { fact: eventId, was, now, reason } = event.data as Correction;
      const isMeant = fact?.statements.some((each) => each.eventId === eventId && each.knownTo === null);
      invariant(isMeant === true || !keysOf(was).includes(key), `${key} was not stated by ${eventId}`);
      const said = now !== undefined && keysOf(now).includes(key) ? source.says(now, key) : { sayings: [] };
      const known = fact ?? begun(key, said);
      const stated = { eventId, type, ...recordingOf(event) };
      return identified(
        known,
        said,
        withCorrection(known.statements, said.sayings, stated, { eventId: event.id, reason }),
      );
    },
  };
}

function recordingOf({ position, metadata: { recordedAt } }: TypedEvent<unknown>) {
  return { position: String(position), recordedAt };
}

function begun(key: string, { identity }: Said): StoredFact {
  invariant(identity !== undefined, `what ${key} is about was said`);
  return { ...identity, factId: key, about: identity.about ?? identity.id, statements: [] };
}

/** @throws InvariantBroken where something about it differs before it begins */
function requireBegun({ factId, statements }: StoredFact, { sayings, anyDay }: Said): void {
  if (anyDay) return;
  for (const saying of sayings) {
    if (!('differs' in saying) || Object.keys(saying.differs).length === 0) continue;
    const hasBegun = statements.some((each) => 'is' in each && each.knownTo === null && each.on <= saying.on);
    invariant(hasBegun, `${factId} does not hold on ${saying.on}, and cannot change from that day on`);
  }
}

/** The fact with its statements, and with its ends as of the last of them. */
function identified(fact: StoredFact, { identity }: Said, statements: StoredFact['statements']): StoredFact {
  const { kind } = fact;
  const passes = kind === 'antenna' || kind === 'seat';
  const last = passes ? lastHeld<FactValues[FactKind]>(statements, rankOf) : undefined;
  return { ...fact, ...identity, ...endsIn(last), statements };
}

/** An antenna is of the cluster that it passed to last, a seat of its last holder. */
function endsIn(value: FactValues[FactKind] | undefined): Partial<FactIdentity> {
  if (value === undefined) return {};
  if ('holder' in value) return { objectId: value.holder.id };
  return 'clusterId' in value ? { subjectId: value.clusterId } : {};
}
