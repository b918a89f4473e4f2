import { describe, expect, it } from '@jest/globals';
import { fold, requireSettled } from '#libs/kernel';
import { factsInAnyOrder, specification } from '#libs/kernel/testing';
import { esker, rhoneAlley } from '../../../test/facts.ts';
import {
  award,
  awarded,
  consent,
  consented,
  end,
  ended,
  id,
  issuer,
  renew,
  renewed,
  resume,
  resumed,
  schemeId,
  schemeWith,
  suspend,
  suspended,
  withdraw,
  withdrawn,
} from '../../../test/label-words.ts';
import { cluster } from '../cluster/cluster.ts';
import { label, type LabelCommand } from './label.decide.ts';
import { labelId, type LabelFact } from './label.ts';

const { given } = specification(label);
const under = (scheme: object) => ({ in: { scheme: { ...schemeWith(), ...scheme } } });
const inGrace = under(schemeWith({ grace: { from: '2018-07-01', days: 120 } }));

describe('a label', () => {
  it.each<[string, readonly LabelFact[], LabelCommand, readonly LabelFact[]]>([
    ['is awarded for as long as its scheme says', [], award('2016-07-01'), [awarded('2016-07-01', '2018-07-01')]],
    ['is awarded up to a day', [], award('2016-07-01', { until: '2017-01-01' }), [awarded('2016-07-01', '2017-01-01')]],
    [
      'is awarded for ever where its scheme says nothing',
      [],
      award('2016-07-01', under(schemeWith({ validityMonths: undefined }))),
      [awarded('2016-07-01')],
    ],
    [
      'is awarded to a territory, which nobody registers',
      [],
      award('2016-07-01', { ...under({}), holder: { kind: 'territory', id: esker, name: 'Grand Poitiers' } }),
      [
        {
          ...awarded('2016-07-01', '2018-07-01'),
          holder: { kind: 'territory', id: esker, name: 'Grand Poitiers' },
        },
      ],
    ],
    ['awarded twice in the same words is awarded once', [awarded('2016-07-01', '2018-07-01')], award('2016-07-01'), []],
    [
      'is awarded for an earlier time, which is recorded later',
      [awarded('2015-01-01', '2017-01-01')],
      award('2010-01-01', { until: '2012-01-01' }),
      [awarded('2010-01-01', '2012-01-01')],
    ],
    [
      'is awarded again on the day on which it ended',
      [awarded('2012-01-01'), withdrawn('2016-07-01')],
      award('2016-07-01'),
      [awarded('2016-07-01', '2018-07-01')],
    ],
    [
      'is renewed from its end on',
      [awarded('2016-07-01', '2018-07-01')],
      renew('2018-05-01'),
      [renewed('2018-05-01', '2020-07-01')],
    ],
    [
      'renewed twice on a day is renewed once',
      [awarded('2016-07-01', '2018-07-01'), renewed('2018-05-01', '2020-07-01')],
      renew('2018-05-01'),
      [],
    ],
    [
      'is renewed in its grace, from that day on',
      [awarded('2016-07-01', '2018-07-01')],
      renew('2018-10-28', inGrace),
      [renewed('2018-10-28', '2020-10-28', { inGrace: true })],
    ],
    ['is suspended', [awarded('2016-07-01')], suspend('2017-01-01'), [suspended('2017-01-01')]],
    ['is resumed', [awarded('2016-07-01'), suspended('2017-01-01')], resume('2017-02-01'), [resumed('2017-02-01')]],
    ['is withdrawn', [awarded('2016-07-01')], withdraw('2017-01-01'), [withdrawn('2017-01-01')]],
    ['ends', [awarded('2016-07-01')], end('2017-01-01'), [ended('2017-01-01')]],
    [
      'of which an end lies ahead, ends before it',
      [awarded('2016-07-01'), ended('2017-12-31')],
      withdraw('2017-01-01'),
      [withdrawn('2017-01-01')],
    ],
    [
      'may pass by consent',
      [awarded('2016-07-01')],
      consent(esker, true, '2017-05-01'),
      [consented(esker, true, '2017-05-01')],
    ],
  ])('%s', (_what, history, command, events) =>
    given(...history)
      .when(command)
      .then(...events),
  );

  it.each<[string, readonly LabelFact[], LabelCommand, object]>([
    ['that was never awarded: renewed', [], renew('2017-01-01'), { type: 'MBR_LABEL_NOT_FOUND', found: id }],
    ['that was never awarded: ended', [], end('2017-01-01'), { type: 'MBR_LABEL_NOT_FOUND', found: id }],
    [
      'under a scheme that is unknown',
      [],
      award('2016-07-01', under({ versions: [] })),
      { type: 'MBR_LABEL_SCHEME_NOT_FOUND', found: schemeId },
    ],
    [
      'before its scheme',
      [],
      award('2009-12-31'),
      { type: 'MBR_DATE_BEFORE_START', found: '2009-12-31', required: '2010-01-01' },
    ],
    [
      'under a scheme that was withdrawn',
      [],
      award('2016-07-01', under({ withdrawnOn: '2016-07-01' })),
      { type: 'MBR_LABEL_SCHEME_WITHDRAWN', found: '2016-07-01' },
    ],
    [
      'renewed under a scheme that was withdrawn',
      [awarded('2016-07-01', '2018-07-01')],
      renew('2018-05-01', under({ withdrawnOn: '2017-01-01' })),
      { type: 'MBR_LABEL_SCHEME_WITHDRAWN', found: '2017-01-01' },
    ],
    [
      'of nobody who is known',
      [],
      award('2016-07-01', { in: { scheme: schemeWith(), holder: { ...issuer, cluster: cluster.initial } } }),
      { type: 'MBR_ORGANISATION_NOT_FOUND', found: esker },
    ],
    [
      'that overlaps another one, with the day',
      [awarded('2015-01-01')],
      award('2011-06-01', { until: '2015-03-01' }),
      {
        type: 'MBR_FACT_CONTRADICTED',
        found: 'award of 2015-01-01',
        required: 'it is held from 2011-06-01 up to 2015-03-01',
      },
    ],
    [
      'that ends on the day of its award',
      [],
      award('2016-07-01', { until: '2016-07-01' }),
      { type: 'MBR_DATE_BEFORE_START', found: '2016-07-01', required: 'a day after 2016-07-01' },
    ],
    [
      'renewed after its end without a grace',
      [awarded('2016-07-01', '2018-07-01')],
      renew('2018-07-01'),
      { type: 'MBR_FACT_CONTRADICTED', found: 'renewal of 2018-07-01', required: 'it ended on 2018-07-01' },
    ],
    [
      'renewed on the day after its grace, which is counted from the day that was named',
      [awarded('2016-07-01', '2018-08-31')],
      renew('2018-10-29', inGrace),
      { type: 'MBR_FACT_CONTRADICTED', required: 'it ended on 2018-08-31' },
    ],
    ['resumed that is not suspended', [awarded('2016-07-01')], resume('2017-01-01'), { type: 'MBR_FACT_CONTRADICTED' }],
    [
      'suspended after its end',
      [awarded('2016-07-01', '2018-07-01')],
      suspend('2018-07-01'),
      { type: 'MBR_FACT_CONTRADICTED' },
    ],
    ['ended before its award', [awarded('2016-07-01')], end('2016-01-01'), { type: 'MBR_FACT_CONTRADICTED' }],
    [
      'ended after it had ended',
      [awarded('2016-07-01', '2018-07-01')],
      end('2018-07-01'),
      { type: 'MBR_LABEL_NOT_HELD', found: 'it ended on 2018-07-01', required: 'a day before 2018-07-01' },
    ],
    [
      'of which the same succession was decided otherwise',
      [awarded('2016-07-01'), consented(esker, true, '2017-05-01')],
      consent(esker, false, '2017-06-01'),
      { type: 'MBR_FACT_CONTRADICTED', required: 'that was decided on 2017-05-01' },
    ],
  ])('is refused %s', (_what, history, command, rejection) =>
    given(...history)
      .when(command)
      .refused(rejection),
  );

  it.each<[string, readonly LabelFact[]]>([
    ['renewed and never awarded', [renewed('2018-05-01', '2020-07-01')]],
    ['awarded twice for a day', [awarded('2016-07-01'), awarded('2017-01-01')]],
    ['suspended twice', [awarded('2016-07-01'), suspended('2017-01-01'), suspended('2017-02-01')]],
  ])('%s is an altered history', (_what, history) => {
    expect(() => {
      requireSettled(fold(label, history));
    }).toThrow('cannot follow');
  });

  it('is one for each scheme and holder', () => {
    expect(labelId(schemeId, esker)).toBe(id);
    expect(labelId(schemeId, rhoneAlley)).not.toBe(id);
  });
});

