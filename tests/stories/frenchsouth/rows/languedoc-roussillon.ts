import { Merger, unanimous } from '../../merger.ts';
import type { Player, StoryRow } from '../../player.ts';
import {
  clusters,
  company,
  conditions,
  formerColleges,
  founders,
  id,
  members,
  operations,
  people,
  region,
  school,
  startUp,
  subsidies,
} from '../cast.ts';
import { refusals } from '../../refusals.ts';
import { readings } from '../readings.ts';
import { frenchSouthPlan, NAME, sketch } from './plans.ts';

/** Of the statutes. */
export const FILED = 'The statutes are filed with the prefecture.';
const half = { numerator: 1, denominator: 2 };
const clause = { quorum: half, majority: half, majorityOf: 'votes-cast', strict: true };
const clauses = { ordinary: clause, amendment: clause, dissolution: clause };
const presidents = [people.cladera, people.molinie, people.mekersa];

const named = [
  ['Novae LR', 'Montpellier', ['34']],
  ['Media Cloud Cluster', 'Montpellier', ['34']],
  ['PixLR', 'Montpellier', ['34', '30']],
] as const;

/** Statutes, a board and a president. */
export async function constitute(player: Player, clusterId: string, president?: object): Promise<void> {
  await player.command(`governance/statutes/${clusterId}/adopt`, { clauses });
  const board = { id: id('board', clusterId), clusterId, kind: 'board', name: 'Conseil d’administration' };
  await player.command('governance/bodies', board);
  const office = id('president', clusterId);
  const presidency = { id: office, bodyId: board.id, kind: 'president', title: 'Présidence' };
  await player.command('governance/offices', presidency);
  if (president === undefined) return;
  const mandate = { mandateId: id('mandate', clusterId), person: president, how: 'elected' };
  await player.command(`governance/offices/${office}/start-mandate`, mandate);
}

export const opening: StoryRow = {
  day: '2014-01-01',
  title: 'The record opens: Novae LR with 165 members, Media Cloud Cluster with 12, PixLR with 40',
  play: async (player) => {
    const authority = { id: region, name: 'Région Languedoc-Roussillon', kind: 'public-authority' };
    await player.command('membership/organisations', { ...authority, effectiveAt: '1982-03-02' });
    for (const [organisationId, name, kind] of [
      [startUp, 'A start-up', 'company'],
      [school, 'A school', 'school'],
    ])
      await player.command('membership/organisations', { id: organisationId, name, kind, effectiveAt: '2000-01-01' });
    await player.each([...new Set(members.flat())], (number) => [
      'membership/organisations',
      { id: company(number), name: `Company ${String(number)}`, kind: 'company', effectiveAt: '2000-01-01' },
    ]);
    for (const [index, clusterId] of founders.entries()) {
      const [name, seat, departments] = named[index] ?? named[0];
      await player.command('membership/clusters', { id: clusterId, name, seat, departments });
      await constitute(player, clusterId, presidents[index]);
      await player.each(members[index] ?? [], (number) => [
        'membership/memberships',
        { clusterId, organisationId: company(number), college: formerColleges[index] },
      ]);
    }
  },
};

/** What is said of the sector in the region. */
async function declareFigures(player: Player): Promise<void> {
  const said = { scope: 'Le numérique en Languedoc-Roussillon', on: '2012-12-31', source: 'Novae LR' };
  for (const [indicator, value, unit] of [
    ['establishments', 4_200, 'establishments'],
    ['employees', 15_000, 'persons'],
    ['growth-of-establishments-since-2009', 34, 'percent'],
  ] as const)
    await player.command(`membership/clusters/${clusters.novae}/declare-figure`, {
      figure: { indicator, value, unit, ...said },
    });
}

export const thinkTank: StoryRow = {
  day: '2014-09-15',
  title:
    'A think tank of the regional council: one cluster in place of three; merged, because a dissolution would lose the history',
  play: async (player) => {
    await declareFigures(player);
    const merger = new Merger(player, operations.frenchSouth);
    const parties = founders.map((clusterId) => ({ clusterId, role: 'founding' }));
    await merger.start('fusion-creation', 'South French Digital', parties);
    await merger.logPosition('Région Languedoc-Roussillon', 'The three trades belong under one roof.', [
      { title: 'think tank of the regional council' },
    ]);
    await merger.logPosition('The three presidents', 'A dissolution would lose the history of the sectors: we merge.', [
      { title: 'internal document of September 2014, which names the colleges' },
    ]);
  },
};

