import { describe, expect, it } from '@jest/globals';
import { countedUuid, specification } from '#libs/kernel/testing';
import {
  absorption,
  absorptionPlan,
  adopt,
  adoptedAbsorption,
  against,
  approvedCreation,
  auvergneTic,
  blockingCondition,
  clause,
  clustR,
  conditionId,
  creation,
  creationPlan,
  day,
  digitalLeague,
  draft,
  effectiveAbsorption,
  history,
  inFavour,
  numelink,
  operationId,
  start,
  takeEffect,
  tooFew,
  vote,
} from '../../../test/sample-operation.ts';
import type { Participant, Plan } from '../rules/act.ts';
import { texts } from '../rules/texts.ts';
import { bare } from './operation.decider.ts';
import type { OperationCommand } from './operation.commands.ts';
import { planHash } from './plan-hash.ts';

const after = (...commands: readonly OperationCommand[]) => specification(bare).given(...history(...commands));
const typesOf = (decision: ReturnType<typeof bare.decide>) =>
  decision.ok ? decision.events.map(({ type }) => type) : [decision.rejection.type];

const someone = countedUuid(99);
const schedule = (clusterId: string, scheduledFor = '2016-03-31'): OperationCommand => ({
  type: 'ScheduleAssembly',
  clusterId,
  scheduledFor: day(scheduledFor),
});
const notice = (clusterId: string, on = '2016-02-20'): OperationCommand => ({
  type: 'PublishNotice',
  clusterId,
  where: 'Le Progrès',
  on: day(on),
});
const documents = (clusterId: string, on = '2016-02-20'): OperationCommand => ({
  type: 'OpenDocuments',
  clusterId,
  where: 'seat',
  on: day(on),
});
const condition = (status: 'fulfilled' | 'waived' | 'failed' = 'fulfilled', on = '2016-03-25'): OperationCommand => ({
  type: 'RecordCondition',
  conditionId,
  status,
  granted: 'EUR 150,000',
  on: day(on),
});
const postpone: OperationCommand = {
  type: 'PostponeOperation',
  reason: 'the launch was cancelled the day before',
  newTarget: day('2019-01-31'),
  on: day('2018-01-16'),
};
const withdraw: OperationCommand = { type: 'WithdrawOperation', reason: 'another way', on: day('2016-02-01') };
const declare: OperationCommand = {
  type: 'DeclareOperation',
  authority: 'prefecture',
  receipt: 'W423000001',
  on: day('2016-04-20'),
};
const close: OperationCommand = { type: 'CloseOperation', on: day('2017-03-31') };
const position: OperationCommand = {
  type: 'LogPosition',
  by: 'Région Auvergne',
  statement: 'One cluster is enough',
  on: day('2014-05-01'),
};
const report: OperationCommand = {
  type: 'RecordReferences',
  context: 'membership',
  toMove: 80,
  moved: 80,
  merged: 3,
  needConsent: 0,
};

const version = (plan: Plan, planVersion = 1) => ({ operationId, planVersion, planHash: planHash(plan) });
const blocked = absorptionPlan({ conditions: [blockingCondition] });

