import { describe, expect, it } from '@jest/globals';
import { fold } from '#libs/kernel';
import { esker, inovaction, axess } from '../../../test/facts.ts';
import { awarded, consented, ended, renewed, schemeWith, suspended, withdrawn } from '../../../test/label-words.ts';
import { label } from './label.decide.ts';
import type { LabelFact } from './label.ts';
import type { LabelSchemeVersion } from './label-scheme.ts';
import { labelOn, type LabelStatus } from './label-status.ts';
import { heldAfter, issuedAfter, type HeldLabel } from '#libs/succession';

type Rule = LabelSchemeVersion['onHolderSuccession'];
const [holderId, successorId, issuerId] = [esker, inovaction, axess];
const ABSORBED = '2017-03-28';
const absorbed = { predecessorId: holderId, successorId, on: ABSORBED };
const validTo = (until?: string): HeldLabel => ({ holderId, since: '2016-07-01', until, origins: [] });
const automatic: Rule = { policy: 'automatic' };
const lapse: Rule = { policy: 'lapse' };
const within = (policy: 'consent' | 're-assess', withinMonths: number): Rule => ({ policy, withinMonths });

describe('a label whose holder is absorbed on 2017-03-28', () => {
  it.each<[string, Rule, string | undefined, string, string | undefined]>([
    ['passes as it is', automatic, '2018-06-30', successorId, '2018-06-30'],
    [
      'is re-assessed within twelve months: good until then at most',
      within('re-assess', 12),
      '2018-06-30',
      successorId,
      '2018-03-28',
    ],
    [
      'that ends before it has to be re-assessed ends then',
      within('re-assess', 12),
      '2018-01-31',
      successorId,
      '2018-01-31',
    ],
    ['that has no end has one', within('re-assess', 12), undefined, successorId, '2018-03-28'],
    [
      'needs the consent of its issuer within six months',
      within('consent', 6),
      '2018-06-30',
      successorId,
      '2017-09-28',
    ],
    ['lapses', lapse, '2018-06-30', holderId, ABSORBED],
    ['that had expired stays where it was', automatic, '2017-03-27', holderId, '2017-03-27'],
    ['that ended on that day stays where it was', automatic, ABSORBED, holderId, ABSORBED],
  ])('%s', (_what, rule, until, holder, expected) => {
    const after = heldAfter(validTo(until), schemeWith({ onHolderSuccession: rule }), absorbed);
    expect([after.holderId, after.until]).toEqual([holder, expected]);
    expect(after.origins).toEqual(holder === holderId ? [] : [{ holderId, until: ABSORBED }]);
  });

  it('passes as it was where its scheme had been withdrawn', () => {
    const scheme = schemeWith({ onHolderSuccession: lapse }, '2017-01-01');
    expect(heldAfter(validTo('2018-06-30'), scheme, absorbed)).toMatchObject({
      holderId: successorId,
      until: '2018-06-30',
    });
  });

  it('follows the policy of its scheme on that day', () => {
    const scheme = {
      ...schemeWith({ onHolderSuccession: automatic }),
      versions: [
        ...schemeWith({ onHolderSuccession: automatic }).versions,
        ...schemeWith({ onHolderSuccession: lapse, since: ABSORBED }).versions,
      ],
    };
    expect(heldAfter(validTo(), scheme, absorbed).lapsed).toBe(true);
    expect(heldAfter(validTo(), scheme, { ...absorbed, on: '2017-03-27' })).toMatchObject({ holderId: successorId });
  });

  it('is nobody else’s concern', () => {
    const other = { ...absorbed, predecessorId: issuerId };
    expect(heldAfter(validTo(), schemeWith({ onHolderSuccession: lapse }), other)).toEqual(validTo());
  });

  it('passes again, with every holder kept', () => {
    const scheme = schemeWith({ onHolderSuccession: automatic });
    const again = { predecessorId: successorId, successorId: issuerId, on: '2019-01-01' };
    expect(heldAfter(heldAfter(validTo(), scheme, absorbed), scheme, again)).toMatchObject({
      holderId: issuerId,
      origins: [
        { holderId, until: ABSORBED },
        { holderId: successorId, until: '2019-01-01' },
      ],
    });
  });
});

it.each<[string, Rule, string | undefined]>([
  ['goes on', automatic, '2018-06-30'],
  ['lapses', lapse, ABSORBED],
  ['has to be re-assessed', within('re-assess', 12), '2018-03-28'],
])('a label whose issuer is absorbed %s; its holder keeps it', (_what, rule, until) => {
  const passing = { predecessorId: issuerId, successorId, on: ABSORBED };
  expect(issuedAfter(validTo('2018-06-30'), schemeWith({ onIssuerSuccession: rule }), passing)).toMatchObject({
    holderId,
    until,
  });
});

