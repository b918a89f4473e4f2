import { describe, expect, it } from '@jest/globals';
import { fold } from '#libs/kernel';
import { countedUuid } from '#libs/kernel/testing';
import {
  absorptionPlan,
  adopt,
  adoptedAbsorption,
  approvedCreation,
  auvergneTic,
  blockingCondition,
  clause,
  clustR,
  conditionId,
  creationPlan,
  day,
  digitalLeague,
  draft,
  effectiveAbsorption,
  history,
  inFavour,
  numelink,
  otherOperationId,
  publishedAbsorption,
  start,
  takeEffect,
  tooFew,
  vote,
} from '../../../test/sample-operation.ts';
import type { OperationCommand } from '../operation/operation.commands.ts';
import { operation } from '../operation/operation.decide.ts';
import { fileOf } from '../operation/operation.ts';
import { diff, type DryRunInput, type Governance } from './diff.ts';

const organisation = (n: number) => countedUuid(n, 0x50);
const antenna = (n: number) => countedUuid(n, 0xa0);

function input(commands: readonly OperationCommand[], changes: Partial<DryRunInput> = {}): DryRunInput {
  const state = fold(operation, history(...commands));
  if (state.status === 'absent') throw new Error('no operation');
  return {
    file: fileOf(state),
    status: state.status,
    on: day('2016-02-01'),
    members: [],
    governance: {},
    engagements: {},
    clauseOn: () => clause,
    clusterNames: { [numelink]: 'Numélink' },
    antennaNames: {},
    ...changes,
  };
}

const members = (clusterId: string, numbers: readonly number[], antennaId?: string) =>
  numbers.map((n) => ({ clusterId, organisationId: organisation(n), antennaId, periods: [{ since: '2012-01-01' }] }));

describe('members', () => {
  it('count once, and those who are counted twice are listed with all their clusters', () => {
    const three = [
      start(
        'fusion-creation',
        [numelink, clustR, auvergneTic].map((clusterId) => ({ clusterId, role: 'founding' })),
      ),
    ];
    const all = [...members(numelink, [1, 2, 3]), ...members(clustR, [3, 4]), ...members(auvergneTic, [3, 1])];
    const result = diff(input(three, { members: all })).members;
    expect(result).toMatchObject({ total: 4, sum: 7, merged: 3 });
    expect(result.byOrigin).toEqual([
      { clusterId: numelink, name: 'Numélink', members: 3 },
      { clusterId: clustR, members: 2 },
      { clusterId: auvergneTic, members: 2 },
    ]);
    expect(result.duplicates).toEqual([
      { organisationId: organisation(1), clusterIds: [numelink, auvergneTic] },
      { organisationId: organisation(3), clusterIds: [numelink, clustR, auvergneTic] },
    ]);
  });

  it('of nobody are none', () => {
    expect(diff(input([start()])).members).toMatchObject({
      total: 0,
      sum: 0,
      merged: 0,
      duplicates: [],
      byAntenna: [],
    });
  });

  it('go where the plan maps their antenna, else their cluster, else they keep theirs', () => {
    const plan = creationPlan({
      newAntennas: [{ antennaId: antenna(9), name: 'Lyon', departments: ['69'] }],
      antennaMapping: [
        { fromClusterId: numelink, toAntennaId: antenna(9) },
        { fromClusterId: numelink, fromAntennaId: antenna(1), toAntennaId: antenna(2) },
      ],
    });
    const all = [
      ...members(numelink, [1], antenna(1)),
      ...members(numelink, [2], antenna(7)),
      ...members(numelink, [3]),
      ...members(clustR, [4], antenna(3)),
      ...members(clustR, [5]),
    ];
    const { byAntenna } = diff(
      input([start('fusion-creation'), draft(plan)], { members: all, antennaNames: { [antenna(3)]: 'Grenoble' } }),
    ).members;
    expect(byAntenna).toEqual([
      { antennaId: antenna(9), name: 'Lyon', members: 2 },
      { antennaId: null, members: 1 },
      { antennaId: antenna(2), members: 1 },
      { antennaId: antenna(3), name: 'Grenoble', members: 1 },
    ]);
  });

  it('a member of the absorbing body stays where it is, whatever the other one says', () => {
    const plan = absorptionPlan({ antennaMapping: [{ fromClusterId: auvergneTic, toAntennaId: antenna(9) }] });
    const all = [...members(auvergneTic, [1, 2]), ...members(numelink, [1], antenna(1))];
    expect(diff(input([start(), draft(plan)], { members: all })).members.byAntenna).toEqual([
      { antennaId: antenna(1), members: 1 },
      { antennaId: antenna(9), members: 1 },
    ]);
  });
});

