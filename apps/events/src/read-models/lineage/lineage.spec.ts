import { describe, expect, it } from '@jest/globals';
import { countedUuid } from '#libs/kernel/testing';
import { reciprocalOn, type KnownAgreement } from '../agreements/agreements.projection.ts';
import { headOn, linesOf, type LineageDocument } from './lineage.projection.ts';

const cluster = (number: number): string => countedUuid(number, 0xb1);
const [a, b, c, d] = [cluster(1), cluster(2), cluster(3), cluster(4)];
const passage = (heirId: string | undefined, on: string, until?: string): LineageDocument['passages'][number] => ({
  ...{ operationId: countedUuid(1, 0xb2), on },
  ...(heirId === undefined ? {} : { heirId }),
  ...(until === undefined ? {} : { until }),
});
const lines = (known: Readonly<Record<string, LineageDocument['passages']>>): ReadonlyMap<string, LineageDocument> =>
  new Map(Object.entries(known).map(([clusterId, passages]) => [clusterId, { clusterId, passages }]));

describe('who goes on with what binds a cluster', () => {
  it.each<[string, Readonly<Record<string, LineageDocument['passages']>>, string, string]>([
    ['is the cluster where there was no merger', {}, '2020-01-01', a],
    ['is the cluster before the effect', { [a]: [passage(b, '2016-04-16')] }, '2016-04-15', a],
    ['is the heir from the effect on', { [a]: [passage(b, '2016-04-16')] }, '2016-04-16', b],
    [
      'is the last one of several',
      { [a]: [passage(b, '2016-04-16')], [b]: [passage(c, '2018-01-01')] },
      '2018-01-01',
      c,
    ],
    ['is the one of the day', { [a]: [passage(b, '2016-04-16')], [b]: [passage(c, '2018-01-01')] }, '2017-12-31', b],
    ['is the cluster again once it stands again', { [a]: [passage(b, '2016-04-16', '2017-01-01')] }, '2017-01-01', a],
    ['is the heir in the gap', { [a]: [passage(b, '2016-04-16', '2017-01-01')] }, '2016-12-31', b],
    [
      'is the heir of a second merger after a gap',
      { [a]: [passage(b, '2016-04-16', '2017-01-01'), passage(d, '2019-01-01')] },
      '2019-01-01',
      d,
    ],
    ['is the cluster that gave a branch and stays', { [a]: [passage(undefined, '2016-04-16')] }, '2020-01-01', a],
    [
      'is found where two merge into one another by mistake',
      { [a]: [passage(b, '2016-04-16')], [b]: [passage(a, '2016-04-16')] },
      '2020-01-01',
      a,
    ],
  ])('%s', (_what, known, day, head) => {
    expect(headOn(lines(known), a, day)).toBe(head);
  });

  it('is looked for along the whole line, each cluster once', async () => {
    const known = lines({ [a]: [passage(b, '2016-04-16')], [b]: [passage(a, '2017-01-01'), passage(c, '2018-01-01')] });
    const asked: string[] = [];
    const found = await linesOf(
      {
        get: (id) => {
          asked.push(id);
          return Promise.resolve(known.get(id));
        },
      },
      [a, a],
    );
    expect([...found.keys()].toSorted()).toEqual([a, b].toSorted());
    expect(asked).toEqual([a, b, c]);
  });
});

describe('an agreement of reciprocity', () => {
  const service = { service: 'Déjeuners', modality: 'quota', quota: 5 } as const;
  const agreement = (...parties: readonly string[]): KnownAgreement => ({
    agreementId: countedUuid(1, 0xb3),
    terms: { kind: 'reciprocity', services: [service], since: '2015-01-01' },
    signatures: parties.map((clusterId) => ({ clusterId, since: '2015-01-01' })),
  });
  const merged = lines({ [a]: [passage(b, '2016-04-16')] });
  const bound = (day: string, ...parties: readonly string[]) =>
    reciprocalOn(agreement(...parties), day, (id) => headOn(merged, id, day))?.clusterIds;

  it.each<[string, string, readonly string[], readonly string[] | undefined]>([
    ['binds its parties before a merger', '2016-04-15', [a, c], [a, c]],
    ['binds the heir after it', '2016-04-16', [a, c], [b, c]],
    ['binds the heir once that had signed it too', '2016-04-16', [a, b, c], [b, c]],
    ['opens nothing where nobody else is left', '2016-04-16', [a, b], undefined],
  ])('%s', (_what, day, parties, expected) => {
    expect(bound(day, ...parties)).toEqual(expected);
  });
});
