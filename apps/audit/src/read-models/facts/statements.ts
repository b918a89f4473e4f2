import { asOf, knownVersions, withStatement, type Ended, type Statement } from '#libs/bitemporal';
import { invariant, sameFacts, type RecordedEvent } from '#libs/kernel';
import { creates, keyed, updates, type Handling } from '#libs/projections';
import { factId, ofKind, type Fact, type FactKind, type FactValues } from './fact.ts';

/** The part of an event that a statement carries on. */
export type Recording = Pick<RecordedEvent, 'id' | 'position'> & { readonly metadata: { readonly recordedAt: string } };

interface Identity<Kind extends FactKind> {
  readonly kind: Kind;
  readonly id: string;
  /** Within which the id is one of its kind. Default: everywhere. */
  readonly owner?: string;
  readonly subjectId: string;
  readonly objectId?: string;
}

/** What an event says of a fact that begins with it. */
interface Beginning<Kind extends FactKind> {
  readonly subjectId: string;
  readonly objectId?: string;
  readonly on: string;
  readonly value: FactValues[Kind];
}

type Named<Names extends string> = Readonly<Record<Names, string>>;

/** Handlers of events that are about one fact of a kind, whose id their data hold under this name, and that of its owner under another. */
export function factsOf<Kind extends FactKind, IdName extends string, OwnerName extends string = never>(
  kind: Kind,
  idName: IdName,
  ownerName?: OwnerName,
) {
  const ownerOf = (data: Partial<Named<OwnerName>>) => (ownerName === undefined ? undefined : data[ownerName]);
  const under = <Data extends Named<IdName | OwnerName>>(handling: Handling<Data, Fact>) =>
    keyed<Data, Fact>(({ data }) => factId(kind, data[idName], ownerOf(data)), handling);
  return {
    under,
    /** It begins. */
    begins: <Data extends Named<IdName | OwnerName>>(beginningIn: (data: Data) => Beginning<Kind>) =>
      under<Data>(
        creates((event) => {
          const { on, value, ...ends } = beginningIn(event.data);
          return states(undefined, { kind, id: event.data[idName], ...ends }, on, value, event) as Fact;
        }),
      ),
    /** Something about it is different from a day on. */
    changes: <Data extends Named<IdName | OwnerName | 'since'>>(
      differenceIn: (data: Data) => Partial<FactValues[Kind]>,
    ) =>
      under<Data>(
        updates((fact, event) => changes(fact, kind, event.data.since, differenceIn(event.data), event) as Fact),
      ),
    /** It ends on a day. */
    ends: <Data extends Named<IdName | OwnerName | 'on'>>(endingIn: (data: Data) => Ended) =>
      under<Data>(updates((fact, event) => ends(fact, kind, event.data.on, endingIn(event.data), event) as Fact)),
  };
}

/** The fact after "from this day on its value is"; a fact that is not there yet begins with it. */
export function states<Kind extends FactKind>(
  fact: Fact | undefined,
  { owner, ...identity }: Identity<Kind>,
  on: string,
  value: FactValues[Kind],
  event: Recording,
) {
  const own = fact === undefined ? undefined : ofKind(fact, identity.kind);
  const versions = withStatement(own?.versions ?? [], statement<FactValues[Kind]>(on, value, event));
  return { ...own, ...identity, factId: factId(identity.kind, identity.id, owner), versions };
}

/** The fact after "it ends on this day". */
export function ends<Kind extends FactKind>(fact: Fact, kind: Kind, on: string, ended: Ended, event: Recording) {
  const own = ofKind(fact, kind);
  const last = { ...statement<FactValues[Kind]>(on, null, event), ended };
  return { ...own, versions: withStatement(own.versions, last) };
}

/**
 * The fact after "from this day on this about it is different"; what is not named stays as it is on that day. Recorded late, the
 * difference goes on through what changed about something else since, up to the day on which the same thing changed again.
 * @throws InvariantBroken when it does not hold that day
 */
export function changes<Kind extends FactKind>(
  fact: Fact,
  kind: Kind,
  on: string,
  difference: Partial<FactValues[Kind]>,
  event: Recording,
) {
  const own = ofKind(fact, kind);
  const value = asOf(own.versions, { validAt: on });
  invariant(value !== undefined, `${own.factId} does not hold on ${on}, and cannot change from that day on`);
  const before = { ...value };
  const later = knownVersions(own.versions, undefined).filter(({ validFrom }) => validFrom > on);
  const next = later.findIndex((version) => version.value === null || !sameIn(version.value, before, difference));
  const through = later.slice(0, next === -1 ? undefined : next);
  const days = [{ validFrom: on, value }, ...through];
  const versions = days.reduce((known, version) => {
    const changed = { ...version.value, ...difference } as FactValues[Kind];
    return withStatement(known, statement(version.validFrom, changed, event));
  }, own.versions);
  return { ...own, versions };
}

function sameIn<Value extends object>(one: Value, other: Value, names: Partial<Value>): boolean {
  // As an object, in which a member that is undefined is one that is not there.
  const pickNames = (value: Value) => Object.fromEntries(Object.entries(value).filter(([name]) => name in names));
  return sameFacts(pickNames(one), pickNames(other));
}

/** That day, or the first on which the fact holds, whichever is later. */
export function notBeforeFirst({ versions }: Fact, day: string): string {
  const first = versions.map(({ validFrom }) => validFrom).sort()[0] ?? day;
  return first > day ? first : day;
}

function statement<Value>(on: string, value: Value | null, event: Recording): Statement<Value> {
  const { id: eventId, position, metadata } = event;
  return { on, value, recordedAt: metadata.recordedAt, eventId, position: String(position) };
}
