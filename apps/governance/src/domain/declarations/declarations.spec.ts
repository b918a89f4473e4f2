import { describe, expect, it } from '@jest/globals';
import * as fc from 'fast-check';
import { countedUuid, deciderIsIdempotent, factsInAnyOrder, specification } from '#libs/kernel/testing';
import { statusOf, type DeclarationFiled, type DeclaredChange } from './changes.ts';
import { declarations, type DeclarationCommand } from './declarations.ts';

const [declarationId, other] = [countedUuid(1), countedUuid(2)];
const [clusterId, mandateId] = [countedUuid(3), countedUuid(4)];
const start: DeclaredChange = { kind: 'mandate', mandateId, day: '2016-03-31' };
const statutes: DeclaredChange = { kind: 'statutes', statutesVersion: 2, day: '2016-04-15' };
const known = [start, statutes];
const referenceOf = ({ day: _day, ...reference }: DeclaredChange) => reference;
const on = '2016-05-02';
const file: DeclarationCommand = {
  ...{
    type: 'FileDeclaration',
    declarationId,
    clusterId,
    changes: [referenceOf(start)],
    remark: 'Par la poste',
    known,
    on,
  },
};
const filed: DeclarationFiled = {
  ...{ type: 'DeclarationFiled', declarationId, clusterId, changes: [start], remark: 'Par la poste', on },
};
const again = { ...filed, declarationId: other, on: '2016-06-01' };
const number = 'W423001234';
const receipt: DeclarationCommand = { type: 'RecordReceipt', declarationId, clusterId, number, on: '2016-05-04' };
const receipted = { ...receipt, type: 'DeclarationReceipted' as const };
const refusal: DeclarationCommand = {
  ...{ type: 'RecordRefusal', declarationId, clusterId, reason: 'Incomplète', on: '2016-05-09' },
};
const refused = { ...refusal, type: 'DeclarationRefused' as const };
const { given } = specification(declarations);

describe('a declaration', () => {
  it('says each change with the day that is known of it', () => {
    given().when(file).then(filed);
  });
  it('filed again with the same changes is already so, whatever their days are by now', () => {
    given(filed)
      .when({ ...file, known: [{ ...start, day: '2016-04-01' }] })
      .then();
  });
  it('has a receipt, or was refused', () => {
    given(filed).when(receipt).then(receipted);
    given(filed).when(refusal).then(refused);
  });
  it('that was refused declared nothing: its changes are declared by another one', () => {
    given(filed, refused)
      .when({ ...file, declarationId: other, on: '2016-06-01' })
      .then(again);
  });
});

describe('refusals of declarations, in their precedence', () => {
  it.each([
    ['GOV_DECLARATION_EXISTS', [filed], { ...file, changes: [referenceOf(statutes)] }],
    ['GOV_CHANGE_NOT_FOUND', [], { ...file, known: [statutes] }],
    ['GOV_DECLARATION_BEFORE_CHANGE', [], { ...file, on: '2016-03-30' }],
    ['GOV_CHANGE_DECLARED', [filed], { ...file, declarationId: other }],
    ['GOV_CHANGE_DECLARED', [], { ...file, changes: [referenceOf(start), referenceOf(start)] }],
    ['GOV_DECLARATION_NOT_FOUND', [], receipt],
    ['GOV_DECLARATION_ANSWERED', [filed, refused], receipt],
    ['GOV_DECLARATION_ANSWERED', [filed, receipted], refusal],
    ['GOV_DECLARATION_ANSWERED_BEFORE_FILING', [filed], { ...receipt, on: '2016-05-01' }],
  ] as const)('%s', (type, history, command) => {
    given(...history)
      .when(command)
      .refused({ type });
  });

  it('a refusal that is taken back does not leave a change declared twice', () => {
    given(filed, refused, again)
      .when({ type: 'VoidFact', of: 'DeclarationRefused', fact: '1', reason: 'It was another one' })
      .refused({ type: 'GOV_CHANGE_DECLARED' });
  });
});

