import { calendarDate, instantFromEpochMs, streamName, type JsonObject } from '#libs/kernel';
import { CountedIds } from '#libs/kernel/testing';
import type { Publication } from './contract-harness.ts';

export const CONTEXTS = ['membership', 'governance', 'incubation'] as const;
type Context = (typeof CONTEXTS)[number];

const SINCE = '2016-03-31';
const AGGREGATES = { membership: 'organisation', governance: 'body', incubation: 'incubator' } as const;

/** Makes events of real contract types in three contexts, each with ids of its own. */
export class MessageSamples {
  readonly #ids = new CountedIds(0x3e);
  #count = 0;

  /** An event of that context on a stream of that number; streams are few, so that each gets several events. */
  of(context: Context, streamNumber = 0): Publication {
    this.#count += 1;
    const { type, data } = this.#content(context);
    const event = {
      id: this.#ids.next(),
      type,
      schemaVersion: 1,
      data,
      metadata: {
        recordedAt: instantFromEpochMs(Date.UTC(2016, 2, 31) + this.#count),
        effectiveAt: calendarDate(SINCE),
        actor: { id: 'staff:jb', capacity: 'permanent' },
        correlationId: this.#ids.next(),
        visibility: { kind: 'public' as const },
      },
    };
    return { stream: streamName(context, AGGREGATES[context], `contract-${String(streamNumber)}`), event };
  }

  /** So many events, turn about of three contexts and five streams in each. */
  interleaved(count: number): Publication[] {
    return Array.from({ length: count }, (_, index) => this.of(CONTEXTS[index % 3] ?? 'membership', index % 5));
  }

  #content(context: Context): { readonly type: string; readonly data: JsonObject } {
    const name = `name ${String(this.#count)}`;
    switch (context) {
      case 'membership':
        return {
          type: 'membership.OrganisationRenamed',
          data: { organisationId: this.#ids.next(), name, since: SINCE },
        };
      case 'governance':
        return {
          type: 'governance.BodyCreated',
          data: { bodyId: this.#ids.next(), clusterId: this.#ids.next(), kind: 'board', name, since: SINCE },
        };
      case 'incubation':
        return this.#count % 2 === 0
          ? { type: 'incubation.IncubatorRenamed', data: { incubatorId: this.#ids.next(), name, since: SINCE } }
          : {
              type: 'incubation.IncubatorOpened',
              data: { incubatorId: this.#ids.next(), name, site: 'Lyon', since: SINCE },
            };
    }
  }
}
