import { describe, expect, it } from '@jest/globals';
import { fold } from '#libs/kernel';
import {
  after,
  blocked,
  close,
  condition,
  correct,
  declare,
  factIn,
  opposition,
  lapse,
  postpone,
  typesOf,
  voidFact,
  withdraw,
} from '../../../test/sample-commands.ts';
import {
  absorptionPlan,
  adopt,
  adoptedAbsorption,
  against,
  approvedCreation,
  auvergneTic,
  clause,
  clustR,
  conditionId,
  day,
  documents,
  draft,
  effectiveAbsorption,
  history,
  inFavour,
  notice,
  numelink,
  publishedAbsorption,
  start,
  takeEffect,
  tooFew,
  vote,
} from '../../../test/sample-operation.ts';
import { operation } from './operation.decide.ts';
import { operationFacts } from './operation.facts.ts';
import type { OperationCommand } from './operation.commands.ts';

type Commands = readonly OperationCommand[];

/** What a correction of the last fact of its kind (of a body) comes to, in a history. */
function corrected(commands: Commands, of: string, changes: object, clusterId?: string, more: object = {}) {
  return after(...commands).when({
    ...correct(of, factIn(commands, of, clusterId), changes),
    ...more,
  });
}
function voided(commands: Commands, of: string, clusterId?: string) {
  return after(...commands).when(voidFact(of, factIn(commands, of, clusterId)));
}

const drafted = [start(), draft(), adopt(numelink)];
const adopted = adoptedAbsorption();
const called = publishedAbsorption();
const noticed = [...adopted, notice(numelink), notice(auvergneTic)];
const approved = approvedCreation();
const voted = [...publishedAbsorption(blocked), vote(numelink), vote(auvergneTic)];
const ready = [...voted, condition()];
const effective = [...ready, takeEffect('2016-04-01')];
const declared = [...effectiveAbsorption, declare];

