import { describe, expect, it } from '@jest/globals';
import { z } from 'zod';
import { event, olderVersion } from './definition.ts';
import { catalog, catalogOf } from './event-catalog.ts';
import { carriedEvent, carriedFrom, UnknownEvent, type EmbargoLifted } from './read-event.ts';
import { currentSamples } from './test/samples.ts';

const lifted = currentSamples().find(({ type }) => type === 'membership.EmbargoLifted')!.data as EmbargoLifted;
const carrying = (change: Partial<EmbargoLifted['event']>): EmbargoLifted => ({
  ...lifted,
  event: { ...lifted.event, ...change },
});

describe('the event that an EmbargoLifted carries', () => {
  it('is read as from its own record, with its place', () => {
    expect(carriedEvent(lifted)).toEqual({
      type: 'membership.ClusterNamed',
      version: 1,
      data: lifted.event.data,
      id: lifted.event.id,
      stream: lifted.event.stream,
      revision: 3n,
      position: 4127n,
      effectiveAt: '2017-01-01',
      recordedAt: '2016-12-14T17:30:00.000Z',
    });
  });

  it('tells the type of its data by its type', () => {
    const carried = carriedEvent(lifted);
    const name = carried.type === 'membership.ClusterNamed' ? (carried.data.name satisfies string) : undefined;
    expect(name).toBe('Digital League');
  });

  it('may be of any type that has an embargo, in the golden sample of that type', () => {
    const embargoed = currentSamples().filter(({ type }) => catalog.embargoField(type) !== undefined);
    for (const { type, data } of embargoed)
      expect(carriedEvent(carrying({ type, data: data as EmbargoLifted['event']['data'] }))).toMatchObject({
        type,
        data,
      });
  });

  it('keeps places beyond the exact numbers of JSON', () => {
    const large = '9007199254740993';
    expect(carriedEvent(carrying({ position: large, revision: large }))).toMatchObject({
      position: 9007199254740993n,
      revision: 9007199254740993n,
    });
  });

  it.each([
    ['a type of a newer package', { type: 'membership.ClusterPainted' }, 'membership.ClusterPainted.v1'],
    ['a type of a context that there is not', { type: 'finance.Paid' }, 'finance.Paid.v1'],
    ['a newer version', { schemaVersion: 2 }, 'membership.ClusterNamed.v2'],
  ])('is unknown where it is %s', (_what, change, found) => {
    expect(() => carriedEvent(carrying(change))).toThrow(UnknownEvent);
    expect(() => carriedEvent(carrying(change))).toThrow(expect.objectContaining({ found }));
  });

  it('is refused where its data are not those of its type, with a line for each fault', () => {
    const data = { ...lifted.event.data, since: 'soon', colour: 'red' };
    expect(() => carriedEvent(carrying({ data }))).toThrow(
      expect.objectContaining({
        name: 'InvalidEvent',
        found: 'membership.ClusterNamed.v1',
        faults: [expect.stringMatching(/^\/since: /), expect.stringMatching(/^\/: Unrecognized key: "colour"/)],
      }),
    );
  });

  it('is brought from the version in which it is carried to the current one', () => {
    const older = olderVersion({
      version: 1,
      schema: z.strictObject({ name: z.string() }),
      upcast: ({ name }) => ({ names: [name] }),
    });
    const Painted = event('A house was painted.', { names: z.array(z.string()) }, { older: [older] });
    const painted = carrying({ type: 'street.Painted', data: { name: 'red' } });
    expect(carriedFrom(catalogOf({ street: { Painted } }), painted)).toMatchObject({
      type: 'street.Painted',
      version: 2,
      data: { names: ['red'] },
      position: 4127n,
    });
  });
});