describe('starting', () => {
  it('records kind, title and roles', () =>
    specification(bare)
      .given()
      .when(start())
      .then({
        type: 'OperationStarted',
        operationId,
        kind: 'fusion-absorption',
        title: 'A merger',
        participants: [...absorption],
        on: '2015-11-02',
      }));

  it('takes three founding bodies', () => {
    const three = [...creation, { clusterId: auvergneTic, role: 'founding' as const }];
    const state = specification(bare).given().when(start('fusion-creation', three)).state();
    expect(state).toMatchObject({ status: 'exploring', participants: three });
  });

  it.each<[string, 'fusion-absorption' | 'fusion-creation', Participant[], string]>([
    ['one body', 'fusion-creation', [{ clusterId: numelink, role: 'founding' }], '1 bodies in 1 roles'],
    [
      'the same body twice',
      'fusion-absorption',
      [
        { clusterId: numelink, role: 'absorbing' },
        { clusterId: numelink, role: 'absorbed' },
      ],
      '1 bodies in 2 roles',
    ],
    [
      'nobody absorbs',
      'fusion-absorption',
      absorption.map((each) => ({ ...each, role: 'absorbed' as const })),
      'absorbed, absorbed',
    ],
    [
      'two absorb',
      'fusion-absorption',
      [...absorption, { clusterId: clustR, role: 'absorbing' }],
      'absorbing, absorbed, absorbing',
    ],
    [
      'a founding body in an absorption',
      'fusion-absorption',
      [...absorption, { clusterId: clustR, role: 'founding' }],
      'absorbing, absorbed, founding',
    ],
    ['an absorbing body in a creation', 'fusion-creation', [...absorption], 'absorbing, absorbed'],
  ])('refuses %s', (_name, kind, participants, found) =>
    specification(bare).given().when(start(kind, participants)).refused({ type: 'MRG_PARTICIPANTS_DO_NOT_FIT', found }),
  );

  it('again is already so; another operation under the same id is refused', () => {
    after(start()).when(start()).then();
    after(start()).when(start('fusion-creation')).refused({ type: 'MRG_OPERATION_EXISTS' });
  });
});

describe('every other command on an operation that nobody started', () => {
  it.each<OperationCommand>([
    position,
    draft(),
    adopt(numelink),
    schedule(numelink),
    notice(numelink),
    documents(numelink),
    vote(numelink),
    condition(),
    postpone,
    withdraw,
    takeEffect('2016-04-01'),
    declare,
    close,
    report,
  ])('$type is refused', (command) =>
    specification(bare).given().when(command).refused({ type: 'MRG_OPERATION_NOT_FOUND' }),
  );
});

describe('what each status takes', () => {
  const stages: Readonly<Record<string, readonly OperationCommand[]>> = {
    exploring: [start()],
    drafted: [start(), draft(blocked)],
    adopted: adoptedAbsorption(blocked),
    published: [...adoptedAbsorption(blocked), notice(numelink), notice(auvergneTic)],
    approved: [...adoptedAbsorption(blocked), vote(numelink), vote(auvergneTic)],
    ready: [...adoptedAbsorption(blocked), vote(numelink), vote(auvergneTic), condition()],
    effective: effectiveAbsorption,
    declared: [...effectiveAbsorption, declare],
    closed: [...effectiveAbsorption, close],
    rejected: [...adoptedAbsorption(blocked), vote(numelink, against)],
    withdrawn: [start(), withdraw],
  };
  const table: readonly (readonly [OperationCommand, readonly string[]])[] = [
    [position, Object.keys(stages)],
    [draft(absorptionPlan({ motives: 'revised' })), ['exploring', 'drafted', 'adopted', 'published']],
    [adopt(numelink, blocked, '2016-01-16'), ['drafted', 'adopted', 'published', 'approved', 'ready', 'rejected']],
    [schedule(numelink), ['adopted', 'published']],
    [notice(numelink, '2016-02-21'), ['adopted', 'published']],
    [documents(numelink), ['adopted', 'published']],
    [vote(auvergneTic, inFavour, '2016-04-02'), ['adopted', 'published']],
    [condition('waived'), ['drafted', 'adopted', 'published', 'approved', 'ready']],
    [postpone, ['drafted', 'adopted', 'published', 'approved', 'ready']],
    [withdraw, ['exploring', 'drafted', 'adopted', 'published', 'approved', 'ready', 'withdrawn']],
    [takeEffect('2016-04-01'), ['approved', 'ready', 'effective', 'declared', 'closed']],
    [{ ...declare, receipt: 'second' }, ['effective', 'declared']],
    [close, ['effective', 'declared', 'closed']],
    [report, ['effective', 'declared', 'closed']],
  ];
  const rows = table.flatMap(([command, takes]) =>
    Object.keys(stages).map((status) => [command.type, status, command, takes.includes(status)] as const),
  );

  it.each(rows)('%s when %s', (_type, status, command, taken) => {
    const { decision } = after(...(stages[status] ?? [])).when(command);
    expect(!decision.ok && decision.rejection.type === 'MRG_WRONG_STATUS').toBe(!taken);
    if (!decision.ok && decision.rejection.type === 'MRG_WRONG_STATUS') {
      expect(decision.rejection).toMatchObject({ status, found: `the operation is ${status}` });
    }
  });

  it.each(Object.keys(stages))('the way to %s ends there', (status) => {
    const state = specification(bare)
      .given(...history(...(stages[status] ?? [])))
      .when(position)
      .state();
    expect(state.status).toBe(status);
  });
});

