import { describe, expect, it } from '@jest/globals';
import { z } from 'zod';
import type { GrappeEvents } from './contexts.ts';
import { event, olderVersion, type DomainEvent, type EventData, type Immutable } from './definition.ts';
import { catalog, type EventType } from './event-catalog.ts';
import type { clusterEvents } from './membership/cluster.ts';
import type { membershipContract } from './membership/index.ts';
import type { operationEvents } from './mergers/index.ts';

const CLUSTER = '018f0b10-0000-7000-8000-000000000001';
const OPERATION = '018f0c10-0000-7000-8000-000000000003';

type ClusterEvent = DomainEvent<typeof clusterEvents>;
type OperationEvent = DomainEvent<typeof operationEvents>;
type MembershipData = EventData<'membership', typeof membershipContract>;

type Same<Left, Right> = [Left] extends [Right] ? ([Right] extends [Left] ? true : false) : false;
type Fits<Value, Shape> = Value extends Shape ? true : false;

/** Domain events as the contexts write them; the compiler takes them, and so does the catalog. */
const EVENTS = [
  { type: 'ClusterFellDormant', clusterId: CLUSTER, on: '2014-09-01' } satisfies ClusterEvent,
  { type: 'ClusterDissolved', clusterId: CLUSTER, on: '2021-08-31', reason: 'no activity' } satisfies ClusterEvent,
  {
    type: 'ClusterNamed',
    clusterId: CLUSTER,
    name: 'Digital League',
    nameKind: 'final',
    since: '2017-03-28',
  } satisfies ClusterEvent,
  {
    type: 'ClusterSucceeded',
    clusterId: CLUSTER,
    operationId: OPERATION,
    successorIds: [CLUSTER],
    on: '2017-03-28',
  } satisfies ClusterEvent,
  {
    type: 'ClusterFigureDeclared',
    clusterId: CLUSTER,
    figure: { indicator: 'jobs', value: null, unit: 'jobs', on: '2017-03-28', source: 'press' },
  } satisfies ClusterEvent,
];

describe('domain events', () => {
  it.each(EVENTS.map((domainEvent) => [domainEvent.type, domainEvent] as const))(
    '%s without its type is the data of the event',
    (_name, { type, ...data }) => {
      expect(catalog.check(`membership.${type}`, 1, data)).toEqual([]);
    },
  );

  it('are distinguished by their type', () => {
    const days = EVENTS.map((domainEvent: ClusterEvent) => {
      switch (domainEvent.type) {
        case 'ClusterNamed':
        case 'ClusterMoved':
          return domainEvent.since;
        case 'ClusterFigureDeclared':
          return domainEvent.figure.on;
        case 'ClusterRegistered':
          return domainEvent.departments.join();
        case 'ClusterOperatorsAuthorised':
          return domainEvent.since;
        default:
          return domainEvent.on;
      }
    });
    expect(days).toEqual(['2014-09-01', '2021-08-31', '2017-03-28', '2017-03-28', '2017-03-28']);
  });

  it('of an operation carry lists that cannot be changed', () => {
    const started = {
      type: 'OperationStarted',
      operationId: OPERATION,
      kind: 'fusion-creation',
      title: 'Numélink',
      participants: [
        { clusterId: CLUSTER, role: 'founding' },
        { clusterId: '018f0b10-0000-7000-8000-000000000002', role: 'founding' },
      ],
      on: '2016-09-07',
    } as const satisfies OperationEvent;
    const { type, ...data } = started;
    expect(catalog.check(`mergers.${type}`, 1, data)).toEqual([]);
  });
});

/** What the compiler has to say of the types; a wrong one does not compile, and the value beside it is compared. */
const CLAIMS = {
  'a full name is a type of event': true satisfies Fits<'membership.ClusterNamed', EventType>,
  'a name without its context is none': false satisfies Fits<'ClusterNamed', EventType>,
  'a name of another context is none': false satisfies Fits<'governance.ClusterNamed', EventType>,
  'data of all contexts are in one map': true satisfies Same<
    GrappeEvents['membership.ClusterNamed'],
    MembershipData['membership.ClusterNamed']
  >,
  'an enumeration is the union of its values': true satisfies Same<
    GrappeEvents['membership.ClusterNamed']['nameKind'],
    'working' | 'code' | 'final'
  >,
  'an optional member may be undefined': true satisfies Fits<
    undefined,
    GrappeEvents['membership.ClusterNamed']['embargoUntil']
  >,
  'a required member may not': false satisfies Fits<undefined, GrappeEvents['membership.ClusterNamed']['since']>,
  'an amount may be a decimal number as text, and unknown': true satisfies Same<
    GrappeEvents['membership.ClusterFigureDeclared']['figure']['value'],
    number | string | null
  >,
  'lists are read-only': true satisfies Same<
    GrappeEvents['membership.ClusterSucceeded']['successorIds'],
    readonly string[]
  >,
  'a list that can be changed is immutable inside as well': true satisfies Same<
    Immutable<{ a: { b: string[] }[] }>,
    { readonly a: readonly { readonly b: readonly string[] }[] }
  >,
  'a text stays a text': true satisfies Same<Immutable<string>, string>,
  'null stays null': true satisfies Same<Immutable<null>, null>,
  'the type of an event is its name': true satisfies Same<
    Extract<ClusterEvent, { readonly type: 'ClusterRevived' }>['type'],
    'ClusterRevived'
  >,
};

describe('the types of the contracts', () => {
  it('say what they are claimed to say', () => {
    expect(
      Object.entries(CLAIMS)
        .filter(([, holds]) => !holds)
        .map(([claim]) => claim),
    ).toEqual(['a name without its context is none', 'a name of another context is none', 'a required member may not']);
  });
});

describe('a definition', () => {
  it('is kept as it was declared, with the exact type of its schema', () => {
    const definition = event('A seat was moved.', { seat: z.int() }, { embargoField: 'until' });
    expect(definition).toMatchObject({ version: 1, summary: 'A seat was moved.', embargoField: 'until' });
    expect(definition.schema.shape.seat.safeParse(1).success).toBe(true);
  });

  it('has no members but those declared', () => {
    const { schema } = event('A seat was moved.', { seat: z.int() });
    expect(schema.safeParse({ seat: 1, colour: 'red' }).success).toBe(false);
  });

  it('is of the version after the older ones', () => {
    const older = [1, 2].map((version) => olderVersion({ version, schema: z.object({}), upcast: (data) => data }));
    expect(event('A seat was moved.', { seat: z.int() }, { older })).toMatchObject({ version: 3, older });
  });
});
