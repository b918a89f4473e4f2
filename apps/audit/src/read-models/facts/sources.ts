import type { Ended } from '#libs/bitemporal';
import type { JsonObject } from '#libs/kernel';
import { factId, type FactIdentity, type FactKind, type FactSaying, type FactValues } from './fact.ts';

/** What an event says of one fact. */
export interface Said {
  /** What the fact is about, where the event says that. */
  readonly identity?: FactIdentity | undefined;
  readonly sayings: readonly FactSaying<FactKind>[];
  /** Whether a difference may be of a day before the fact begins: then it counts from its first day on. */
  readonly anyDay?: true;
}

/** The facts that events of one type are about, and what they say of each. What corrects such an event says the same of other data. */
export interface FactSource<Data> {
  /** Whether the fact begins with it, goes on with it, or either. */
  readonly does: 'creates' | 'updates' | 'upserts';
  keys(data: Data): readonly string[];
  says(data: Data, key: string): Said;
}

/** Sources by event type, with the data that each carries. */
export type FactSources<Events extends object> = { readonly [Type in keyof Events]?: FactSource<Events[Type]> };

/** A source with untyped data. */
export type AnySource = FactSource<JsonObject>;

/** What an event says of a fact that begins with it. */
interface Beginning<Kind extends FactKind> extends Pick<FactIdentity, 'subjectId' | 'objectId'> {
  readonly on: string;
  readonly value: FactValues[Kind];
  /** Why it ends of itself, where that is known from the beginning. */
  readonly ends?: { readonly on: string; readonly ended: Ended; readonly only?: Partial<FactValues[Kind]> } | undefined;
}

type Named<Names extends string> = Readonly<Record<Names, string>>;

/** Sources of facts of a kind, whose id the data of events hold under this name, and that of its owner under another. */
export function factsOf<Kind extends FactKind, IdName extends string, OwnerName extends string = never>(
  kind: Kind,
  idName: IdName,
  ownerName?: OwnerName,
) {
  type Data = Named<IdName | OwnerName>;
  const ownerOf = (data: Partial<Named<OwnerName>>) => (ownerName === undefined ? undefined : data[ownerName]);
  const source = <Each extends Data>(does: FactSource<Each>['does'], says: (data: Each) => Said): FactSource<Each> => ({
    does,
    keys: (data) => [factId(kind, data[idName], ownerOf(data))],
    says,
  });
  const begins = <Each extends Data>(
    beginningIn: (data: Each) => Beginning<Kind>,
    does: FactSource<Each>['does'] = 'creates',
  ) =>
    source<Each>(does, (data) => {
      const { on, value, ends, ...identity } = beginningIn(data);
      const sayings = [{ on, is: value }, ...(ends === undefined ? [] : [ends])];
      return { identity: { kind, id: data[idName], ...identity }, sayings };
    });
  return {
    source,
    /** It begins. */
    begins,
    /** Something about it is different from a day on. */
    changes: <Each extends Data & Named<'since'>>(differenceIn: (data: Each) => Partial<FactValues[Kind]>) =>
      source<Each>('updates', (data) => ({ sayings: [{ on: data.since, differs: differenceIn(data) }] })),
    /** It ends on a day. */
    ends: <Each extends Data & Named<'on'>>(endingIn: (data: Each) => Ended) =>
      source<Each>('updates', (data) => ({ sayings: [{ on: data.on, ended: endingIn(data) }] })),
  };
}
