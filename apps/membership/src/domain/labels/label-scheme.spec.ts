import { describe, expect, it } from '@jest/globals';
import { fold, requireSettled } from '#libs/kernel';
import { factsInAnyOrder, specification } from '#libs/kernel/testing';
import { axess, numelink } from '../../../test/facts.ts';
import {
  create,
  issuer,
  rules,
  schemeId,
  schemeWithdrawn,
  set,
  wasSet,
  withdrawScheme,
} from '../../../test/label-words.ts';
import { around } from '../../../test/membership-words.ts';
import { cluster } from '../cluster/cluster.ts';
import { labelScheme, labelSchemeOn, type LabelSchemeCommand, type LabelSchemeFact } from './label-scheme.ts';

const { given } = specification(labelScheme);
const unknown = { issuer: { ...issuer, cluster: cluster.initial } };

describe('a label scheme', () => {
  it.each<[string, readonly LabelSchemeFact[], LabelSchemeCommand, readonly LabelSchemeFact[]]>([
    ['is created by its issuer', [], create('2012-01-01'), [wasSet('2012-01-01')]],
    ['created twice is one', [wasSet('2012-01-01')], create('2012-01-01'), []],
    [
      'has new rules from a day on',
      [wasSet('2012-01-01')],
      set('2015-01-01', { validityMonths: 36 }),
      [wasSet('2015-01-01', { validityMonths: 36 })],
    ],
    ['is withdrawn', [wasSet('2012-01-01')], withdrawScheme('2020-01-01'), [schemeWithdrawn('2020-01-01')]],
    [
      'withdrawn twice is withdrawn once',
      [wasSet('2012-01-01'), schemeWithdrawn('2020-01-01')],
      withdrawScheme('2020-01-01'),
      [],
    ],
    [
      'may be issued by an organisation that is no cluster',
      [],
      create('2012-01-01', {
        issuerId: axess,
        issuer: { ...issuer, cluster: cluster.initial, organisation: around.organisation },
      }),
      [wasSet('2012-01-01', { issuerId: axess })],
    ],
  ])('%s', (_what, history, command, events) =>
    given(...history)
      .when(command)
      .then(...events),
  );

  it.each<[string, readonly LabelSchemeFact[], LabelSchemeCommand, object]>([
    [
      'created for another issuer',
      [wasSet('2012-01-01')],
      create('2012-01-01', { issuerId: axess }),
      { type: 'MBR_LABEL_SCHEME_EXISTS', found: rules.name },
    ],
    ['created by nobody', [], create('2012-01-01', unknown), { type: 'MBR_ORGANISATION_NOT_FOUND', found: numelink }],
    ['created before its issuer', [], create('2001-01-01'), { type: 'MBR_DATE_BEFORE_START', found: '2001-01-01' }],
    ['that is unknown: set', [], set('2012-01-01'), { type: 'MBR_LABEL_SCHEME_NOT_FOUND', found: schemeId }],
    ['that is unknown: withdrawn', [], withdrawScheme('2012-01-01'), { type: 'MBR_LABEL_SCHEME_NOT_FOUND' }],
    [
      'set after it was withdrawn',
      [wasSet('2012-01-01'), schemeWithdrawn('2020-01-01')],
      set('2021-01-01', { validityMonths: 12 }),
      { type: 'MBR_FACT_CONTRADICTED', required: 'the scheme was withdrawn on 2020-01-01' },
    ],
    [
      'withdrawn before it is set',
      [wasSet('2012-01-01')],
      withdrawScheme('2011-01-01'),
      { type: 'MBR_FACT_CONTRADICTED', required: 'the scheme is not set by then' },
    ],
  ])('is refused %s', (_what, history, command, rejection) =>
    given(...history)
      .when(command)
      .refused(rejection),
  );

  it('is that of its day', () => {
    const state = fold(labelScheme, [wasSet('2015-01-01', { validityMonths: 36 }), wasSet('2012-01-01')]);
    expect(
      ['2011-12-31', '2012-01-01', '2014-12-31', '2015-01-01'].map((day) => labelSchemeOn(state, day)?.validityMonths),
    ).toEqual([undefined, 24, 24, 36]);
  });

  it('withdrawn and never set is an altered history', () => {
    expect(() => {
      requireSettled(fold(labelScheme, [schemeWithdrawn('2020-01-01')]));
    }).toThrow('cannot follow');
  });
});

const full = { validityMonths: 24, grace: { from: '2018-07-01', days: 120 } };
factsInAnyOrder(labelScheme, {
  LabelSchemeSet: {
    fact: wasSet('2012-01-01', full),
    after: [schemeWithdrawn('2020-01-01')],
    carries: true,
    command: create('2012-01-01', full),
    other: {
      name: 'Label Cloud',
      validityMonths: 12,
      grace: { from: '2018-07-01', days: 1 },
      onHolderSuccession: { policy: 'lapse' },
      onIssuerSuccession: { policy: 'lapse' },
      since: '2011-01-01',
    },
    overlap: 'the later statement about a day takes the place of the earlier one',
  },
  LabelSchemeWithdrawn: {
    before: [wasSet('2012-01-01')],
    fact: schemeWithdrawn('2020-01-01'),
    after: 'nothing follows a withdrawal',
    command: withdrawScheme('2020-01-01'),
    other: { on: '2019-01-01', reason: 'by mistake' },
    overlap: [{ command: withdrawScheme('2021-01-01'), day: '2020-01-01' }],
  },
});