describe('who is no participant', () => {
  it.each<OperationCommand>([adopt(someone), schedule(someone), notice(someone), documents(someone), vote(someone)])(
    '$type is refused',
    (command) =>
      after(...adoptedAbsorption())
        .when(command)
        .refused({ type: 'MRG_NOT_A_PARTICIPANT', found: someone }),
  );
});

describe('positions', () => {
  it('are on record before any legal step, each once', () => {
    after(start()).when(position).then({
      type: 'PositionLogged',
      operationId,
      by: 'Région Auvergne',
      statement: 'One cluster is enough',
      on: '2014-05-01',
    });
    after(start(), position).when(position).then();
  });
});

describe('drafting', () => {
  it('gives a version its number and its hash', () => {
    const plan = absorptionPlan();
    after(start())
      .when(draft(plan))
      .then({ type: 'PlanDrafted', ...version(plan), plan, on: '2015-12-01' });
  });

  it('a revision is the next version; the same content is no revision', () => {
    const revised = absorptionPlan({ motives: 'revised' });
    after(start(), draft())
      .when(draft(revised))
      .then({ type: 'PlanDrafted', ...version(revised, 2), plan: revised, on: '2015-12-01' });
    after(start(), draft()).when(draft(absorptionPlan(), '2015-12-24')).then();
  });

  it('the hash names the content, whatever the order of its members', () => {
    const plan = absorptionPlan();
    const reversed = Object.fromEntries(Object.entries(plan).reverse()) as typeof plan;
    expect(Object.keys(reversed)).not.toEqual(Object.keys(plan));
    expect(planHash(reversed)).toBe(planHash(plan));
    expect(planHash({ ...plan, effectDate: undefined })).toBe(planHash(plan));
    expect(planHash({ ...plan, motives: 'other' })).not.toBe(planHash(plan));
    expect(planHash(plan)).toMatch(/^[0-9a-f]{64}$/);
  });

  it('a revision after adoption starts everything again', () => {
    const state = after(...adoptedAbsorption(), schedule(numelink), vote(numelink))
      .when(draft(absorptionPlan({ motives: 'x' })))
      .state();
    expect(state).toMatchObject({ status: 'drafted', adoptions: {}, plan: { version: 2 } });
    expect(state).not.toHaveProperty('votes');
  });

  const office = {
    officeId: countedUuid(31),
    kind: 'president',
    title: 'President',
    maxHolders: 1,
    holders: [],
  } as const;
  const holder = (count: number, tiedToClusterId?: string) => ({
    mandateId: countedUuid(count),
    person: { personId: countedUuid(count + 100), name: 'N. N.' },
    tiedToClusterId,
  });
  const board = (offices: Plan['transitionalGovernance']['bodies'][number]['offices']): Partial<Plan> => ({
    transitionalGovernance: { bodies: [{ bodyId: countedUuid(30), kind: 'board', name: 'Board', offices }] },
  });
  const antenna = { antennaId: countedUuid(40), name: 'Clermont-Ferrand', departments: ['63'] };

  it.each<[string, Partial<Plan>, string]>([
    [
      'the successor is not the absorbing body',
      { successor: { ...absorptionPlan().successor, clusterId: auvergneTic } },
      `successor ${auvergneTic}`,
    ],
    [
      'members of a stranger are mapped',
      { antennaMapping: [{ fromClusterId: someone, toAntennaId: antenna.antennaId }] },
      someone,
    ],
    [
      'members are mapped twice',
      { antennaMapping: [0, 1].map((n) => ({ fromClusterId: auvergneTic, toAntennaId: countedUuid(40 + n) })) },
      `origin of members ${auvergneTic} twice`,
    ],
    [
      'a condition stands twice',
      { conditions: [blockingCondition, blockingCondition] },
      `condition ${conditionId} twice`,
    ],
    ['an antenna stands twice', { newAntennas: [antenna, antenna] }, `antenna ${antenna.antennaId} twice`],
    ['a president is tied to a stranger', board([{ ...office, holders: [holder(50, someone)] }]), someone],
    ['an office stands twice', board([office, office]), `office ${office.officeId} twice`],
    [
      'a mandate stands twice',
      board([{ ...office, maxHolders: 2, holders: [holder(50), holder(50)] }]),
      `mandate ${countedUuid(50)} twice`,
    ],
    ['an office is overfull', board([{ ...office, holders: [holder(50), holder(51)] }]), '2 holders of President'],
  ])('refuses a plan in which %s', (_name, changes, found) =>
    after(start())
      .when(draft(absorptionPlan(changes)))
      .refused({ type: 'MRG_PLAN_INCONSISTENT', found }),
  );

  it('takes co-presidents, one for each predecessor', () => {
    const two = { ...office, maxHolders: 2, holders: [holder(50, numelink), holder(51, auvergneTic)] };
    after(start())
      .when(draft(absorptionPlan(board([two]))))
      .state();
  });

  it('a new body has an id of its own', () =>
    after(start('fusion-creation'))
      .when(draft(absorptionPlan()))
      .refused({ type: 'MRG_PLAN_INCONSISTENT', found: `successor ${numelink}` }));
});