describe('governance', () => {
  const governance = (n: number): Governance => ({
    bodies: [
      {
        bodyId: countedUuid(n, 0xb0),
        names: [{ name: `Board ${String(n)}`, since: '2010-01-01' }],
        kind: 'board',
        since: '2010-01-01',
      },
    ],
    offices: [{ officeId: countedUuid(n, 0xf0), title: 'President', since: '2010-01-01' }],
    mandates: [
      {
        mandateId: countedUuid(n, 0xd0),
        officeId: countedUuid(n, 0xf0),
        bodyId: countedUuid(n, 0xb0),
        person: { personId: countedUuid(n, 0xe0), name: `Person ${String(n)}` },
        since: '2014-01-01',
      },
    ],
  });
  const both = { [numelink]: governance(1), [auvergneTic]: governance(2), [clustR]: governance(3) };

  it('of the absorbed body ends; that of the absorbing one stays', () => {
    const result = diff(input([start()], { governance: both })).governance;
    expect(result.bodiesAbolished).toEqual([{ clusterId: auvergneTic, bodyId: countedUuid(2, 0xb0), name: 'Board 2' }]);
    expect(result.mandatesEnded).toEqual([
      { mandateId: countedUuid(2, 0xd0), clusterId: auvergneTic, personName: 'Person 2', office: 'President' },
    ]);
  });

  it.each([
    ['over before the effect', '2016-01-01', 0],
    ['that lies ahead: it has ended nothing yet', '2020-01-01', 1],
  ])('of the absorbed body, with an end %s', (_what, until, ending) => {
    const own = governance(2);
    const closing = {
      ...own,
      bodies: own.bodies.map((body) => ({ ...body, until })),
      mandates: own.mandates.map((mandate) => ({ ...mandate, until })),
    };
    const result = diff(input([start()], { governance: { [auvergneTic]: closing }, on: day('2016-01-01') })).governance;
    expect([result.bodiesAbolished.length, result.mandatesEnded.length]).toEqual([ending, ending]);
  });

  it('of every founding body ends in a creation', () => {
    const result = diff(input([start('fusion-creation')], { governance: both })).governance;
    expect(result.mandatesEnded.map(({ clusterId }) => clusterId)).toEqual([numelink, clustR]);
  });

  it('begins as the plan says, with the limit of the transition', () => {
    const holder = (n: number) => ({
      mandateId: countedUuid(n),
      person: { personId: countedUuid(n + 1), name: `Person ${String(n)}` },
    });
    const office = {
      officeId: countedUuid(70),
      kind: 'president' as const,
      title: 'Co-president',
      maxHolders: 2,
      holders: [holder(71), holder(73)],
    };
    const bodies = [{ bodyId: countedUuid(75), kind: 'bureau' as const, name: 'Bureau', offices: [office] }];
    const plan = creationPlan({ transitionalGovernance: { limit: '2018-03-27', bodies } });
    const result = diff(input([start('fusion-creation'), draft(plan)])).governance;
    expect(result.bodiesCreated).toEqual([{ bodyId: countedUuid(75), name: 'Bureau', kind: 'bureau' }]);
    expect(result.mandatesBegun).toEqual([
      {
        mandateId: countedUuid(71),
        clusterId: digitalLeague,
        personName: 'Person 71',
        office: 'Co-president',
        limit: '2018-03-27',
      },
      {
        mandateId: countedUuid(73),
        clusterId: digitalLeague,
        personName: 'Person 73',
        office: 'Co-president',
        limit: '2018-03-27',
      },
    ]);
  });
});