describe('a fact that was recorded wrong is corrected in its place', () => {
  it.each<[string, Commands, string, object, object]>([
    [
      'the day of an adoption',
      drafted,
      'PlanAdopted',
      { on: '2016-01-10' },
      { adoptions: { [numelink]: { on: '2016-01-10' } } },
    ],
    [
      'the day of an adoption, once every board has adopted',
      adopted,
      'PlanAdopted',
      { on: '2016-01-10' },
      { status: 'adopted', adoptions: { [auvergneTic]: { on: '2016-01-10' } } },
    ],
    [
      'a notice',
      noticed,
      'NoticePublished',
      { where: 'La Montagne', on: '2016-02-19' },
      { status: 'published', notices: { [auvergneTic]: { where: 'La Montagne', on: '2016-02-19' } } },
    ],
    [
      'the opening of documents',
      [...adopted, documents(numelink)],
      'DocumentsOpened',
      { where: 'on-line', on: '2016-02-21' },
      { documents: { [numelink]: { where: 'on-line', on: '2016-02-21' } } },
    ],
    [
      'the day of a vote',
      [...called, vote(numelink)],
      'AssemblyVoted',
      { on: '2016-04-07' },
      { status: 'published', votes: { [numelink]: { on: '2016-04-07', outcome: 'adopted' } } },
    ],
    [
      'a tally that then has no quorum',
      [...called, vote(numelink)],
      'AssemblyVoted',
      { tally: tooFew },
      { status: 'published', votes: { [numelink]: { tally: tooFew, outcome: 'inquorate' } } },
    ],
    [
      'a condition',
      voted.concat(condition('failed')),
      'ConditionRecorded',
      { status: 'fulfilled', granted: 'EUR 2', on: '2016-03-24' },
      { status: 'ready', conditions: { [conditionId]: { status: 'fulfilled', granted: 'EUR 2', on: '2016-03-24' } } },
    ],
    ['a condition that was not fulfilled', ready, 'ConditionRecorded', { status: 'failed' }, { status: 'approved' }],
    [
      'a declaration',
      declared,
      'OperationDeclared',
      { authority: 'sirene', receipt: 'S1', on: '2016-04-21' },
      { status: 'declared', declarations: [{ authority: 'sirene', receipt: 'S1', on: '2016-04-21' }] },
    ],
  ])('%s', (_what, commands, of, changes, state) => {
    const when = corrected(commands, of, changes);
    expect(typesOf(when.decision)).toEqual([`${of}Corrected`]);
    expect(when.state()).toMatchObject(state);
  });

  it('the event says what the fact was, what it is now, why, and from which day it counts', () => {
    expect(corrected(noticed, 'NoticePublished', { on: '2016-02-19' }).decision).toMatchObject({
      events: [
        {
          ...{ type: 'NoticePublishedCorrected', fact: factIn(noticed, 'NoticePublished'), reason: 'typed wrong' },
          was: { clusterId: auvergneTic, where: 'Le Progrès', on: '2016-02-01' },
          now: { clusterId: auvergneTic, where: 'Le Progrès', on: '2016-02-19' },
          on: '2016-02-19',
        },
      ],
    });
  });

  it('a second correction begins where the first one left it, and the same one again says nothing new', () => {
    const first = correct('NoticePublished', factIn(noticed, 'NoticePublished'), { on: '2016-02-19' });
    after(...noticed, first)
      .when(first)
      .then();
    const second = { ...first, changes: { where: 'La Montagne' } } as OperationCommand;
    expect(after(...noticed, first).when(second).decision).toMatchObject({
      events: [{ was: { on: '2016-02-19' }, now: { on: '2016-02-19', where: 'La Montagne' } }],
    });
  });

  it('an approval has the day of the last favourable vote, also where that was corrected since', () => {
    const when = corrected(approved, 'AssemblyVoted', { on: '2016-03-25' }, clustR);
    expect(when.state()).toMatchObject({ status: 'ready', approvedOn: '2016-03-25' });
  });

  it('an act of an earlier version of the plan is corrected as well, and the state stays', () => {
    const revised = [...called, vote(numelink, tooFew), draft(absorptionPlan({ motives: 'revised' }))];
    expect(corrected(revised, 'AssemblyVoted', { on: '2016-04-01' }).state()).toMatchObject({ status: 'drafted' });
    expect(corrected(revised, 'PlanAdopted', { on: '2016-01-14' }).state()).toMatchObject({ adoptions: {} });
  });
});

describe('a fact of an earlier day that is recorded late', () => {
  const second = { ...condition('waived', '2016-03-01') };
  const earlier = { ...declare, authority: 'sirene', on: day('2016-04-10') } satisfies OperationCommand;
  it.each<[string, Commands, OperationCommand, object]>([
    [
      'an adoption',
      drafted,
      adopt(auvergneTic, absorptionPlan(), '2016-01-10'),
      { status: 'adopted', adoptions: { [auvergneTic]: { on: '2016-01-10' } } },
    ],
    [
      'a notice',
      noticed,
      notice(numelink, '2016-02-10'),
      { status: 'published', notices: { [numelink]: { on: '2016-02-10' } } },
    ],
    ['documents', noticed, documents(numelink, '2016-01-31'), { documents: { [numelink]: { on: '2016-01-31' } } }],
    [
      'a vote, which leaves the approval on the day of the last one',
      approved.slice(0, -1),
      vote(clustR, inFavour, '2016-03-17'),
      { status: 'ready', approvedOn: '2016-03-18' },
    ],
    [
      'a condition',
      ready,
      second,
      { status: 'ready', conditions: { [conditionId]: { status: 'waived', on: '2016-03-01' } } },
    ],
    [
      'a declaration',
      declared,
      earlier,
      { declarations: [{ on: '2016-04-20' }, { authority: 'sirene', on: '2016-04-10' }] },
    ],
  ])('%s counts from its day', (_what, commands, command, state) => {
    expect(
      after(...commands)
        .when(command)
        .state(),
    ).toMatchObject(state);
  });
});

it('no fact of the world lies ahead: a correction names days that have come', () => {
  expect(Object.values(operationFacts).map(({ happened }) => happened)).toEqual(Array(11).fill(true));
});