describe('what a label is on a day', () => {
  const on = (
    day: string,
    facts: readonly LabelFact[],
    more: {
      readonly rule?: Rule | undefined;
      readonly ofIssuer?: Rule | undefined;
      readonly grace?: object;
      readonly dissolved?: string;
    } = {},
  ) => {
    const { rule, ofIssuer, grace, dissolved } = more;
    const scheme = schemeWith({
      ...{
        onHolderSuccession: rule ?? { policy: 'automatic' },
        onIssuerSuccession: ofIssuer ?? { policy: 'automatic' },
      },
      ...(grace as Partial<LabelSchemeVersion>),
    });
    const surroundings = {
      scheme,
      ofHolder: rule === undefined ? [] : [absorbed],
      ofIssuer: ofIssuer === undefined ? [] : [{ ...absorbed, predecessorId: issuerId }],
      dissolvedOn: () => dissolved,
    };
    return labelOn(fold(label, facts), surroundings, day);
  };
  const held = awarded('2016-07-01', '2018-06-30');
  const grace = { grace: { from: '2018-07-01', days: 120 } };

  it.each<[LabelStatus, string, readonly LabelFact[], Parameters<typeof on>[2]?]>([
    ['to-come', '2016-06-30', [held]],
    ['valid', '2016-07-01', [held]],
    ['valid', '2018-06-29', [held]],
    ['expired', '2018-06-30', [held]],
    ['expired', '2018-06-30', [held], { grace }],
    ['in-grace', '2018-07-01', [held], { grace }],
    ['in-grace', '2018-10-28', [held], { grace }],
    ['expired', '2018-10-29', [held], { grace }],
    ['valid', '2018-07-01', [held, renewed('2018-06-01', '2020-06-30')]],
    ['expired', '2018-07-01', [held, renewed('2018-07-02', '2020-06-30', { inGrace: true })]],
    ['valid', '2018-07-02', [held, renewed('2018-07-02', '2020-06-30', { inGrace: true })]],
    ['suspended', '2017-01-01', [held, suspended('2017-01-01')]],
    ['expired', '2018-06-30', [held, suspended('2017-01-01')]],
    ['valid', '2016-12-31', [held, withdrawn('2017-01-01')]],
    ['withdrawn', '2017-01-01', [held, withdrawn('2017-01-01')]],
    ['ended', '2018-06-30', [held, ended('2017-01-01')]],
    ['expired', '2018-06-30', [held, ended('2019-01-01')]],
    ['ended', '2017-05-01', [held], { dissolved: '2017-05-01' }],
    ['awaiting-consent', ABSORBED, [held], { rule: within('consent', 6) }],
    ['lapsed', '2017-09-28', [held], { rule: within('consent', 6) }],
    ['valid', '2017-09-28', [held, consented(holderId, true, '2017-05-01')], { rule: within('consent', 6) }],
    ['awaiting-consent', '2017-04-30', [held, consented(holderId, true, '2017-05-01')], { rule: within('consent', 6) }],
    ['valid', ABSORBED, [held, consented(holderId, true, '2017-01-01')], { rule: within('consent', 6) }],
    ['lapsed', '2017-05-01', [held, consented(holderId, false, '2017-05-01')], { rule: within('consent', 6) }],
    ['lapsed', '2018-01-01', [held, consented(holderId, true, '2017-12-01')], { rule: within('consent', 6) }],
    ['valid', '2018-03-27', [held], { rule: within('re-assess', 12) }],
    ['lapsed', '2018-03-28', [held], { rule: within('re-assess', 12) }],
    ['valid', '2018-03-28', [held, renewed('2018-03-01', '2020-06-30')], { rule: within('re-assess', 12) }],
    ['lapsed', '2018-03-28', [held, renewed('2017-03-28', '2020-06-30')], { rule: within('re-assess', 12) }],
    ['lapsed', ABSORBED, [held], { rule: { policy: 'lapse' } }],
    ['lapsed', ABSORBED, [held, renewed('2018-03-01', '2020-06-30')], { rule: { policy: 'lapse' } }],
    ['withdrawn', '2017-05-01', [held, withdrawn('2017-05-01')], { rule: within('re-assess', 12) }],
    ['lapsed', ABSORBED, [held], { ofIssuer: { policy: 'lapse' } }],
    ['awaiting-consent', ABSORBED, [held], { ofIssuer: within('consent', 6) }],
    ['valid', '2017-05-01', [held, consented(issuerId, true, '2017-05-01')], { ofIssuer: within('consent', 6) }],
  ])('%s on %s', (status, day, facts, more = {}) => {
    expect(on(day, facts, more)?.status).toBe(status);
    // Whatever was recorded first.
    expect(on(day, facts.toReversed(), more)).toEqual(on(day, facts, more));
  });

  it('is that of the last award by the day, and nothing where all were taken back', () => {
    const facts = [awarded('2010-01-01', '2012-01-01'), held];
    expect(['2009-01-01', '2011-01-01', '2013-01-01', '2017-01-01'].map((day) => on(day, facts)?.status)).toEqual([
      'to-come',
      'valid',
      'expired',
      'valid',
    ]);
    expect(on('2017-01-01', [])).toBeUndefined();
  });

  it('of one that had ended before the succession did not pass', () => {
    expect(on('2018-01-01', [held, ended('2017-03-28')], { rule: { policy: 'automatic' } })).toMatchObject({
      holderId,
      status: 'ended',
      origins: [],
    });
    expect(on('2018-01-01', [held, ended('2017-03-29')], { rule: { policy: 'automatic' } })).toMatchObject({
      holderId: successorId,
      status: 'ended',
    });
  });
});
