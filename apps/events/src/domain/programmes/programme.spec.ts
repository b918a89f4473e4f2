import { describe, expect, it } from '@jest/globals';
import { fold, requireSettled } from '#libs/kernel';
import { factsInAnyOrder, specification } from '#libs/kernel/testing';
import {
  aliptic,
  beneficiary,
  changeLead,
  company,
  end,
  ended,
  endPart,
  funder,
  leadChanged,
  partEnded,
  programmeId,
  relay,
  spn,
  start,
  started,
  syrpin,
  take,
  taken,
  pass,
  passed,
} from '../../../test/programme-words.ts';
import { leadOn, partsOn, programme, type ProgrammeCommand } from './programme.ts';
import type { ProgrammeFact } from './programme.state.ts';

const { given } = specification(programme);
const RUNS = started('2018-01-01');

describe('a programme', () => {
  it.each<[string, readonly ProgrammeFact[], ProgrammeCommand, readonly ProgrammeFact[]]>([
    ['is started by its lead', [], start('2018-01-01'), [RUNS]],
    ['started twice in the same words is one', [RUNS, leadChanged(spn, '2019-01-01')], start('2018-01-01'), []],
    ['has relays', [RUNS], take(relay(spn), '2018-02-01'), [taken(relay(spn), '2018-02-01')]],
    ['has beneficiaries', [RUNS], take(beneficiary, '2018-02-01'), [taken(beneficiary, '2018-02-01')]],
    ['has funders', [RUNS], take(funder, '2018-01-01'), [taken(funder, '2018-01-01')]],
    [
      'is left by a relay',
      [RUNS, taken(relay(spn), '2018-02-01')],
      endPart(relay(spn), '2019-01-01'),
      [partEnded(relay(spn), '2019-01-01')],
    ],
    ['has another lead', [RUNS], changeLead(spn, '2019-01-01'), [leadChanged(spn, '2019-01-01')]],
    ['has the lead that it has', [RUNS], changeLead(aliptic, '2019-01-01'), []],
    [
      'is led by a relay that ceases to be one that day',
      [RUNS, taken(relay(spn), '2018-02-01'), partEnded(relay(spn), '2019-01-01')],
      changeLead(spn, '2019-01-01'),
      [leadChanged(spn, '2019-01-01')],
    ],
    [
      'has its former lead as a relay from that day on',
      [RUNS, leadChanged(spn, '2019-01-01')],
      take(relay(aliptic), '2019-01-01'),
      [taken(relay(aliptic), '2019-01-01')],
    ],
    ['ends', [RUNS], end('2020-01-01'), [ended('2020-01-01')]],
    ['ended twice on one day has ended once', [RUNS, ended('2020-01-01')], end('2020-01-01'), []],
  ])('%s', (_what, history, command, events) =>
    given(...history)
      .when(command)
      .then(...events),
  );

  it.each<[string, readonly ProgrammeFact[], ProgrammeCommand, object]>([
    [
      'under an id that another one has',
      [RUNS],
      start('2018-01-01', { name: 'X' }),
      { type: 'EVT_PROGRAMME_EXISTS', found: 'Parcours numérique' },
    ],
    ...[
      end('2019-01-01'),
      changeLead(spn, '2019-01-01'),
      take(relay(spn), '2019-01-01'),
      endPart(relay(spn), '2019-01-01'),
    ].map((command): [string, readonly ProgrammeFact[], ProgrammeCommand, object] => [
      `${command.type} of none`,
      [],
      command,
      { type: 'EVT_PROGRAMME_NOT_FOUND', found: programmeId },
    ]),
    [
      'with a relay that is no cluster',
      [RUNS],
      take({ role: 'relay', party: beneficiary.party }, '2018-02-01'),
      { type: 'EVT_RELAY_NO_CLUSTER', found: company },
    ],
    [
      'with its lead as a relay',
      [RUNS],
      take(relay(aliptic), '2018-02-01'),
      contradicted('the cluster leads the programme that day'),
    ],
    [
      'led by a relay',
      [RUNS, taken(relay(spn), '2018-02-01')],
      changeLead(spn, '2019-01-01'),
      contradicted('the cluster is a relay from 2018-02-01 on'),
    ],
    [
      'with one relay twice',
      [RUNS, taken(relay(spn), '2018-02-01')],
      take(relay(spn), '2018-03-01'),
      contradicted('it is a relay from 2018-02-01 on'),
    ],
    ['left by who has no part', [RUNS], endPart(funder, '2019-01-01'), contradicted('it is no funder before that day')],
    ['before its start', [RUNS], take(relay(spn), '2017-12-31'), contradicted('it does not run before that day')],
    [
      'after its end',
      [RUNS, ended('2020-01-01')],
      take(relay(spn), '2020-01-01'),
      contradicted('it ended on 2020-01-01'),
    ],
    [
      'led by another one after its end',
      [RUNS, ended('2020-01-01')],
      changeLead(spn, '2020-01-01'),
      contradicted('it ended on 2020-01-01'),
    ],
    ['ended on its first day', [RUNS], end('2018-01-01'), contradicted('it runs from 2018-01-01 on')],
    ['ended twice', [RUNS, ended('2020-01-01')], end('2021-01-01'), contradicted('it ended on 2020-01-01')],
  ])('is refused: %s', (_what, history, command, rejection) =>
    given(...history)
      .when(command)
      .refused(rejection),
  );

  it('has a lead and parts on every day, and none from its end on', () => {
    const state = fold(programme, [
      RUNS,
      taken(relay(spn), '2018-02-01'),
      taken(funder, '2018-02-01'),
      partEnded(relay(spn), '2019-01-01'),
      leadChanged(spn, '2019-01-01'),
      taken(relay(syrpin), '2019-01-01'),
      ended('2020-01-01'),
    ]);
    const on = (day: string) => [leadOn(state, day), partsOn(state, day).map(({ party }) => party.id)];
    expect(['2017-12-31', '2018-01-01', '2018-12-31', '2019-01-01', '2020-01-01'].map(on)).toEqual([
      [undefined, []],
      [aliptic, []],
      [aliptic, [spn, funder.party.id]],
      [spn, [funder.party.id, syrpin]],
      [undefined, []],
    ]);
  });

  it.each<[string, readonly ProgrammeFact[]]>([
    ['ended and never started', [ended('2020-01-01')]],
    ['started twice', [RUNS, RUNS]],
  ])('%s is an altered history', (_what, history) => {
    expect(() => {
      requireSettled(fold(programme, history));
    }).toThrow('cannot follow');
  });
});