describe('a corrected vote is judged anew', () => {
  it('under the clause of its day, with the verdicts of its day', () => {
    const other = { ...clause, statutesVersion: 3, quorum: { numerator: 9, denominator: 10 } };
    const open = [...called, vote(numelink)];
    const verdicts = ['G2.2015', 'G3.2015', 'G4.2015', 'G6.2015'].map((rule) => ({ rule }));
    expect(corrected(open, 'AssemblyVoted', { on: '2016-04-07' }, numelink, { clause: other }).decision).toMatchObject({
      events: [{ now: { rule: other, outcome: 'inquorate', verdicts } }],
    });
  });

  it('and ends the operation where the assembly has said no', () => {
    const when = corrected([...called, vote(numelink), notice(numelink)], 'AssemblyVoted', { tally: against });
    expect(typesOf(when.decision)).toEqual(['AssemblyVotedCorrected', 'OperationRejected']);
    expect(when.state()).toMatchObject({ status: 'rejected', votes: { [numelink]: { outcome: 'rejected' } } });
  });

  it('and approves the plan where every assembly has said yes by then', () => {
    const open = approved
      .slice(0, -2)
      .concat(vote(numelink, tooFew, '2016-03-18'), vote(clustR, inFavour, '2016-03-20'));
    const when = corrected(open, 'AssemblyVoted', { tally: inFavour }, numelink);
    expect(when.decision).toMatchObject({
      events: [{ type: 'AssemblyVotedCorrected' }, { type: 'OperationApproved', on: '2016-03-20' }],
    });
  });

  it('and is the effect where the plan waits for nothing else', () => {
    const open = [...called, vote(numelink, tooFew), vote(auvergneTic)];
    const when = corrected(open, 'AssemblyVoted', { tally: inFavour }, numelink);
    expect(typesOf(when.decision)).toEqual(['AssemblyVotedCorrected', 'OperationApproved', 'SuccessionTookEffect']);
    expect(when.state()).toMatchObject({ status: 'effective', effectiveOn: '2016-03-31' });
  });

  it.each<[string, object, object, object]>([
    ['to impossible numbers', { tally: { ...inFavour, for: 90 } }, {}, { type: 'MRG_TALLY_IMPOSSIBLE' }],
    ['to a day too soon after the adoption', { on: '2016-03-14' }, {}, { type: 'MRG_ASSEMBLY_TOO_EARLY', guard: 'G2' }],
    ['to a day before the adoption', { on: '2015-01-14' }, {}, { type: 'MRG_OUT_OF_ORDER' }],
    ['without statutes on that day', { on: '2016-04-07' }, { clause: undefined }, { type: 'MRG_STATUTES_UNKNOWN' }],
  ])('and refused %s', (_what, changes, more, rejection) => {
    corrected([...called, vote(numelink)], 'AssemblyVoted', changes, numelink, more).refused(rejection);
  });
});

describe('a fact that never was is taken back', () => {
  it.each<[string, Commands, string, object]>([
    ['an adoption', drafted, 'PlanAdopted', { status: 'drafted', adoptions: {} }],
    [
      'the notice of the last participant',
      noticed,
      'NoticePublished',
      { status: 'adopted', notices: { [numelink]: {} } },
    ],
    ['the opening of documents', [...adopted, documents(numelink)], 'DocumentsOpened', { documents: {} }],
    ['a vote', [...called, vote(numelink)], 'AssemblyVoted', { status: 'published', votes: {} }],
    ['a condition', ready, 'ConditionRecorded', { status: 'approved', conditions: {} }],
    ['the only declaration', declared, 'OperationDeclared', { status: 'effective', declarations: [] }],
  ])('%s', (_what, commands, of, state) => {
    const when = voided(commands, of);
    expect(typesOf(when.decision)).toEqual([`${of}Voided`]);
    const { facts, ...seen } = when.state();
    expect(seen).toMatchObject(state);
    expect(facts).toHaveLength(history(...commands).length - 1);
    const fact = factIn(commands, of);
    after(...commands, voidFact(of, fact))
      .when(voidFact(of, fact))
      .then();
    after(...commands, voidFact(of, fact))
      .when(correct(of, fact, { on: '2016-01-16' }))
      .refused({ type: 'MRG_FACT_NOT_FOUND' });
  });

  it('and what was so before it counts again', () => {
    const twice = [...adopted, documents(numelink), documents(numelink, '2016-02-22')];
    expect(voided(twice, 'DocumentsOpened').state()).toMatchObject({ documents: { [numelink]: { on: '2016-02-01' } } });
    const again = [...called, vote(numelink, tooFew), vote(numelink, inFavour, '2016-04-14')];
    expect(voided(again, 'AssemblyVoted').state()).toMatchObject({ votes: { [numelink]: { outcome: 'inquorate' } } });
  });

  it('and may be recorded after all', () => {
    const fact = factIn(drafted, 'PlanAdopted');
    expect(typesOf(after(...drafted, voidFact('PlanAdopted', fact)).when(adopt(numelink)).decision)).toEqual([
      'PlanAdopted',
    ]);
  });
});

