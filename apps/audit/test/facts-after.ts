import type { GrappeEvents } from '#libs/contracts';
import { given, type Happened } from '#libs/projections/testing';
import { readFact, type Fact } from '../src/read-models/facts/fact.ts';
import { facts } from '../src/read-models/facts/facts.projection.ts';

/** What is known of each fact after these events, by its key. */
export function factsAfter(events: readonly Happened<GrappeEvents>[]): ReadonlyMap<string, Fact> {
  return new Map(Array.from(given(facts, events).documents(), ([key, stored]) => [key, readFact(stored)]));
}