describe('what the effect leaves as it is', () => {
  const names = [{ name: 'Board', since: '2010-01-01' }];
  const body = { bodyId: countedUuid(1, 0xb0), names, kind: 'board', since: '2010-01-01' };
  const person = { personId: countedUuid(1, 0xe0), name: 'Person 1' };
  const officeId = countedUuid(1, 0xf0);
  const held = { mandateId: countedUuid(1, 0xd0), officeId, bodyId: body.bodyId, person, since: '2014-01-01' };
  const own: Governance = {
    bodies: [body],
    offices: [{ officeId, title: 'President', since: '2010-01-01' }],
    mandates: [held],
  };
  const office = { officeId, kind: 'president' as const, title: 'President', maxHolders: 2 };
  const planned = (limit?: string) => {
    const holders = [{ mandateId: countedUuid(2, 0xd0), person }];
    const bodies = [{ bodyId: body.bodyId, kind: 'board' as const, name: 'Board', offices: [{ ...office, holders }] }];
    return absorptionPlan({ transitionalGovernance: { ...(limit === undefined ? {} : { limit }), bodies } });
  };
  const ofPlan = (plan = planned(), governance: Governance = own) =>
    diff(input([start(), draft(plan)], { governance: { [numelink]: governance } })).governance;

  it('a body that the absorbing cluster has is not created', () => {
    expect(ofPlan().bodiesCreated).toEqual([]);
  });

  it('who holds the office already begins no mandate', () => {
    expect(ofPlan().mandatesBegun).toEqual([]);
    expect(ofPlan(planned(), { ...own, mandates: [{ ...held, until: '2016-01-31' }] }).mandatesBegun).toHaveLength(1);
  });

  it('nobody begins on a limit that has passed by then', () => {
    expect(ofPlan(planned('2015-12-31'), { ...own, mandates: [] }).mandatesBegun).toEqual([]);
  });

  it('in a body that is gone by then nothing begins', () => {
    const gone = { ...own, bodies: [{ ...body, until: '2016-01-01' }], mandates: [] };
    expect(ofPlan(planned(), gone)).toMatchObject({ bodiesCreated: [], mandatesBegun: [] });
  });

  it('in an office that is to come nothing begins', () => {
    const ahead = { ...own, offices: [{ officeId, title: 'President', since: '2016-06-01' }], mandates: [] };
    expect(ofPlan(planned(), ahead).mandatesBegun).toEqual([]);
  });

  it('a member of the absorbing cluster who leaves it later is one until then', () => {
    const leaves = (until: string) =>
      diff(
        input([start()], {
          members: members(numelink, [1]).map((each) => ({ ...each, periods: [{ since: '2012-01-01', until }] })),
        }),
      ).members;
    expect(leaves('2016-06-30')).toMatchObject({ total: 1, sum: 1, byOrigin: [{ members: 1 }, { members: 0 }] });
    expect(leaves('2016-01-31')).toMatchObject({ total: 0, sum: 0 });
  });

  it('a member of the absorbed cluster who leaves it later comes over and is counted', () => {
    const leaves = (until: string) =>
      diff(
        input([start()], {
          members: members(auvergneTic, [1]).map((each) => ({
            ...each,
            periods: [{ since: '2012-01-01', until, cause: 'resignation' as const }],
          })),
        }),
      ).members;
    expect(leaves('2016-06-30')).toMatchObject({ total: 1, sum: 1 });
    expect(leaves('2016-01-31')).toMatchObject({ total: 0, sum: 0 });
  });
});

describe('guards', () => {
  it('are sorted by how they stand, each with its citation', () => {
    const { guards } = diff(input(adoptedAbsorption(), { engagements: { [auvergneTic]: otherOperationId } }));
    expect(guards.passed.map(({ guard }) => guard)).toEqual(['G1', 'G7', 'G12']);
    expect(guards.failed.map(({ guard, clusterId }) => [guard, clusterId])).toEqual([['G12', auvergneTic]]);
    expect(guards.notYetDue.map(({ guard }) => guard)).toEqual(['G2', 'G2', 'G3', 'G3', 'G4', 'G4', 'G6', 'G6', 'G8']);
    for (const guard of [...guards.passed, ...guards.failed, ...guards.notYetDue]) expect(guard.citation).not.toBe('');
  });
});