describe('adopting', () => {
  const plan = absorptionPlan();
  const verdicts = [{ guard: 'G1', rule: 'G1.2015', citation: texts.concordantDeliberations }];

  it('by one board leaves the operation drafted, by every board makes it ADOPTED', () => {
    const adoption = { type: 'PlanAdopted', ...version(plan), verdicts, on: day('2016-01-15') } as const;
    after(start(), draft())
      .when(adopt(numelink))
      .then({ ...adoption, clusterId: numelink });
    after(start(), draft(), adopt(numelink))
      .when(adopt(auvergneTic))
      .then({ ...adoption, clusterId: auvergneTic }, { type: 'OperationAdopted', ...version(plan), on: '2016-01-15' });
  });

  it('again by the same board is already so', () => {
    after(start(), draft(), adopt(numelink)).when(adopt(numelink)).then();
    after(...adoptedAbsorption())
      .when(adopt(numelink))
      .then();
  });

  it('under another hash is refused by G1, with both hashes', () =>
    after(start(), draft())
      .when(adopt(numelink, absorptionPlan({ motives: 'another plan' })))
      .refused({ type: 'MRG_PLANS_DIFFER', guard: 'G1', required: `plan ${planHash(plan)}` }));

  it('a former version is refused by G1', () =>
    after(start(), draft(), adopt(numelink), draft(absorptionPlan({ motives: 'revised' })))
      .when(adopt(auvergneTic))
      .refused({ type: 'MRG_PLANS_DIFFER', found: `plan ${planHash(plan)}` }));

  it('before the decree G1 stands on the law of contracts', () =>
    after(start(), draft(plan, '2014-01-10'))
      .when(adopt(numelink, plan, '2014-01-20'))
      .then({
        type: 'PlanAdopted',
        ...version(plan),
        clusterId: numelink,
        on: '2014-01-20',
        verdicts: [
          {
            guard: 'G1',
            rule: 'G1.contract',
            citation: 'Code civil, art. 1108 (ancien); loi du 1er juillet 1901, art. 1er',
          },
        ],
      }));

  it('a plan with open points is refused and names them', () => {
    const open = absorptionPlan({ openPoints: ['the final name', 'the seat'] });
    after(start(), draft(open))
      .when(adopt(numelink, open))
      .refused({ type: 'MRG_PLAN_HAS_OPEN_POINTS', found: 'open points: the final name; the seat' });
  });

  it('on a day before the draft is refused', () =>
    after(start(), draft())
      .when(adopt(numelink, plan, '2015-11-30'))
      .refused({ type: 'MRG_OUT_OF_ORDER', earliestLawfulDate: day('2015-12-01') }));

  it('looks at the hash before open points, and at these before the day', () => {
    const open = absorptionPlan({ openPoints: ['the seat'] });
    after(start(), draft(open))
      .when(adopt(numelink, plan, '2015-11-30'))
      .refused({ type: 'MRG_PLANS_DIFFER' });
    after(start(), draft(open))
      .when(adopt(numelink, open, '2015-11-30'))
      .refused({ type: 'MRG_PLAN_HAS_OPEN_POINTS' });
  });
});

