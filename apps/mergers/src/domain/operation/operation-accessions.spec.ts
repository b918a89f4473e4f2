import { describe, expect, it } from '@jest/globals';
import { fold } from '#libs/kernel';
import { countedUuid } from '#libs/kernel/testing';
import { accede, after, annul, correct, factIn, retract, version, voidFact } from '../../../test/sample-commands.ts';
import {
  absorptionPlan,
  adopt,
  auvergneTic,
  creationPlan,
  day,
  draft,
  history,
  numelink,
  operationId,
  publishedAbsorption,
  samples,
  start,
  takeEffect,
  vote,
  approvedCreation,
} from '../../../test/sample-operation.ts';
import { joiningOf } from './joining.ts';
import type { OperationCommand } from './operation.commands.ts';
import { operation } from './operation.decide.ts';
import { fileOf } from './operation.ts';

const [startUp, school, stranger] = [countedUuid(71), countedUuid(72), countedUuid(73)];
const named = { joining: [{ organisationId: startUp, college: 'Start-ups' }, { organisationId: school }] };
const plan = absorptionPlan(named);
const drafted = [start(), draft(plan)];
const published = publishedAbsorption(plan);
/** Effective on 31 March 2016 by the last vote. */
const voted = [vote(numelink), vote(auvergneTic)];
const of = { ...version(plan), organisationId: startUp };
const acceded = { type: 'AccessionRecorded', ...of, signatory: accede(startUp, plan).signatory, on: '2016-02-10' };
const restated = (joins: boolean, more: object = joins ? { college: 'Start-ups' } : {}) => ({
  ...{ type: 'JoiningRestated', operationId, organisationId: startUp, ...more, joins, on: '2016-03-31' },
});

/** The events of a command that is accepted. */
function eventsOf(before: readonly OperationCommand[], command: OperationCommand) {
  const { decision } = after(...before).when(command);
  return decision.ok ? decision.events : [];
}

const statesAfter = (...commands: readonly OperationCommand[]) => {
  const state = fold(operation, history(...commands));
  if (state.status === 'absent') throw new Error('nothing was started');
  const file = fileOf(state);
  return joiningOf(file, file.effectiveOn).map((each) => [each.state, each.on]);
};

describe('a plan may name organisations that are to join', () => {
  it.each(samples)(
    'of a $kind, where it has one successor that takes members in',
    ({ kind, participants, plan: of }) => {
      const drafting = after(start(kind, participants)).when(draft(of(named)));
      if (['fusion-absorption', 'federation'].includes(kind)) drafting.state();
      else drafting.refused({ type: 'MRG_PLAN_INCONSISTENT', found: 'organisations that are to join' });
    },
  );

  it('of a creation as well', () => {
    after(start('fusion-creation'))
      .when(draft(creationPlan(named)))
      .state();
  });

  it.each([
    ['twice', { joining: [...named.joining, { organisationId: school }] }, `organisation that joins ${school} twice`],
    [
      'that takes part',
      { joining: [{ organisationId: auvergneTic }] },
      `${auvergneTic}, which is to join what it takes part in`,
    ],
  ])('but none %s', (_what, more, found) => {
    after(start())
      .when(draft(absorptionPlan(more)))
      .refused({ type: 'MRG_PLAN_INCONSISTENT', found });
  });
});