export const confidential: StoryRow = {
  day: '2014-11-14',
  title: 'A draft with open points, and the name, which nobody is to know before the Digiworld Summit of the 19th',
  play: async (player) => {
    const path = `mergers/operations/${operations.frenchSouth}`;
    await player.command(`${path}/draft-plan`, { plan: sketch, embargoUntil: '2014-11-19' });
    const { clusterId, name, nameKind, seat, departments } = sketch.successor;
    const project = { id: clusterId, name, nameKind, seat, departments, operationId: operations.frenchSouth };
    await player.command('membership/clusters', project);
    await player.command(`membership/clusters/${clusterId}/name`, {
      ...{ name: NAME, nameKind: 'final', embargoUntil: '2014-11-19' },
    });
    const demanded = 'PixLR asks for a guarantee of its means, Novae LR for working capital.';
    await player.command(`${path}/log-position`, { by: 'Novae LR and PixLR', statement: demanded });
    const adoption = new Merger(player, operations.frenchSouth).adopt(player.day, clusters.novae);
    await refusals.of('adopts a plan with open points', adoption);
  },
};

/** A day before the announcement, and a day after it. */
export const readBy: readonly StoryRow[] = ['2014-11-18', '2014-11-20'].map((day) => ({
  day,
  title: 'A member reads what there is on the merger, and an auditor',
  play: (player) => readings.name(player),
}));

export const frozen: StoryRow = {
  day: '2014-12-01',
  title: 'The region freezes the subsidies of the three until the grouping exists; Montpellier has become French Tech',
  play: async (player) => {
    await player.each(subsidies, ({ id: subsidyId, clusterId, amountCents }) => [
      'membership/subsidies',
      {
        ...{ id: subsidyId, clusterId, granterId: region, amountCents, purpose: 'Actions collectives', year: 2014 },
        ...{ onSuccession: 'passes', effectiveAt: '2014-03-01' },
      },
    ]);
    await player.each(subsidies, ({ id: subsidyId, amountCents }) => [
      `membership/subsidies/${subsidyId}/grant`,
      { amountCents, effectiveAt: '2014-06-01' },
    ]);
    await player.each(subsidies, ({ id: subsidyId }) => [
      `membership/subsidies/${subsidyId}/add-condition`,
      { condition: 'Le regroupement existe' },
    ]);
    const spent = { amountCents: 100_000, use: 'Actions collectives' };
    const path = `membership/subsidies/${subsidies[0].id}/spend`;
    await refusals.of('spends what is frozen until the grouping exists', player.command(path, spent));
    const scheme = { id: id('label', 'French Tech'), issuerId: region, name: 'French Tech' };
    const rules = { onHolderSuccession: { policy: 'automatic' }, effectiveAt: '2014-11-12' };
    await player.command('membership/label-schemes', { ...scheme, ...rules });
    const holder = { kind: 'territory', id: id('territory', 'Montpellier'), name: 'Montpellier' };
    await player.command('membership/labels', { schemeId: scheme.id, holder, effectiveAt: '2014-11-12' });
  },
};

export const adopted: StoryRow = {
  day: '2015-01-30',
  title: 'The boards adopt the plan; the conditions of Novae LR and PixLR are met, the second one in part',
  play: async (player) => {
    const merger = new Merger(player, operations.frenchSouth);
    await player.command(`mergers/operations/${operations.frenchSouth}/draft-plan`, {
      plan: frenchSouthPlan,
      effectiveAt: '2015-01-12',
    });
    await merger.adopt('2015-01-15', ...founders);
    await merger.accede('2015-01-20', startUp, people.founder);
    const path = `mergers/operations/${operations.frenchSouth}/record-condition`;
    const inPart = {
      status: 'waived',
      granted: 'In part, on 28 January; PixLR waives the rest',
      effectiveAt: '2015-01-28',
    };
    await player.command(path, { conditionId: conditions.guarantee, ...inPart });
    const whole = { status: 'fulfilled', granted: 'EUR 150,000', effectiveAt: '2015-01-30' };
    await player.command(path, { conditionId: conditions.workingCapital, ...whole });
  },
};

/** The school has not said anything; it is admitted in March as anybody is. */
export const withdrawn: StoryRow = {
  day: '2015-02-12',
  title:
    'A start-up of French Tech, which had acceded to the plan, withdraws before the effect; a school has not acceded',
  play: async (player) => {
    await player.command(`mergers/operations/${operations.frenchSouth}/withdraw-accession`, {
      ...{ organisationId: startUp, reason: 'It waits for the admission policy of its college.' },
    });
  },
};

export const voted: StoryRow = {
  day: '2015-02-06',
  title: 'The three assemblies approve; no text on mergers of associations applies yet',
  play: async (player) => {
    const merger = new Merger(player, operations.frenchSouth);
    await merger.vote(clusters.novae, unanimous(165, 80, 20));
    await merger.vote(clusters.cloud, unanimous(12, 8, 1));
    await merger.vote(clusters.pixlr, unanimous(40, 20, 5));
  },
};

/** A declaration of the effect comes after it; that the statutes are filed before is on record as what the parties say. */
export const filed: StoryRow = {
  day: '2015-02-09',
  title: 'The statutes of the new association are filed with the prefecture',
  play: async (player) => {
    const by = { by: 'The three presidents', statement: FILED };
    const evidence = [{ title: 'receipt of the prefecture of the Hérault' }];
    await player.command(`mergers/operations/${operations.frenchSouth}/log-position`, { ...by, evidence });
  },
};