function contradicted(required: string): object {
  return { type: 'EVT_FACT_CONTRADICTED', required };
}

describe('a merger of clusters that are in a programme', () => {
  const EFFECT = '2019-01-01';
  const [lead, part] = [passed(aliptic, spn, EFFECT), passed(syrpin, spn, EFFECT)];
  const back = (to: string) => passed(spn, to, '2020-01-01', { annulment: true });
  const RELAY = taken(relay(syrpin), '2018-02-01');

  it('is recorded once', () => {
    given(RUNS)
      .when(pass(aliptic, spn, EFFECT))
      .then(lead);
    given(RUNS, lead)
      .when(pass(aliptic, spn, EFFECT))
      .then();
  });

  it.each<[string, readonly ProgrammeFact[], string, readonly string[]]>([
    ['gives the lead to the heir', [RUNS, lead], spn, []],
    ['gives the heir the part of a relay', [RUNS, RELAY, part], aliptic, [spn]],
    [
      'leaves a relay as one where the heir is one',
      [RUNS, taken(relay(spn), '2018-02-01'), RELAY, part],
      aliptic,
      [spn],
    ],
    ['leaves the lead where the heir leads', [started('2018-01-01', { leadId: spn }), RELAY, part], spn, []],
    ['gives the lead to a relay, which is one no more', [RUNS, taken(relay(spn), '2018-02-01'), lead], spn, []],
    ['of lead and relay gives the heir the lead', [RUNS, RELAY, lead, part], spn, []],
    ['gives no part that had ended', [RUNS, RELAY, partEnded(relay(syrpin), '2018-06-01'), part], aliptic, []],
    ['passes an end that lies ahead', [RUNS, RELAY, partEnded(relay(syrpin), '2019-06-01'), part], aliptic, []],
    ['gives nothing of who is in none', [RUNS, part], aliptic, []],
    ['of before the programme moves nothing', [part, RUNS], aliptic, []],
    ['comes to nothing by an annulment: the lead', [RUNS, lead, back(aliptic)], aliptic, []],
    ['comes to nothing by an annulment: a relay', [RUNS, RELAY, part, back(syrpin)], aliptic, [syrpin]],
    [
      'comes to nothing by an annulment: both are relays again',
      [RUNS, taken(relay(spn), '2018-02-01'), RELAY, part, back(syrpin)],
      aliptic,
      [spn, syrpin],
    ],
    [
      'comes to nothing by an annulment: who had left the parts for the lead is a relay again',
      [RUNS, taken(relay(spn), '2018-02-01'), lead, back(aliptic)],
      aliptic,
      [spn],
    ],
    [
      'comes to nothing by an annulment but for what the heir has left',
      [RUNS, RELAY, part, partEnded(relay(spn), '2019-06-01'), back(syrpin)],
      aliptic,
      [],
    ],
  ])('%s', (_what, facts, leadId, relays) => {
    const [day, state] = ['2021-01-01', fold(programme, facts)];
    requireSettled(state);
    expect(leadOn(state, day)).toBe(leadId);
    expect(
      partsOn(state, day)
        .map(({ party }) => party.id)
        .toSorted(),
    ).toEqual(relays.toSorted());
  });
});