describe('what something else rests on is refused, with what rests on it', () => {
  const board = 'adoption by every board of 2016-01-15';
  const rejected = [...called, vote(numelink), vote(auvergneTic, against)];
  const inquorate = [...called, vote(numelink, tooFew), vote(numelink, inFavour, '2016-04-14')];
  const once = [...called, vote(numelink)];
  const aimed = absorptionPlan({ targetDate: '2016-05-31' });

  it.each<[string, ReturnType<typeof voided>, string]>([
    ['an adoption that every board has followed', voided(adopted, 'PlanAdopted', numelink), board],
    ['the same after the vote', voided([...called, vote(numelink)], 'PlanAdopted', numelink), board],
    ['a vote that was approved', voided(approved, 'AssemblyVoted', numelink), 'approval of 2016-03-20'],
    ['a vote that ended the operation', voided(rejected, 'AssemblyVoted', auvergneTic), 'rejection of 2016-03-31'],
    ['the last declaration once closed', voided([...declared, close], 'OperationDeclared'), 'closing of 2017-03-31'],
    ['a condition after the effect', voided(effective, 'ConditionRecorded'), 'effect of 2016-03-31'],
    ['a vote after the effect', voided(effectiveAbsorption, 'AssemblyVoted', numelink), 'approval of 2016-03-31'],
    ['an adoption after the effect', voided(effectiveAbsorption, 'PlanAdopted', numelink), board],
  ])('voiding %s', (_what, when, found) => {
    when.refused({ type: 'MRG_FACT_CONTRADICTED', found });
  });

  it.each<[string, ReturnType<typeof corrected>, string]>([
    [
      'an adoption to a day too late for the vote',
      corrected([...called, vote(numelink)], 'PlanAdopted', { on: '2016-02-01' }, numelink),
      'vote of 2016-03-31',
    ],
    [
      'an adoption to a day after the vote',
      corrected([...called, vote(numelink)], 'PlanAdopted', { on: '2016-05-01' }, numelink),
      'vote of 2016-03-31',
    ],
    [
      'a tally that was approved',
      corrected(approved, 'AssemblyVoted', { tally: tooFew }, numelink),
      'approval of 2016-03-20',
    ],
    [
      'a tally that ended it',
      corrected(rejected, 'AssemblyVoted', { tally: inFavour }, auvergneTic),
      'rejection of 2016-03-31',
    ],
    [
      'an approved vote to a day of other statutes',
      corrected(approved, 'AssemblyVoted', { on: '2016-03-21' }, numelink, {
        clause: { ...clause, statutesVersion: 3 },
      }),
      'approval of 2016-03-20',
    ],
    [
      'a vote that was held again',
      after(...inquorate).when(correct('AssemblyVoted', '9', { tally: inFavour })),
      'vote of 2016-04-14',
    ],
    [
      'a vote to a no after which it was held again',
      after(...inquorate).when(correct('AssemblyVoted', '9', { tally: against })),
      'vote of 2016-04-14',
    ],
    [
      'a vote that would have ended the operation before the plan was revised',
      corrected([...once, draft(absorptionPlan({ motives: 'revised' }))], 'AssemblyVoted', { tally: against }),
      'draft of 2015-12-01',
    ],
    [
      'a vote that would have approved the plan before it was withdrawn',
      after(...called, vote(numelink, tooFew), vote(auvergneTic), withdraw).when(
        correct('AssemblyVoted', '9', { tally: inFavour }),
      ),
      'withdrawal of 2016-02-01',
    ],
    [
      'a vote that would have ended the operation before it lapsed',
      corrected([...publishedAbsorption(aimed), vote(numelink), lapse], 'AssemblyVoted', { tally: against }, numelink),
      'lapse of 2016-06-01',
    ],
    [
      'a vote that would have ended the operation before it was postponed',
      corrected([...once, postpone], 'AssemblyVoted', { tally: against }, numelink),
      'postponement of 2018-01-16',
    ],
  ])('correcting %s', (_what, when, found) => {
    when.refused({ type: 'MRG_FACT_CONTRADICTED', found });
  });

  it('an adoption is not corrected to a day before its plan, nor a declaration to one before the effect', () => {
    corrected(drafted, 'PlanAdopted', { on: '2015-11-30' }).refused({ type: 'MRG_OUT_OF_ORDER' });
    corrected(declared, 'OperationDeclared', { on: '2016-03-30' }).refused({ type: 'MRG_OUT_OF_ORDER' });
  });

  it('a tally with the same outcome under the same clause is recorded, and the approval stays', () => {
    const tally = { ...inFavour, for: 61, against: 4 };
    const when = corrected(approved, 'AssemblyVoted', { tally }, numelink, {
      clause: { ...clause, statutesVersion: 3 },
    });
    expect(typesOf(when.decision)).toEqual(['AssemblyVotedCorrected']);
    expect(when.state()).toMatchObject({ status: 'ready', votes: { [numelink]: { tally } } });
  });

  it('another declaration may be voided once closed', () => {
    const twice = [...declared, { ...declare, receipt: 'second' }, close];
    expect(voided(twice, 'OperationDeclared').state()).toMatchObject({
      status: 'closed',
      declarations: [{ receipt: 'W423000001' }],
    });
  });

  it.each<[string, Commands, string, string]>([
    ['that is unknown', adopted, 'PlanAdopted', '99'],
    ['of another kind', adopted, 'AssemblyVoted', '2'],
    ['in an operation without any', [start()], 'PlanAdopted', '0'],
  ])('a fact %s is not found', (_what, commands, of, fact) => {
    after(...commands)
      .when(voidFact(of, fact))
      .refused({ type: 'MRG_FACT_NOT_FOUND', found: fact });
    after(...commands)
      .when(correct(of, fact, { on: '2016-01-16' }))
      .refused({ type: 'MRG_FACT_NOT_FOUND', found: fact });
  });

  it('of an unknown operation nothing is corrected', () =>
    after().when(voidFact('PlanAdopted', '0')).refused({ type: 'MRG_OPERATION_NOT_FOUND' }));

  it('of one that was withdrawn facts are corrected as well', () => {
    expect(corrected([...drafted, withdraw], 'PlanAdopted', { on: '2016-01-10' }).state().status).toBe('withdrawn');
  });
});