describe('what has to be done about a change', () => {
  const filing = { declarationId, changes: [start], filedOn: '2016-07-04' };
  const on = (day: string, ...declared: Parameters<typeof statusOf>[1]) => statusOf(start, declared, { day });

  it.each([
    ['2016-03-31', { status: 'due', dueOn: '2016-06-30', remindedFrom: '2016-05-31' }],
    ['2016-05-30', { status: 'due' }],
    ['2016-05-31', { status: 'reminded' }],
    ['2016-06-30', { status: 'reminded' }],
    ['2016-07-01', { status: 'late', lateDays: 1 }],
  ])('on %s', (day, expected) => {
    expect(on(day)).toMatchObject(expected);
  });

  it('declared late, it can be held against third parties from that day on, and was late', () => {
    const declared = { status: 'declared', declaredOn: '2016-07-04', opposableFrom: '2016-07-04', lateDays: 4 };
    expect(on('2016-07-05', filing)).toMatchObject(declared);
    expect(on('2016-07-03', filing)).toMatchObject({ status: 'late', lateDays: 3 });
  });

  it('a receipt proves it and moves no day; a refusal makes it due again', () => {
    const receipted = { ...filing, receipt: { on: '2016-07-08' } };
    expect(on('2016-07-08', receipted)).toMatchObject({
      ...{ status: 'receipted', receiptedOn: '2016-07-08', opposableFrom: '2016-07-04' },
    });
    const refused = { ...filing, refusal: { on: '2016-07-08' } };
    expect(on('2016-07-07', refused).status).toBe('declared');
    expect(on('2016-07-08', refused)).toMatchObject({ status: 'late', lateDays: 8 });
  });

  it('that turns out to be later than its declaration is opposable from its own day', () => {
    const moved = statusOf({ ...start, day: '2016-07-20' }, [filing], { day: '2016-08-01' });
    expect(moved.opposableFrom).toBe('2016-07-20');
  });

  it('of the founding, or of the end of the association, has no delay', () => {
    expect(statusOf(start, [], { day: '2020-01-01', since: '2016-03-31' })).toEqual({
      ...{ status: 'not-due', notDue: 'founding' },
    });
    expect(statusOf(start, [], { day: '2020-01-01', since: '2010-01-01', endedOn: '2016-03-31' })).toEqual({
      ...{ status: 'not-due', notDue: 'cluster-ended' },
    });
  });
});

describe('the history of declarations', () => {
  const anyCommand: fc.Arbitrary<DeclarationCommand> = fc.oneof(
    fc
      .record({
        declarationId: fc.constantFrom(declarationId, other),
        changes: fc.subarray(known.map(referenceOf), { minLength: 1 }),
        on: fc.constantFrom('2016-05-02', '2016-05-03'),
      })
      .map((drawn) => ({ ...file, ...drawn })),
    fc.constantFrom(declarationId, other).map((drawn) => ({ ...receipt, declarationId: drawn })),
    fc.constantFrom(declarationId, other).map((drawn) => ({ ...refusal, declarationId: drawn })),
  );
  deciderIsIdempotent('declarations', declarations, fc.array(anyCommand, { maxLength: 8 }));
});

factsInAnyOrder(declarations, {
  DeclarationFiled: {
    fact: filed,
    after: [receipted],
    carries: true,
    command: file,
    other: { changes: [statutes], remark: 'Au guichet', on: '2016-05-03' },
    overlap: [
      { command: { ...file, declarationId: other, on: '2016-06-01' }, day: on },
      { command: { ...file, changes: [referenceOf(statutes)] }, day: declarationId },
    ],
  },
  DeclarationReceipted: {
    before: [filed],
    fact: receipted,
    after: [again].map((each) => ({ ...each, changes: [statutes] })),
    command: receipt,
    other: { number: 'W1', on: '2016-05-05' },
    overlap: [{ command: refusal, day: '2016-05-04' }],
  },
  DeclarationRefused: {
    before: [filed],
    fact: refused,
    after: [{ ...again, changes: [statutes] }],
    command: refusal,
    other: { reason: 'Illisible', on: '2016-05-10' },
    overlap: [{ command: { ...receipt, on: '2016-05-09' }, day: '2016-05-09' }],
  },
});
