import { describe, expect, it } from '@jest/globals';
import type { OperationCommand } from './operation.commands.ts';
import { after, schedule, typesOf, version } from '../../../test/sample-commands.ts';
import {
  absorptionPlan,
  adopt,
  adoptedAbsorption,
  against,
  approvedCreation,
  auvergneTic,
  clause,
  clustR,
  day,
  documents,
  draft,
  inFavour,
  notice,
  numelink,
  operationId,
  publishedAbsorption,
  start,
  tooFew,
  vote,
} from '../../../test/sample-operation.ts';

describe('assemblies, notices and documents', () => {
  it('an assembly is called two clear calendar months after adoption or later', () => {
    after(...adoptedAbsorption())
      .when(schedule(numelink, '2016-03-15'))
      .refused({ type: 'MRG_ASSEMBLY_TOO_EARLY', earliestLawfulDate: day('2016-03-16') });
    expect(typesOf(after(...adoptedAbsorption()).when(schedule(numelink, '2016-03-16')).decision)).toEqual([
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
    after(...publishedAbsorption(), vote(numelink))
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
      .then({ type: 'NoticePublished', operationId, clusterId: numelink, where: 'Le Progrès', on: '2016-02-01' });
    after(...adoptedAbsorption())
      .when(documents(numelink))
      .then({ type: 'DocumentsOpened', operationId, clusterId: numelink, where: 'seat', on: '2016-02-01' });
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
    const { decision } = after(...publishedAbsorption()).when(vote(numelink));
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
            { guard: 'G3', rule: 'G3.2015' },
            { guard: 'G4', rule: 'G4.2015' },
            { guard: 'G6', rule: 'G6.2015' },
          ],
        },
      ],
    });
  });

  it('60 days after adoption is refused by G2', () =>
    after(...publishedAbsorption())
      .when(vote(numelink, inFavour, '2016-03-15'))
      .refused({ type: 'MRG_ASSEMBLY_TOO_EARLY', guard: 'G2', earliestLawfulDate: day('2016-03-16') }));

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
    after(...publishedAbsorption())
      .when({ ...vote(numelink), clause: undefined } as OperationCommand)
      .refused({ type: 'MRG_STATUTES_UNKNOWN', guard: 'G6' }));

  it('with impossible numbers is refused before any guard', () =>
    after(...publishedAbsorption())
      .when(vote(numelink, { ...inFavour, for: 90 }, '2016-01-20'))
      .refused({ type: 'MRG_TALLY_IMPOSSIBLE' }));

  it('says how it was reckoned', () => {
    const { decision } = after(...publishedAbsorption()).when(vote(numelink));
    const majority = { of: 'votes-cast', inFavour: 60, against: 5, base: 65, threshold: '130/3', needed: 44 };
    const quorum = { found: 70, members: 100, needed: 50 };
    expect(decision).toMatchObject({ events: [{ reckoning: { convocation: 'first', quorum, majority } }] });
  });

  it('is marked where the assembly was called for another day, or not at all', () => {
    const votedAfter = (...calls: readonly OperationCommand[]) =>
      after(...publishedAbsorption(), ...calls).when(vote(numelink)).decision;
    expect(votedAfter()).toMatchObject({
      events: [{ outcome: 'adopted', irregularities: [{ kind: 'not-convened' }] }],
    });
    expect(votedAfter(schedule(numelink, '2016-04-07'))).toMatchObject({
      events: [{ irregularities: [{ kind: 'held-on-other-day', found: '2016-03-31', required: '2016-04-07' }] }],
    });
    expect(votedAfter(schedule(numelink, '2016-03-31'))).toMatchObject({
      events: [expect.not.objectContaining({ irregularities: expect.anything() })],
    });
  });

  it('of numbers that the clause does not count is refused', () => {
    const chaired = { ...inFavour, ballot: 'open', castingVote: 'for' } as const;
    after(...publishedAbsorption())
      .when(vote(numelink, chaired))
      .refused({ type: 'MRG_TALLY_IMPOSSIBLE', found: 'a casting vote', required: 'a clause that gives one' });
    const companies = { group: 'companies', weight: { numerator: 1, denominator: 1 } };
    const byCollege = { ...clause, counting: { by: 'college', groups: [companies] } } as const;
    after(...publishedAbsorption())
      .when({ ...vote(numelink), clause: byCollege } as OperationCommand)
      .refused({ type: 'MRG_TALLY_IMPOSSIBLE', found: 'no groups', required: 'companies' });
  });

  it('after one without a quorum needs what a second convocation needs', () => {
    const again = (second: object | undefined) =>
      ({
        ...vote(numelink, tooFew, '2016-04-14'),
        clause: { ...clause, ...(second && { second }) },
      }) as OperationCommand;
    const inquorate = after(...publishedAbsorption(), vote(numelink, tooFew));
    expect(inquorate.when(again({})).decision).toMatchObject({
      events: [{ outcome: 'adopted', reckoning: { convocation: 'second', quorum: { found: 49, needed: 0 } } }],
    });
    expect(inquorate.when(again(undefined)).decision).toMatchObject({
      events: [{ outcome: 'inquorate', reckoning: { convocation: 'second', quorum: { found: 49, needed: 50 } } }],
    });
    expect(after(...publishedAbsorption()).when(again({})).decision).toMatchObject({
      events: [{ outcome: 'inquorate', reckoning: { convocation: 'first' } }],
    });
  });

  it('an inquorate assembly is an outcome, and may vote again', () => {
    const { decision } = after(...publishedAbsorption()).when(vote(numelink, tooFew));
    expect(decision).toMatchObject({ ok: true, events: [{ type: 'AssemblyVoted', outcome: 'inquorate' }] });
    const again = after(...publishedAbsorption(), vote(numelink, tooFew)).when(vote(numelink, inFavour, '2016-04-14'));
    expect(again.decision).toMatchObject({ ok: true, events: [{ outcome: 'adopted' }] });
    after(...publishedAbsorption(), vote(numelink, tooFew))
      .when(vote(numelink, tooFew))
      .then();
  });

  it('a no ends the operation', () => {
    const { decision } = after(...publishedAbsorption(), vote(numelink)).when(vote(auvergneTic, against));
    expect(typesOf(decision)).toEqual(['AssemblyVoted', 'OperationRejected']);
    after(...publishedAbsorption(), vote(auvergneTic, against))
      .when(vote(auvergneTic, against))
      .then();
  });

  it('twice in favour is refused, the same ballot again is already so', () => {
    after(...publishedAbsorption(), vote(numelink))
      .when(vote(numelink))
      .then();
    after(...publishedAbsorption(), vote(numelink))
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