describe('the effect', () => {
  const plan = absorptionPlan();
  const blocked = absorptionPlan({ conditions: [blockingCondition] });
  const early = [
    start(),
    draft(plan, '2015-03-01'),
    adopt(numelink, plan, '2015-05-10'),
    adopt(auvergneTic, plan, '2015-05-12'),
  ];
  const assembly: OperationCommand = { type: 'ScheduleAssembly', clusterId: numelink, scheduledFor: day('2016-04-07') };
  const lifted: OperationCommand = { type: 'RecordCondition', conditionId, status: 'fulfilled', on: day('2016-05-10') };

  it.each<[string, readonly OperationCommand[], string | undefined, boolean]>([
    ['nothing is known without a plan', [start()], undefined, false],
    ['nor before the boards adopted', [start(), draft()], undefined, true],
    ['the first lawful day of the assemblies', adoptedAbsorption(), '2016-03-16', true],
    ['the day for which an assembly is called', [...adoptedAbsorption(), assembly], '2016-04-07', true],
    ['the day of a vote', [...publishedAbsorption(), vote(numelink)], '2016-03-31', true],
    ['an inquorate vote tells nothing', [...publishedAbsorption(), vote(numelink, tooFew)], '2016-03-16', true],
    ['before the decree no delay is due', early, '2015-05-12', true],
    ["the treaty's date", adoptedAbsorption(absorptionPlan({ effectDate: '2016-06-30' })), '2016-06-30', false],
    [
      'a treaty date that has passed by then',
      adoptedAbsorption(absorptionPlan({ effectDate: '2016-01-01' })),
      '2016-03-16',
      false,
    ],
    ['nothing while a condition is open', adoptedAbsorption(blocked), undefined, false],
    ['the day on which the last condition was lifted', [...adoptedAbsorption(blocked), lifted], '2016-05-10', false],
    ['a creation waits for the Journal officiel', approvedCreation(), undefined, false],
    ['an effect that has happened', effectiveAbsorption, '2016-03-31', false],
    ['also that of a creation', [...approvedCreation(), takeEffect('2016-04-16', '2016-04-16')], '2016-04-16', false],
  ])('%s', (_name, commands, expectedOn, lastVoteIsEffect) => {
    const { effect } = diff(input(commands));
    expect(effect.expectedOn).toBe(expectedOn);
    expect(effect.lastVoteIsEffect).toBe(lastVoteIsEffect);
  });

  it('waits for notices and documents that are missing on the day asked about', () => {
    expect(diff(input(adoptedAbsorption(), { on: day('2016-03-10') })).effect.expectedOn).toBe('2016-04-10');
    expect(diff(input(publishedAbsorption(), { on: day('2016-03-10') })).effect.expectedOn).toBe('2016-03-16');
  });

  it.each<[readonly OperationCommand[], string | undefined]>([
    [[start()], 'There is no plan yet.'],
    [adoptedAbsorption(blocked), 'Blocked by: Guarantee on working capital.'],
    [adoptedAbsorption(), 'The last favourable vote will be the effect: there is no way back after it.'],
    [
      [...publishedAbsorption(), vote(auvergneTic, inFavour)],
      'The next favourable vote, that of Numélink, will be the effect: there is no way back after it.',
    ],
    [approvedCreation(), undefined],
    [effectiveAbsorption, 'It took effect.'],
  ])('says before the point of no return what is coming: %#', (commands, note) => {
    expect(diff(input(commands)).effect.note).toBe(note);
  });

  it('the day that is forecast before the last vote is the day that it has', () => {
    const before = diff(input([...publishedAbsorption(), vote(numelink)]));
    const after = diff(input([...publishedAbsorption(), vote(numelink), vote(auvergneTic)]));
    expect(after.effect.expectedOn).toBe(before.effect.expectedOn);
  });
});