describe('after the effect a correction changes no verdict', () => {
  const before = fold(operation, history(...effective));
  const { facts: _facts, ...verdict } = before;

  it.each<[string, string, object]>([
    ['the day of an adoption', 'PlanAdopted', { on: '2016-03-01' }],
    ['a tally of another outcome', 'AssemblyVoted', { tally: against }],
    ['the day of a vote', 'AssemblyVoted', { on: '2016-03-30' }],
    ['a condition that was not fulfilled', 'ConditionRecorded', { status: 'failed' }],
  ])('%s is recorded beside it', (_what, of, changes) => {
    const when = corrected(effective, of, changes);
    expect(typesOf(when.decision)).toEqual([`${of}Corrected`]);
    const { facts, ...state } = when.state();
    expect(state).toEqual(verdict);
    const known = facts.find(({ corrected }) => corrected !== undefined);
    expect(known).toMatchObject({ event: { type: of }, corrected: { event: changes, reason: 'typed wrong' } });
  });

  it('and the event keeps the rule and the outcome by which it was judged', () => {
    expect(corrected(effective, 'AssemblyVoted', { tally: against }).decision).toMatchObject({
      events: [{ was: { tally: inFavour }, now: { tally: against, rule: clause, outcome: 'adopted' } }],
    });
  });

  it('a second correction begins where the first one left it', () => {
    const first = correct('AssemblyVoted', factIn(effective, 'AssemblyVoted'), { tally: against });
    after(...effective, first)
      .when(first)
      .then();
    const second = { ...first, changes: { on: '2016-03-30' } } as OperationCommand;
    expect(after(...effective, first).when(second).decision).toMatchObject({
      events: [{ was: { tally: against }, now: { tally: against, on: '2016-03-30' } }],
    });
  });

  it('impossible numbers are refused all the same', () =>
    corrected(effective, 'AssemblyVoted', { tally: { ...inFavour, for: 90 } }).refused({
      type: 'MRG_TALLY_IMPOSSIBLE',
    }));

  it('a notice and documents stay as they were judged, and are not taken back', () => {
    const when = corrected(effectiveAbsorption, 'NoticePublished', { on: '2016-03-19' });
    const { facts, ...state } = when.state();
    expect(state).toMatchObject({ status: 'effective', notices: { [auvergneTic]: { on: '2016-02-01' } } });
    expect(facts.find((fact) => fact.corrected !== undefined)?.corrected).toMatchObject({
      event: { on: '2016-03-19' },
    });
    voided(effectiveAbsorption, 'DocumentsOpened').refused({ type: 'MRG_FACT_CONTRADICTED' });
  });
});