describe('assemblies, notices and documents', () => {
  it('an assembly is called two calendar months after adoption or later', () => {
    after(...adoptedAbsorption())
      .when(schedule(numelink, '2016-03-14'))
      .refused({ type: 'MRG_ASSEMBLY_TOO_EARLY', earliestLawfulDate: day('2016-03-15') });
    expect(typesOf(after(...adoptedAbsorption()).when(schedule(numelink, '2016-03-15')).decision)).toEqual([
      'AssemblyScheduled',
    ]);
  });

  it('may be called for another day, and again for the same day is already so', () => {
    const { decision } = after(...adoptedAbsorption(), schedule(numelink)).when(schedule(numelink, '2016-04-07'));
    expect(typesOf(decision)).toEqual(['AssemblyScheduled']);
    after(...adoptedAbsorption(), schedule(numelink))
      .when(schedule(numelink))
      .then();
  });

  it('is not called again once it has approved', () =>
    after(...adoptedAbsorption(), vote(numelink))
      .when(schedule(numelink))
      .refused({ type: 'MRG_ALREADY_VOTED', found: 'the assembly approved the plan on 2016-03-31' }));

  it('the notice of the last participant makes the operation PUBLISHED', () => {
    expect(
      after(...adoptedAbsorption())
        .when(notice(numelink))
        .state().status,
    ).toBe('adopted');
    expect(
      after(...adoptedAbsorption(), notice(numelink))
        .when(notice(auvergneTic))
        .state().status,
    ).toBe('published');
  });

  it('a notice and documents are recorded once, a correction beside them', () => {
    after(...adoptedAbsorption())
      .when(notice(numelink))
      .then({ type: 'NoticePublished', operationId, clusterId: numelink, where: 'Le Progrès', on: '2016-02-20' });
    after(...adoptedAbsorption())
      .when(documents(numelink))
      .then({ type: 'DocumentsOpened', operationId, clusterId: numelink, where: 'seat', on: '2016-02-20' });
    after(...adoptedAbsorption(), notice(numelink))
      .when(notice(numelink))
      .then();
    after(...adoptedAbsorption(), documents(numelink))
      .when(documents(numelink))
      .then();
    expect(
      typesOf(after(...adoptedAbsorption(), documents(numelink)).when(documents(numelink, '2016-02-22')).decision),
    ).toEqual(['DocumentsOpened']);
  });
});