factsInAnyOrder(programme, {
  ProgrammeStarted: {
    fact: RUNS,
    after: [taken(relay(spn), '2018-02-01'), ended('2020-01-01')],
    carries: true,
    command: start('2018-01-01'),
    other: { name: 'X', theme: 'Sobriété', leadId: syrpin, since: '2017-12-01' },
    overlap: 'a programme is started once, under an id of its own',
  },
  ProgrammeEnded: {
    before: [RUNS, taken(relay(spn), '2018-02-01')],
    fact: ended('2020-01-01'),
    after: 'nothing counts after it',
    command: end('2020-01-01'),
    other: { on: '2020-02-01' },
    overlap: [{ command: take(funder, '2020-06-01'), day: '2020-01-01' }],
  },
  ProgrammePartEnded: {
    before: [RUNS, taken(relay(spn), '2018-02-01')],
    fact: partEnded(relay(spn), '2019-01-01'),
    after: [leadChanged(spn, '2019-06-01')],
    carries: true,
    command: endPart(relay(spn), '2019-01-01'),
    other: { on: '2019-02-01' },
    overlap: 'of two ends the earlier one stands',
  },
  ProgrammeLeadChanged: {
    before: [RUNS],
    fact: leadChanged(spn, '2019-01-01'),
    after: [taken(relay(aliptic), '2019-06-01')],
    carries: true,
    command: changeLead(spn, '2019-01-01'),
    other: { leadId: syrpin, since: '2019-02-01' },
    overlap: [{ command: take(relay(spn), '2018-06-01'), day: '2018-06-01' }],
  },
  ProgrammePartTaken: {
    before: [RUNS],
    fact: taken(relay(spn), '2018-02-01'),
    after: [partEnded(relay(spn), '2019-01-01')],
    carries: true,
    command: take(relay(spn), '2018-02-01'),
    other: { since: '2018-03-01' },
    overlap: [{ command: changeLead(spn, '2018-06-01'), day: '2018-02-01' }],
  },
  ProgrammePassed: { before: [RUNS], fact: passed(aliptic, spn, '2019-01-01'), after: [taken(funder, '2019-06-01')] },
});