describe('opinions and oppositions', () => {
  const basis = 'convention collective';
  const plan = absorptionPlan({ parameters: { staffOpinion: [{ clusterId: numelink, basis }] } });
  const consult = (on: string): OperationCommand => ({
    ...{ type: 'RecordConsultation', clusterId: numelink, opinion: 'favourable', on: day(on) },
  });
  const consulted = [start(), draft(plan), consult('2016-01-10'), adopt(numelink, plan)];

  it('an opinion that an adoption rests on is not taken back, nor corrected to a day after it', () => {
    const found = 'adoption of 2016-01-15';
    voided(consulted, 'ConsultationRecorded').refused({ type: 'MRG_FACT_CONTRADICTED', found });
    corrected(consulted, 'ConsultationRecorded', { on: '2016-01-16' }).refused({
      type: 'MRG_FACT_CONTRADICTED',
      found,
    });
    expect(corrected(consulted, 'ConsultationRecorded', { opinion: 'none' }).state()).toMatchObject({
      consultations: { [numelink]: { opinion: 'none', on: '2016-01-10' } },
    });
  });

  it('an opposition of another claim under one id is refused; without an id there is none to settle', () => {
    after(...called, opposition)
      .when({ ...opposition, claimSince: '2015-10-31' })
      .refused({ type: 'MRG_OPPOSITION_EXISTS', found: opposition.oppositionId, required: 'an id of its own' });
    after(...called)
      .when({
        type: 'ResolveOpposition',
        oppositionId: opposition.oppositionId,
        outcome: 'paid',
        on: day('2016-04-05'),
      })
      .refused({ type: 'MRG_OPPOSITION_UNKNOWN', required: 'one of none' });
  });

  it('an opposition whose outcome is known is not taken back before its outcome', () => {
    const { oppositionId } = opposition;
    const paid: OperationCommand = { type: 'ResolveOpposition', oppositionId, outcome: 'paid', on: day('2016-04-05') };
    const opposed = [...called, opposition, paid];
    voided(opposed, 'OppositionLodged').refused({ type: 'MRG_FACT_CONTRADICTED' });
    expect(voided(opposed, 'OppositionResolved').state()).toMatchObject({ oppositions: [{ oppositionId }] });
    corrected(opposed, 'OppositionLodged', { claimSince: '2016-02-01' }).refused({ type: 'MRG_CLAIM_NOT_OLDER' });
  });
});