const held = awarded('2016-07-01');
const HELD_UNTIL = '2199-01-01';
const RENEWED = renewed('2018-05-01', '2020-07-01');
factsInAnyOrder(label, {
  LabelAwarded: {
    fact: awarded('2016-07-01', HELD_UNTIL),
    after: [RENEWED],
    carries: true,
    command: award('2016-07-01', { until: HELD_UNTIL }),
    other: { since: '2016-06-01', until: '2018-12-31' },
    overlap: [{ command: award('2015-01-01', { until: '2017-01-01' }), day: '2016-07-01' }],
  },
  LabelRenewed: {
    before: [held],
    fact: RENEWED,
    after: [suspended('2019-01-01')],
    command: renew('2018-05-01', { until: '2020-07-01' }),
    other: { until: '2021-07-01', on: '2018-04-01' },
    overlap: 'a later renewal takes the place of the earlier one',
  },
  LabelSuspended: {
    before: [held],
    fact: suspended('2017-01-01'),
    after: [resumed('2017-02-01')],
    carries: true,
    command: suspend('2017-01-01'),
    other: { reason: 'by mistake', on: '2017-01-15' },
    overlap: [{ command: suspend('2017-01-15'), day: '2017-01-15' }],
  },
  LabelResumed: {
    before: [held, suspended('2017-01-01')],
    fact: resumed('2017-02-01'),
    after: [suspended('2017-03-01')],
    carries: true,
    command: resume('2017-02-01'),
    other: { on: '2017-02-15' },
    overlap: [{ command: resume('2017-02-15'), day: '2017-02-15' }],
  },
  LabelWithdrawn: {
    before: [held],
    fact: withdrawn('2017-01-01'),
    after: [awarded('2017-06-01', '2019-06-01')],
    carries: true,
    command: withdraw('2017-01-01'),
    other: { reason: 'by mistake', on: '2017-02-01' },
    overlap: 'of two ends the earlier one stands',
  },
  LabelEnded: {
    before: [held],
    fact: ended('2017-01-01'),
    after: [awarded('2017-06-01', '2019-06-01')],
    carries: true,
    command: end('2017-01-01'),
    other: { reason: 'by mistake', on: '2017-02-01' },
    overlap: 'of two ends the earlier one stands',
  },
  LabelConsentDecided: {
    before: [held],
    fact: consented(esker, true, '2017-05-01'),
    after: [RENEWED],
    command: consent(esker, true, '2017-05-01'),
    other: { granted: false, on: '2017-06-01' },
    overlap: [{ command: consent(esker, true, '2017-05-15'), day: '2017-05-15' }],
  },
});