describe('voting', () => {
  it('carries the numbers, the clause, the outcome and the verdicts', () => {
    const { decision } = after(...adoptedAbsorption()).when(vote(numelink));
    expect(decision).toMatchObject({
      ok: true,
      events: [
        {
          type: 'AssemblyVoted',
          ...version(absorptionPlan()),
          clusterId: numelink,
          tally: inFavour,
          rule: clause,
          outcome: 'adopted',
          on: '2016-03-31',
          verdicts: [
            { guard: 'G2', rule: 'G2.2015' },
            { guard: 'G6', rule: 'G6.2015' },
          ],
        },
      ],
    });
  });

  it('59 days after adoption is refused by G2', () =>
    after(...adoptedAbsorption())
      .when(vote(numelink, inFavour, '2016-03-14'))
      .refused({ type: 'MRG_ASSEMBLY_TOO_EARLY', guard: 'G2', earliestLawfulDate: day('2016-03-15') }));

  it('before the decree a fortnight after adoption is lawful', () => {
    const plan = absorptionPlan();
    const early = [
      start(),
      draft(plan, '2015-05-01'),
      adopt(numelink, plan, '2015-05-10'),
      adopt(auvergneTic, plan, '2015-05-10'),
    ];
    const { decision } = after(...early).when(vote(numelink, inFavour, '2015-05-24'));
    expect(decision).toMatchObject({ ok: true, events: [{ verdicts: [{ guard: 'G6', rule: 'G6.statutes' }] }] });
  });

  it('before the board adopted is refused even then', () => {
    const plan = absorptionPlan();
    const early = [
      start(),
      draft(plan, '2015-05-01'),
      adopt(numelink, plan, '2015-05-10'),
      adopt(auvergneTic, plan, '2015-05-12'),
    ];
    after(...early)
      .when(vote(auvergneTic, inFavour, '2015-05-11'))
      .refused({ type: 'MRG_OUT_OF_ORDER', earliestLawfulDate: day('2015-05-12') });
  });

  it('without statutes in force is refused by G6', () =>
    after(...adoptedAbsorption())
      .when({ ...vote(numelink), clause: undefined } as OperationCommand)
      .refused({ type: 'MRG_STATUTES_UNKNOWN', guard: 'G6' }));

  it('with impossible numbers is refused before any guard', () =>
    after(...adoptedAbsorption())
      .when(vote(numelink, { ...inFavour, for: 90 }, '2016-01-20'))
      .refused({ type: 'MRG_TALLY_IMPOSSIBLE' }));

  it('an inquorate assembly is an outcome, and may vote again', () => {
    const { decision } = after(...adoptedAbsorption()).when(vote(numelink, tooFew));
    expect(decision).toMatchObject({ ok: true, events: [{ type: 'AssemblyVoted', outcome: 'inquorate' }] });
    const again = after(...adoptedAbsorption(), vote(numelink, tooFew)).when(vote(numelink, inFavour, '2016-04-14'));
    expect(again.decision).toMatchObject({ ok: true, events: [{ outcome: 'adopted' }] });
    after(...adoptedAbsorption(), vote(numelink, tooFew))
      .when(vote(numelink, tooFew))
      .then();
  });

  it('a no ends the operation', () => {
    const { decision } = after(...adoptedAbsorption(), vote(numelink)).when(vote(auvergneTic, against));
    expect(typesOf(decision)).toEqual(['AssemblyVoted', 'OperationRejected']);
    after(...adoptedAbsorption(), vote(auvergneTic, against))
      .when(vote(auvergneTic, against))
      .then();
  });

  it('twice in favour is refused, the same ballot again is already so', () => {
    after(...adoptedAbsorption(), vote(numelink))
      .when(vote(numelink))
      .then();
    after(...adoptedAbsorption(), vote(numelink))
      .when(vote(numelink, against))
      .refused({ type: 'MRG_ALREADY_VOTED' });
  });

  it('the last favourable vote of a creation approves it, on the day of the latest vote', () => {
    const commands = approvedCreation().slice(0, -2);
    const { decision } = after(...commands, vote(clustR, inFavour, '2016-04-20')).when(
      vote(numelink, inFavour, '2016-04-18'),
    );
    expect(decision).toMatchObject({
      ok: true,
      events: [{ type: 'AssemblyVoted' }, { type: 'OperationApproved', on: '2016-04-20' }],
    });
    expect(typesOf(decision)).toHaveLength(2);
  });
});

