import { describe, expect, it } from '@jest/globals';
import * as fc from 'fast-check';
import { catalog } from '#libs/contracts';
import { countedUuid } from '#libs/kernel/testing';
import { chunkingDoesNotMatter, given } from '#libs/projections/testing';
import { membership, organisation, cluster, smallHistory } from '../../../test/small-history.ts';
import { entitiesOf, entityOfKey, lineKey, summaryOf, timelines } from './timelines.projection.ts';

describe('audit.timelines', () => {
  it('reads every event there is', () => {
    expect(Object.keys(timelines.on).sort()).toEqual([...catalog.eventTypes()].sort());
  });

  it('puts an event on the timeline of everything it names, and of nothing else', () => {
    const [event] = smallHistory.filter(({ type }) => type === 'membership.MemberAdmitted');
    const lines = [
      ...given(timelines, event === undefined ? [] : [event])
        .documents()
        .values(),
    ];
    expect(lines.map(({ entity }) => entity).sort()).toEqual(
      [membership('alphaTic'), cluster('auvergneTic'), organisation('alpha')].sort(),
    );
  });

  it('puts a correction beside what it corrects, on the timelines of what the fact was about and is about now', () => {
    const [roleId, person, other, fact] = [countedUuid(1), countedUuid(2), countedUuid(3), countedUuid(4)];
    const was = {
      ...{ roleId, clusterId: cluster('numelink'), title: 'Directrice', since: '2012-09-01' },
      ...{ person: { personId: person, name: 'Armand Lulka' } },
    };
    const now = { ...was, person: { personId: other, name: 'Alix Montier' }, since: '2012-10-01' };
    const reason = 'Nom et jour mal saisis';
    const lines = given(timelines, [
      { type: 'governance.RoleAssigned', data: was },
      {
        type: 'governance.RoleAssignedCorrected',
        data: { fact, reason, was, now, on: '2012-10-01' },
        effectiveAt: '2012-10-01',
      },
      { type: 'governance.RoleAssignedVoided', data: { fact, reason, was: now, on: '2012-10-01' } },
    ]).documents();
    const linesOf = (type: string) => [...lines.values()].filter((line) => line.type === `governance.${type}`);
    const entities = (type: string) => linesOf(type).map(({ entity }) => entity);
    expect(entities('RoleAssigned').sort()).toEqual([roleId, cluster('numelink'), person].sort());
    expect(entities('RoleAssignedCorrected').sort()).toEqual([roleId, cluster('numelink'), person, other].sort());
    expect(entities('RoleAssignedVoided').sort()).toEqual([roleId, cluster('numelink'), other].sort());
    for (const line of linesOf('RoleAssignedCorrected'))
      expect(line).toMatchObject({
        corrects: fact,
        effectiveAt: '2012-10-01',
        summary: expect.stringMatching(
          /^Recorded wrong, and corrected: .* \(Alix Montier, Directrice, Nom et jour mal saisis\)$/,
        ),
      });
    expect(linesOf('RoleAssigned')[0]).not.toHaveProperty('corrects');
  });

  it('writes rows for an event and rewrites none', () => {
    const lines = given(timelines, smallHistory).documents();
    const before = given(timelines, smallHistory.slice(0, -1)).documents();
    for (const [key, line] of before) expect(lines.get(key)).toEqual(line);
  });

  chunkingDoesNotMatter(timelines, fc.shuffledSubarray([...smallHistory], { maxLength: 20 }), 30);
});

describe('keys', () => {
  it('sort as positions do', () => {
    const entity = cluster('numelink');
    const keys = [9n, 10n, 99n, 100n, 1_000_000n].map((position) => lineKey(entity, position));
    expect([...keys].sort()).toEqual(keys);
    expect(keys.map(entityOfKey)).toEqual(keys.map(() => entity));
  });
});

describe('what an event names', () => {
  it('stands anywhere in its data, once each', () => {
    const id = cluster('numelink');
    expect(entitiesOf({ a: id, b: [{ c: id, d: organisation('alpha') }], name: 'no id', n: null, x: 1 })).toEqual([
      id,
      organisation('alpha'),
    ]);
  });
});

describe('summaries', () => {
  it.each([
    [
      'governance.MandateStarted',
      { person: { personId: 'p', name: 'Catherine Bocquet' }, how: 'elected' },
      'A person holds an office from a day on. A re-election is a new mandate in the chain of the office. (Catherine Bocquet, elected)',
    ],
    ['governance.ResolutionDecided', { outcome: 'inquorate' }, /\(inquorate\)$/],
    ['mergers.ReferencesMoved', { context: 'incubation', toMove: 1, moved: 1 }, /\(incubation, toMove 1, moved 1\)$/],
    ['membership.ClusterRevived', {}, 'A dormant cluster is active again.'],
    ['unknown.Thing', null, 'unknown.Thing'],
  ])('%s', (type, data, expected) => {
    expect(summaryOf(type, data)).toEqual(typeof expected === 'string' ? expected : expect.stringMatching(expected));
  });
});
