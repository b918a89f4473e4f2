import { describe, expect, it } from '@jest/globals';
import { catalog } from './event-catalog.ts';
import { InvalidEvent, readEvent, UnknownEvent } from './read-event.ts';
import { currentSamples } from './test/samples.ts';

const named = {
  clusterId: '018f0b10-0000-7000-8000-000000000002',
  name: 'Minalogic',
  nameKind: 'final',
  since: '2005-07-12',
};

describe('reading an event of a record', () => {
  it.each(currentSamples())('$type: what was published is what is read', ({ type, data }) => {
    const version = catalog.currentVersion(type);
    const event = readEvent(`${type}.v${String(version)}`, data);
    expect(event).toEqual({ type, version, data });
    expect(event.data).toBe(data);
  });

  it('tells the type of the data by the type of the event', () => {
    const event = readEvent('membership.ClusterNamed.v1', named);
    const name = event.type === 'membership.ClusterNamed' ? (event.data.name satisfies string) : undefined;
    expect(name).toBe('Minalogic');
  });

  it.each([
    ['no type', ''],
    ['no version', 'membership.ClusterNamed'],
    ['a version of another kind', 'membership.ClusterNamed.v01'],
    ['version 0', 'membership.ClusterNamed.v0'],
    ['a newer version', 'membership.ClusterNamed.v2'],
    ['an event that there is not', 'membership.ClusterPainted.v1'],
    ['a context that there is not', 'finance.ClusterNamed.v1'],
  ])('an event is unknown: %s', (_what, ceType) => {
    expect(() => readEvent(ceType, named)).toThrow(expect.objectContaining({ name: 'UnknownEvent', found: ceType }));
  });

  it('says up to which version an event is known', () => {
    expect(() => readEvent('membership.ClusterNamed.v9', named)).toThrow(
      new UnknownEvent('membership.ClusterNamed.v9', 'membership.ClusterNamed is known up to version 1'),
    );
  });

  it('refuses data with a line for each fault', () => {
    const wrong = { ...named, since: 'yesterday', colour: 'red' };
    expect(() => readEvent('membership.ClusterNamed.v1', wrong)).toThrow(InvalidEvent);
    expect(() => readEvent('membership.ClusterNamed.v1', wrong)).toThrow(
      expect.objectContaining({
        name: 'InvalidEvent',
        found: 'membership.ClusterNamed.v1',
        faults: [expect.stringMatching(/^\/since: /), expect.stringMatching(/^\/: Unrecognized key: "colour"/)],
      }),
    );
  });

  it.each([[null], [undefined], ['{}'], [[]], [1]])('refuses %j, which is no object', (data) => {
    expect(() => readEvent('membership.ClusterNamed.v1', data)).toThrow(InvalidEvent);
  });
});