describe('the effect', () => {
  it('of an absorption without date or condition is the last favourable vote', () => {
    const { decision } = after(...adoptedAbsorption(), vote(numelink)).when(vote(auvergneTic, inFavour, '2016-04-01'));
    expect(typesOf(decision)).toEqual(['AssemblyVoted', 'OperationApproved', 'SuccessionTookEffect']);
    expect(decision).toMatchObject({
      events: [
        {},
        {},
        {
          kind: 'fusion-absorption',
          ...version(absorptionPlan()),
          predecessors: [{ clusterId: auvergneTic }],
          successor: { clusterId: numelink, name: 'Numélink', created: false },
          decidedOn: '2016-04-01',
          effectiveOn: '2016-04-01',
          verdicts: [
            { guard: 'G7', rule: 'G7.contract' },
            { guard: 'G8', rule: 'G8.2015' },
          ],
        },
      ],
    });
  });

  it.each([
    ['a date in the treaty', absorptionPlan({ effectDate: '2016-06-30' }), 'ready'],
    ['a blocking condition', blocked, 'approved'],
  ])('waits for %s', (_name, plan, status) => {
    const state = after(...adoptedAbsorption(plan), vote(numelink))
      .when(vote(auvergneTic))
      .state();
    expect(state.status).toBe(status);
  });

  it('does not wait for a condition that blocks nothing', () => {
    const plan = absorptionPlan({ conditions: [{ ...blockingCondition, blocking: false }] });
    expect(
      after(...adoptedAbsorption(plan), vote(numelink))
        .when(vote(auvergneTic))
        .state().status,
    ).toBe('effective');
  });

  it('is refused while a condition is open, and lawful on the day it was lifted', () => {
    const commands = [...adoptedAbsorption(blocked), vote(numelink), vote(auvergneTic)];
    after(...commands)
      .when(takeEffect('2016-06-01'))
      .refused({ type: 'MRG_CONDITION_OPEN', guard: 'G7' });
    const { decision } = after(...commands, condition('fulfilled', '2016-05-10')).when(takeEffect('2016-06-01'));
    expect(decision).toMatchObject({ ok: true, events: [{ decidedOn: '2016-03-31', effectiveOn: '2016-05-10' }] });
  });

  it('entered late bears its own day', () => {
    const plan = absorptionPlan({ effectDate: '2016-06-30', accountingDate: '2016-01-01' });
    const commands = [...adoptedAbsorption(plan), vote(numelink), vote(auvergneTic)];
    after(...commands)
      .when(takeEffect('2016-06-29'))
      .refused({ type: 'MRG_EFFECT_TOO_EARLY', guard: 'G8', earliestLawfulDate: day('2016-06-30') });
    const { decision } = after(...commands).when(takeEffect('2016-09-01'));
    expect(decision).toMatchObject({ ok: true, events: [{ effectiveOn: '2016-06-30', accountingOn: '2016-01-01' }] });
  });

  it('of a creation is its publication in the Journal officiel', () => {
    after(...approvedCreation())
      .when(takeEffect('2016-04-16'))
      .refused({ type: 'MRG_JOURNAL_OFFICIEL_MISSING', guard: 'G8' });
    after(...approvedCreation())
      .when(takeEffect('2016-04-10', '2016-04-16'))
      .refused({ type: 'MRG_EFFECT_TOO_EARLY' });
    const { decision } = after(...approvedCreation()).when(takeEffect('2016-04-16', '2016-04-16'));
    expect(decision).toMatchObject({
      ok: true,
      events: [
        {
          predecessors: [{ clusterId: numelink }, { clusterId: clustR }],
          successor: { clusterId: digitalLeague, created: true },
          effectiveOn: '2016-04-16',
        },
      ],
    });
  });

  it('again is already so', () =>
    after(...effectiveAbsorption)
      .when(takeEffect('2016-04-01'))
      .then());
});

describe('conditions', () => {
  const commands = adoptedAbsorption(blocked);

  it('what was granted is a fact of its own', () =>
    after(...commands)
      .when(condition())
      .then({
        type: 'ConditionRecorded',
        operationId,
        conditionId,
        status: 'fulfilled',
        granted: 'EUR 150,000',
        on: '2016-03-25',
      }));

  it('the same again is already so; a change of mind is another fact', () => {
    after(...commands, condition())
      .when(condition())
      .then();
    expect(typesOf(after(...commands, condition()).when(condition('failed')).decision)).toEqual(['ConditionRecorded']);
  });

  it('one that the plan does not have is refused', () =>
    after(...commands)
      .when({ ...condition(), conditionId: someone } as OperationCommand)
      .refused({ type: 'MRG_CONDITION_UNKNOWN', found: someone }));

  it('make an approved operation ready, and a failed one approved again', () => {
    const approved = [...commands, vote(numelink), vote(auvergneTic)];
    expect(
      after(...approved)
        .when(condition())
        .state().status,
    ).toBe('ready');
    expect(
      after(...approved, condition())
        .when(condition('failed'))
        .state().status,
    ).toBe('approved');
  });

  it('lifted before the last vote make it ready with that vote', () =>
    expect(
      after(...commands, condition(), vote(numelink))
        .when(vote(auvergneTic))
        .state().status,
    ).toBe('ready'));
});