describe('an accession', () => {
  it('is recorded with who signed it, to the version that it was given', () => {
    after(...drafted)
      .when(accede(startUp, plan))
      .then(acceded as never);
    after(...drafted, accede(startUp, plan))
      .when(accede(startUp, plan))
      .then();
  });

  it.each<[string, readonly OperationCommand[], OperationCommand, object]>([
    [
      'of whom the plan does not name',
      drafted,
      accede(stranger, plan),
      { type: 'MRG_NOT_TO_JOIN', found: stranger, required: `one of ${startUp}, ${school}` },
    ],
    [
      'where the plan names nobody',
      [start(), draft()],
      accede(startUp, absorptionPlan()),
      { type: 'MRG_NOT_TO_JOIN', required: 'one of none' },
    ],
    ['to another plan', drafted, accede(startUp, absorptionPlan()), { type: 'MRG_ACCESSION_TO_ANOTHER_PLAN' }],
    [
      'before the draft',
      drafted,
      accede(startUp, plan, '2015-11-30'),
      { type: 'MRG_OUT_OF_ORDER', earliestLawfulDate: '2015-12-01' },
    ],
    [
      'a second time',
      [...drafted, accede(startUp, plan)],
      accede(startUp, plan, '2016-02-11'),
      { type: 'MRG_ALREADY_ACCEDED', found: 'an accession of 2016-02-10' },
    ],
    [
      'before its own withdrawal',
      [...drafted, accede(startUp, plan), retract(startUp)],
      accede(startUp, plan),
      { type: 'MRG_OUT_OF_ORDER', earliestLawfulDate: '2016-02-20' },
    ],
    [
      'of an organisation that has ceased',
      drafted,
      { ...accede(startUp, plan), obstacle: { found: 'ceased', required: 'one that stands' } },
      { type: 'MRG_ORGANISATION_GONE', found: 'ceased' },
    ],
    [
      'after the effect',
      [...published, ...voted],
      accede(startUp, plan, '2016-04-01'),
      { type: 'MRG_ACCESSION_TOO_LATE', found: 'an accession on 2016-04-01' },
    ],
    ['without a plan', [start()], accede(startUp, plan), { type: 'MRG_WRONG_STATUS' }],
  ])('%s is refused', (_what, before, command, refusal) => {
    after(...before)
      .when(command)
      .refused(refusal);
  });

  it('is withdrawn before the effect, and may be given again', () => {
    const before = [...drafted, accede(startUp, plan)];
    const withdrawn = { type: 'AccessionWithdrawn', ...of, reason: 'no budget', on: '2016-02-20' };
    after(...before)
      .when(retract(startUp))
      .then(withdrawn as never);
    after(...before, retract(startUp))
      .when(retract(startUp))
      .then();
    expect(statesAfter(...before, retract(startUp))[0]).toEqual(['withdrawn', '2016-02-20']);
    expect(statesAfter(...before, retract(startUp), accede(startUp, plan, '2016-02-25'))[0]).toEqual([
      'acceded',
      '2016-02-25',
    ]);
  });

  it.each<[string, readonly OperationCommand[], OperationCommand, object]>([
    ['of whom has not acceded', drafted, retract(startUp), { type: 'MRG_NOT_ACCEDED', found: 'no accession' }],
    [
      'twice',
      [...drafted, accede(startUp, plan), retract(startUp)],
      retract(startUp, '2016-02-21'),
      { type: 'MRG_NOT_ACCEDED', found: 'one withdrawn on 2016-02-20' },
    ],
    [
      'before the accession',
      [...drafted, accede(startUp, plan)],
      retract(startUp, '2016-02-09'),
      { type: 'MRG_OUT_OF_ORDER', earliestLawfulDate: '2016-02-10' },
    ],
    ['of whom the plan does not name', drafted, retract(stranger), { type: 'MRG_NOT_TO_JOIN' }],
    [
      'on the day of the effect',
      [...published, accede(startUp, plan), ...voted],
      retract(startUp, '2016-03-31'),
      { type: 'MRG_ACCESSION_TOO_LATE', found: 'a withdrawal on 2016-03-31' },
    ],
  ])('a withdrawal %s is refused', (_what, before, command, refusal) => {
    after(...before)
      .when(command)
      .refused(refusal);
  });

  it('is to one version: a revised plan that still names the organisation asks it again', () => {
    const revised = absorptionPlan({ ...named, motives: 'revised' });
    const before = [...drafted, accede(startUp, plan), draft(revised)];
    expect(statesAfter(...before)).toEqual([
      ['open', undefined],
      ['open', undefined],
    ]);
    after(...before)
      .when(accede(startUp, plan))
      .refused({ type: 'MRG_ACCESSION_TO_ANOTHER_PLAN' });
    expect(statesAfter(...before, accede(startUp, revised))[0]).toEqual(['acceded', '2016-02-10']);
  });

  it('holds nothing up: the effect carries those who have acceded', () => {
    const events = eventsOf([...published, accede(startUp, plan), vote(numelink)], vote(auvergneTic));
    expect(events.at(-1)).toMatchObject({ type: 'SuccessionTookEffect', acceded: [named.joining[0]] });
    const none = history(...published, ...voted).at(-1);
    expect(none).toMatchObject({ type: 'SuccessionTookEffect' });
    expect(none).not.toHaveProperty('acceded');
  });

  it('that was withdrawn joins nobody, and one of a day behind the effect comes too late', () => {
    const creation = creationPlan(named);
    const approved = approvedCreation(creation);
    const effective = (...more: readonly OperationCommand[]) => [
      ...approved,
      ...more,
      takeEffect('2016-06-30', '2016-04-05'),
    ];
    expect(
      history(...effective(accede(startUp, creation, '2016-03-21'), retract(startUp, '2016-04-01'))).at(-1),
    ).not.toHaveProperty('acceded');
    const late = effective(accede(startUp, creation, '2016-05-01'));
    expect(history(...late).at(-1)).not.toHaveProperty('acceded');
    expect(statesAfter(...late)[0]).toEqual(['too-late', '2016-05-01']);
    // From its day on a member leaves as one.
    const left = effective(accede(startUp, creation, '2016-03-21'), retract(startUp, '2016-04-05'));
    expect(history(...left).at(-1)).toMatchObject({ acceded: [named.joining[0]] });
    expect(statesAfter(...left)[0]).toEqual(['acceded', '2016-03-21']);
  });
});

