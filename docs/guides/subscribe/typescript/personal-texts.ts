import {
  carriedEvent,
  keyRingOver,
  open,
  readEvent,
  type GrappeEvent,
  type KeyRing,
  type PublishedEvent,
} from '@grappe/contracts';

/** A record, as much of it as its event needs. */
export interface EventRecord {
  /** `ce_id` */
  readonly id: string;
  /** `ce_type` */
  readonly type: string;
  readonly body: string;
}

type Learnt = PublishedEvent & { readonly id: string };

/** The keys that the holder of this token may have, asked for anew for each event, so that what was erased stays erased. */
export function keysOf(url: string, token: string): KeyRing {
  return keyRingOver({ url, token });
}

/** What the record says has happened; what was confidential until now stands inside of the event that lifts its embargo. */
export function learnt({ id, type, body }: EventRecord): Learnt {
  const event = readEvent(type, JSON.parse(body));
  // Two statements: as one expression it would be a union of hundreds of events with hundreds of others.
  const isLifted = event.type === 'membership.EmbargoLifted' || event.type === 'mergers.EmbargoLifted';
  if (isLifted) return carriedEvent(event.data);
  return { ...event, id };
}

/** The same with the names of persons and free text in clear; what was erased says so. @throws KeysRefused, KeysUnavailable, UnknownKey, BrokenSeal */
export async function learntInClear(record: EventRecord, keys: KeyRing): Promise<GrappeEvent> {
  return await open(learnt(record), keys);
}