describe('postponing and withdrawing', () => {
  it('a postponed operation is a draft again, with its plan and its history', () => {
    const postponed = after(...approvedCreation()).when(postpone);
    postponed.then({
      type: 'OperationPostponed',
      operationId,
      reason: 'the launch was cancelled the day before',
      newTarget: '2019-01-31',
      on: '2018-01-16',
    });
    expect(postponed.state()).toMatchObject({ status: 'drafted', operationId, adoptions: {}, plan: { version: 1 } });
  });

  it('again is already so, until a board adopts anew', () => {
    after(...approvedCreation(), postpone)
      .when(postpone)
      .then();
    const { decision } = after(...approvedCreation(), postpone, adopt(numelink, creationPlan(), '2018-03-01')).when(
      postpone,
    );
    expect(typesOf(decision)).toEqual(['OperationPostponed']);
  });

  it('the same operation takes effect a year later', () => {
    const plan = creationPlan();
    const anew = [
      adopt(numelink, plan, '2018-09-01'),
      adopt(clustR, plan, '2018-09-02'),
      vote(numelink, inFavour, '2018-12-01'),
      vote(clustR, inFavour, '2018-12-05'),
    ];
    const { decision } = after(...approvedCreation(plan), postpone, ...anew).when(
      takeEffect('2019-02-05', '2019-02-05'),
    );
    expect(decision).toMatchObject({ ok: true, events: [{ operationId, effectiveOn: '2019-02-05' }] });
  });

  it('a withdrawn operation keeps its positions and takes no more steps', () => {
    const state = after(start(), position, draft()).when(withdraw).state();
    expect(state).toMatchObject({ status: 'withdrawn', positions: [{ by: 'Région Auvergne' }] });
    after(start(), withdraw).when(withdraw).then();
  });
});

describe('after the effect', () => {
  it('declarations are recorded with their receipts', () => {
    after(...effectiveAbsorption)
      .when(declare)
      .then({
        type: 'OperationDeclared',
        operationId,
        authority: 'prefecture',
        receipt: 'W423000001',
        on: '2016-04-20',
      });
    after(...effectiveAbsorption, declare)
      .when(declare)
      .then();
    expect(
      after(...effectiveAbsorption)
        .when(declare)
        .state().status,
    ).toBe('declared');
  });

  it.each<[string, OperationCommand]>([
    ['a declaration', { ...declare, on: day('2016-03-30') } as OperationCommand],
    ['the end of the transition', { ...close, on: day('2016-03-30') } as OperationCommand],
  ])('%s before the effect is refused', (found, command) =>
    after(...effectiveAbsorption)
      .when(command)
      .refused({ type: 'MRG_OUT_OF_ORDER', found: `${found} on 2016-03-30`, earliestLawfulDate: day('2016-03-31') }),
  );

  it('each context reports once', () => {
    after(...effectiveAbsorption)
      .when(report)
      .then({
        type: 'ReferencesMoved',
        operationId,
        context: 'membership',
        toMove: 80,
        moved: 80,
        merged: 3,
        needConsent: 0,
      });
    after(...effectiveAbsorption, report)
      .when({ ...report, moved: 79 } as OperationCommand)
      .then();
    expect(
      typesOf(
        after(...effectiveAbsorption, report).when({ ...report, context: 'governance' } as OperationCommand).decision,
      ),
    ).toEqual(['ReferencesMoved']);
  });

  it('it is closed once', () => {
    after(...effectiveAbsorption, declare)
      .when(close)
      .then({ type: 'OperationClosed', operationId, on: '2017-03-31' });
    after(...effectiveAbsorption, close)
      .when({ ...close, on: day('2018-01-01') } as OperationCommand)
      .then();
  });
});

describe('an altered history', () => {
  it('stops the processor instead of being folded', () => {
    const [, drafted] = history(start(), draft());
    if (drafted === undefined) throw new Error('no draft');
    expect(() => bare.evolve(bare.initial, drafted)).toThrow('PlanDrafted before OperationStarted');
    const closed = { type: 'OperationClosed', operationId, on: '2016-03-31' } as const;
    const exploring = specification(bare).given().when(start()).state();
    expect(() => bare.evolve(exploring, closed)).toThrow('OperationClosed before PlanDrafted');
  });
});