describe('an accession that is recorded after the effect', () => {
  const effective = [...published, ...voted];
  const joined = [...published, accede(startUp, plan), ...voted];

  it.each<[string, readonly OperationCommand[]]>([
    ['effective', effective],
    ['annulled', [...effective, annul]],
  ])('of an operation that is %s says that the organisation joins', (_what, before) => {
    after(...before)
      .when(accede(startUp, plan))
      .then(acceded as never, restated(true) as never);
  });

  it('and withdrawn, that it does not', () => {
    const withdrawn = { type: 'AccessionWithdrawn', ...of, reason: 'no budget', on: '2016-02-20' };
    after(...joined)
      .when(retract(startUp))
      .then(withdrawn as never, restated(false) as never);
  });

  it.each<[string, readonly OperationCommand[], OperationCommand['type'], string, boolean | undefined]>([
    ['an accession that is voided', joined, 'VoidFact', 'AccessionRecorded', false],
    [
      'a withdrawal that is voided',
      [...published, accede(startUp, plan), retract(startUp), ...voted],
      'VoidFact',
      'AccessionWithdrawn',
      true,
    ],
    ['one of another signatory', joined, 'CorrectFact', 'AccessionRecorded', undefined],
  ])('%s says what differs', (_what, before, type, fact, joins) => {
    const id = factIn(before, fact);
    const changes = { signatory: { personId: countedUuid(80), name: 'Katia Vidic' } };
    const command = type === 'VoidFact' ? voidFact(fact, id) : correct(fact, id, changes);
    const events = eventsOf(before, command);
    expect(events).not.toEqual([]);
    expect(events.slice(1)).toEqual(joins === undefined ? [] : [restated(joins)]);
  });

  it('one that is corrected to a day behind the effect was too late', () => {
    const events = eventsOf(
      joined,
      correct('AccessionRecorded', factIn(joined, 'AccessionRecorded'), { on: '2016-04-02' }),
    );
    expect(events).toMatchObject([{ type: 'AccessionRecordedCorrected' }, restated(false)]);
  });
});

describe('a correction of an accession', () => {
  const before = [...drafted, accede(startUp, plan), retract(startUp)];

  it.each<[string, OperationCommand]>([
    ['that is voided beneath its withdrawal', voidFact('AccessionRecorded', factIn(before, 'AccessionRecorded'))],
    [
      'that is put behind its withdrawal',
      correct('AccessionRecorded', factIn(before, 'AccessionRecorded'), { on: day('2016-02-21') }),
    ],
  ])('%s is refused for what rests on it', (_what, command) => {
    after(...before)
      .when(command)
      .refused({ type: 'MRG_FACT_CONTRADICTED', found: 'accession-withdrawal of 2016-02-20' });
  });

  it('a withdrawal beneath another accession is not taken back', () => {
    const again = [...before, accede(startUp, plan, '2016-02-25')];
    after(...again)
      .when(voidFact('AccessionWithdrawn', factIn(again, 'AccessionWithdrawn')))
      .refused({ type: 'MRG_FACT_CONTRADICTED' });
  });

  it('before the effect is in its place', () => {
    const id = factIn(before, 'AccessionWithdrawn');
    const events = eventsOf(before, voidFact('AccessionWithdrawn', id));
    expect(events.map(({ type }) => type)).toEqual(['AccessionWithdrawnVoided']);
  });

  it('an adoption of the plan leaves accessions as they are', () => {
    expect(statesAfter(...drafted, accede(startUp, plan), adopt(numelink, plan), adopt(auvergneTic, plan))[0]).toEqual([
      'acceded',
      '2016-02-10',
    ]);
  });
});
