import { describe, expect, it } from '@jest/globals';
import { asJson } from '../src/commands/console.ts';
import { historyText } from '../src/commands/history.command.ts';
import { lineageText } from '../src/commands/lineage.command.ts';
import { differenceText, rebuiltText, sideText } from '../src/commands/read-models.command.ts';
import { eventText } from '../src/commands/show.command.ts';
import { statusText } from '../src/commands/status.command.ts';
import { summary } from '../src/commands/verify.command.ts';

const none = { keys: 0, first: [] };
const digest = (documents: number, sha256: string) => ({ documents, sha256 });

describe('the answer of', () => {
  it('status is a table of the consumers, with how far behind they are and why', () => {
    const consumers = [
      { name: 'membership.clusters', state: 'running', position: '12', healthy: true },
      { name: 'audit.facts', state: 'paused', position: '3', healthy: false, error: '{"position":3}' },
      { name: 'membership.embargo', state: 'running', position: '12', healthy: true, dueTimers: 2 },
      {
        ...{ name: 'membership.counts', state: 'paused', position: '9', healthy: false, error: 'no such day' },
        shards: [
          { shard: '1/2', state: 'running', position: '12' },
          { shard: '2/2', state: 'paused', position: '9' },
        ],
      },
    ];
    expect(statusText('http://x', { ready: false, head: '12', unsequenced: '2', consumers }).split('\n')).toEqual([
      'http://x: not ready, 12 events, 2 more wait for their position',
      '',
      'consumer             state    position  behind',
      'membership.clusters  running  12        0',
      'audit.facts          paused   3         9       {"position":3}',
      'membership.embargo   running  12        0       timers due: 2',
      'membership.counts    paused   9         3       no such day; shards: 1/2 at 12, 2/2 paused at 9',
    ]);
  });

  it('show is an event with its facts', () => {
    const metadata = { recordedAt: '2016-04-02T09:00:00.000Z', effectiveAt: '2016-03-31' };
    const event = { id: 'e', type: 'a.B', revision: '7', data: { name: 'Numélink', list: [1], of: null }, metadata };
    expect(eventText(event).split('\n')).toEqual([
      '   7  a.B  effective 2016-03-31, recorded 2016-04-02T09:00:00.000Z',
      '    name: Numélink',
      '    list: [1]',
      '    of: null',
    ]);
  });

  it('lineage is the clusters and what passed between them', () => {
    const nodes = [
      {
        ...{ clusterId: 'c1', name: 'Auvergne TIC', state: 'succeeded', from: '2007-01-01', to: '2016-03-31' },
        members: { count: 60, on: '2016-03-30' },
      },
      { clusterId: 'c2', name: 'Numélink', state: 'active' },
    ];
    const edges = [{ from: 'c1', to: 'c2', kind: 'fusion-absorption', effectiveOn: '2016-03-31' }];
    expect(lineageText({ root: 'c2', validAt: '2017-01-01', nodes, edges }).split('\n')).toEqual([
      'on 2017-01-01',
      '',
      'cluster       state      from        to          members           id',
      'Auvergne TIC  succeeded  2007-01-01  2016-03-31  60 on 2016-03-30  c1',
      'Numélink      active                                               c2',
      '',
      '2016-03-31  Auvergne TIC → Numélink  (fusion-absorption)',
    ]);
    expect(lineageText({ root: 'c2', validAt: '2017-01-01', nodes: [], edges: [] })).toMatch(/no succession$/);
  });

  it('history is each version with its days, its instants, its event, and why it was corrected', () => {
    const why = (eventId: string) => ({ eventId, reason: 'Mal saisi' });
    const type = 'governance.RoleAssigned';
    const versions = [
      {
        ...{ validFrom: '2012-09-01', validTo: null, knownFrom: '2012-09-03T08:00:00.000Z' },
        ...{ knownTo: '2014-01-01T08:00:00.000Z', value: { title: 'Directeur', size: 2 }, eventId: 'e1', type },
        withdrawnBy: why('e2'),
      },
      {
        ...{ validFrom: '2012-10-01', validTo: '2016-09-01', knownFrom: '2014-01-01T08:00:00.000Z', knownTo: null },
        ...{ value: { title: 'Délégué' }, eventId: 'e1', type, correctedBy: why('e2') },
      },
      {
        ...{ validFrom: '2016-09-01', validTo: null, knownFrom: '2016-09-02T08:00:00.000Z', knownTo: null },
        ...{ value: null, ended: { cause: 'départ' }, eventId: 'e3', type: 'governance.RoleEnded' },
      },
    ];
    expect(historyText({ items: [{ kind: 'role', id: 'r1', subjectId: 'c1', versions }] }).split('\n')).toEqual([
      'role r1 of c1',
      '',
      'valid from  valid to    known from                known to                  what                     event                       why',
      '2012-09-01              2012-09-03T08:00:00.000Z  2014-01-01T08:00:00.000Z  title Directeur, size 2  governance.RoleAssigned e1  no more: Mal saisi',
      '2012-10-01  2016-09-01  2014-01-01T08:00:00.000Z                            title Délégué            governance.RoleAssigned e1  corrected: Mal saisi',
      '2016-09-01              2016-09-02T08:00:00.000Z                            ended (départ)           governance.RoleEnded e3',
    ]);
  });

  it('replay is what the model held, from how much', () => {
    const place = { schema: 'membership', table: 'replay_counts_replay' };
    const side = { until: '2016-03-30', lastPosition: 41, events: 40, digest: digest(3, 'aa'), place };
    expect(sideText('membership.counts', side)).toBe(
      'membership.counts at 2016-03-30: 3 documents from 40 events (up to position 41), digest aa, in table membership.replay_counts_replay',
    );
    expect(sideText('membership.counts', { ...side, lastPosition: undefined })).toContain('(nothing had happened)');
  });

  it.each([
    [digest(3, 'aa'), digest(3, 'aa'), 'the same at 1 and at 2'],
    [digest(3, 'aa'), digest(5, 'bb'), 'different: at 2 2 documents more than at 1'],
    [digest(3, 'aa'), digest(2, 'bb'), 'different: at 2 1 documents fewer than at 1'],
    [digest(3, 'aa'), digest(3, 'bb'), 'different: at 2 as many documents as at 1'],
  ])('replay --compare of %j and %j is "%s"', (left, right, text) => {
    expect(differenceText({ until: '1', digest: left }, { until: '2', digest: right })).toBe(text);
  });

  it.each([
    [undefined, false, 'there was no live model to compare with; the live model stays'],
    [
      { same: true, live: digest(2, 'aa'), differingKeys: [], parked: none },
      true,
      'the live model was the same; it has taken the place of the live model',
    ],
    [
      { same: false, live: digest(3, 'bb'), differingKeys: ['x', 'y'], parked: none },
      true,
      'THE LIVE MODEL WAS ANOTHER (3 documents); different were x, y; it has taken the place of the live model',
    ],
    [
      {
        same: true,
        live: digest(2, 'bb'),
        differingKeys: [],
        parked: { keys: 7, first: ['a', 'b', 'c', 'd', 'e', 'f'] },
      },
      false,
      'the live model was the same apart from what is PARKED: 7 keys (a, b, c, d, e, …); the live model stays',
    ],
  ])('rebuild with %j and switched %s', (comparison, switched, last) => {
    const rebuilt = {
      point: { position: 9, events: 7 },
      digest: digest(2, 'aa'),
      comparison,
      switched,
      resumedFrom: 0,
    };
    expect(rebuiltText('a.b', rebuilt).split('\n')).toEqual(['a.b: 2 documents from 7 events, digest aa', last]);
  });

  it.each([
    [0, 0, '1,234 events in 56 streams, 26 read models: everything is as it should be'],
    [1, 1, '1,234 events in 56 streams, 26 read models: 1 problem'],
    [2, 2, '1,234 events in 56 streams, 26 read models: 2 problems'],
    [1_000, 100, '1,234 events in 56 streams, 26 read models: 1,000 problems, of which the first 100 are named'],
  ])('verify with %d problems', (problemCount, kept, text) => {
    const problems = Array.from({ length: kept }, () => ({ check: 'schema' as const, message: 'm' }));
    const counts = { events: 1_234, streams: 56, readModels: 26 };
    expect(summary({ ok: problemCount === 0, ...counts, problemCount, problems })).toBe(text);
  });

  it.each([
    [{ position: 17n }, '{"position":17}'],
    [{ position: 9_007_199_254_740_993n }, '{"position":"9007199254740993"}'],
    [{ position: undefined, stream: 'a' }, '{"stream":"a"}'],
  ])('any command for a program: %#', (value, text) => {
    expect(asJson(value)).toBe(text);
  });
});
