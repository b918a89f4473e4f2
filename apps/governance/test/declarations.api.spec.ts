import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { TestApplication, type TestAnswer } from '#libs/nest-kit/testing';
import { countedUuid } from '#libs/kernel/testing';
import { publish } from '../../../tests/support/published.ts';
import { absorption } from '../src/policies/testing/succession.fixtures.ts';
import { governanceContext } from '../src/governance.context.ts';
import {
  assembly,
  bocquet,
  clauses,
  createAssembly,
  Governance,
  mandateOfBocquet,
  mandateOfMontier,
  montier,
  numelink,
  presidency,
  rhoneAlley,
  startBocquet,
  unknown,
} from './governance.fixtures.ts';

const declaration = countedUuid(41, 0xa);
const second = countedUuid(42, 0xa);
const office = countedUuid(43, 0xa);
const mandate = { kind: 'mandate', mandateId: mandateOfBocquet } as const;
const end = { kind: 'mandate-end', mandateId: mandateOfBocquet } as const;
const statutes = { kind: 'statutes', statutesVersion: 1 } as const;

let app: TestApplication;
let governance: Governance;
beforeEach(async () => {
  app = await TestApplication.start([governanceContext], { RATE_LIMIT_PER_SECOND: '10000' });
  governance = new Governance(app);
  await governance.hasClusters();
  await governance.hasBoard();
});
afterEach(() => app.stop());

const file = (effectiveAt: string, ...changes: readonly object[]) =>
  [`declarations/${numelink}/file`, { declarationId: declaration, changes, effectiveAt }] as const;
const receipt = (effectiveAt: string) =>
  [`declarations/${numelink}/record-receipt`, { declarationId: declaration, number: 'W42', effectiveAt }] as const;

type Item = Readonly<Record<string, unknown>>;
const factIn = ({ body }: TestAnswer) => (body['events'] as readonly Item[])[0]?.['id'];

/** The changes on a day, each by its kind. */
async function changesOn(validAt: string, more = ''): Promise<readonly Item[]> {
  const { body } = await governance.sees(`clusters/${numelink}/declarations?validAt=${validAt}${more}`);
  return body['items'] as readonly Item[];
}
const statusesOn = async (validAt: string) => (await changesOn(validAt)).map(({ kind, status }) => [kind, status]);

async function mandatesOf(path: string): Promise<readonly Item[]> {
  const { body } = await governance.sees(`offices/${presidency}${path}`);
  return (body['mandates'] ?? body['holders']) as readonly Item[];
}

describe('a change of who administers', () => {
  let started: unknown;
  beforeEach(async () => {
    started = factIn(await governance.does(`offices/${presidency}/start-mandate`, startBocquet));
  });

  it('is due for three months, reminded of in the last thirty days, then late by days', async () => {
    const [change] = await changesOn('2014-06-20');
    // The third month ends on a Saturday.
    expect(change).toMatchObject({
      ...{ ...mandate, day: '2014-06-20', officeId: presidency, title: 'Présidence', person: bocquet },
      ...{ status: 'due', dueOn: '2014-09-22', remindedFrom: '2014-08-23' },
    });
    expect(await changesOn('2014-06-19')).toEqual([]);
    expect(await statusesOn('2014-08-23')).toEqual([['mandate', 'reminded']]);
    expect(await statusesOn('2014-09-22')).toEqual([['mandate', 'reminded']]);
    expect((await changesOn('2014-10-02'))[0]).toMatchObject({ status: 'late', lateDays: 10 });
    expect(await changesOn('2014-10-02', '&status=due')).toEqual([]);
    expect(await changesOn('2014-10-02', '&status=late')).toHaveLength(1);
  });

  it('stands among the deadlines until it is declared', async () => {
    const deadlines = async () =>
      (await governance.sees(`clusters/${numelink}/deadlines?validAt=2014-07-01`)).body['items'];
    expect(await deadlines()).toEqual([
      {
        ...{ on: '2014-09-22', kind: 'declaration', change: 'mandate', bodyId: expect.any(String) },
        ...{ officeId: presidency, title: 'Présidence', mandateId: mandateOfBocquet, person: bocquet },
      },
    ]);
    await governance.does(...file('2014-06-30', mandate));
    expect(await deadlines()).toEqual([]);
  });

  it('can be held against third parties from the day of its declaration; the receipt proves it', async () => {
    const { body } = await governance.does(...file('2014-07-01', mandate));
    expect(body['recorded']).toMatchObject({
      declarationId: declaration,
      changes: [{ ...mandate, day: '2014-06-20' }],
    });
    await governance.does(...receipt('2014-07-04'));
    expect(await statusesOn('2014-07-01')).toEqual([['mandate', 'declared']]);
    expect((await changesOn('2014-07-04'))[0]).toMatchObject({
      ...{ status: 'receipted', declarationId: declaration, declaredOn: '2014-07-01', receiptedOn: '2014-07-04' },
      opposableFrom: '2014-07-01',
    });
    expect(await mandatesOf('')).toMatchObject([{ opposableFrom: '2014-07-01' }]);
    expect((await mandatesOf('/holders?validAt=2014-06-30'))[0]).not.toHaveProperty('opposableFrom');
    expect(await mandatesOf('/holders?validAt=2014-07-01')).toMatchObject([{ opposableFrom: '2014-07-01' }]);
    const filed = await governance.sees(`declarations/${numelink}`);
    expect(filed.body['declarations']).toMatchObject([{ filedOn: '2014-07-01', receipt: { number: 'W42' } }]);
  });

  it('declared late was late, and a re-election changes nothing', async () => {
    await governance.does(...file('2014-10-02', mandate));
    expect((await changesOn('2016-01-01'))[0]).toMatchObject({ status: 'declared', lateDays: 10 });
    const over = { mandateId: mandateOfBocquet, cause: 'term', effectiveAt: '2016-06-20' };
    await governance.does(`offices/${presidency}/end-mandate`, over);
    const again = { mandateId: second, person: bocquet, how: 'elected', follows: mandateOfBocquet };
    await governance.does(`offices/${presidency}/start-mandate`, { ...again, effectiveAt: '2016-06-20' });
    expect(await statusesOn('2017-01-01')).toEqual([['mandate', 'declared']]);
    expect(await mandatesOf('')).toMatchObject([{ opposableFrom: '2014-10-02' }, { opposableFrom: '2014-10-02' }]);
    expect((await governance.tries(...file('2016-07-01', end))).body).toMatchObject({ code: 'GOV_DECLARATION_EXISTS' });
    const body = { declarationId: second, changes: [end], effectiveAt: '2016-07-01' };
    expect((await governance.tries(`declarations/${numelink}/file`, body)).body).toMatchObject({
      ...{ code: 'GOV_CHANGE_NOT_FOUND', found: `mandate-end ${mandateOfBocquet}` },
    });
  });

  it('ends, and the successor begins: both are declared, and the end is opposable by itself', async () => {
    const over = { mandateId: mandateOfBocquet, cause: 'resignation', effectiveAt: '2016-01-04' };
    await governance.does(`offices/${presidency}/end-mandate`, over);
    const next = { mandateId: mandateOfMontier, person: montier, how: 'elected', effectiveAt: '2016-01-04' };
    await governance.does(`offices/${presidency}/start-mandate`, next);
    expect((await statusesOn('2016-02-01')).toSorted()).toEqual([
      ['mandate', 'due'],
      ['mandate', 'late'],
      ['mandate-end', 'due'],
    ]);
    await governance.does(...file('2016-02-10', end, { kind: 'mandate', mandateId: mandateOfMontier }));
    const [first, last] = await mandatesOf('');
    expect(first).toMatchObject({ endOpposableFrom: '2016-02-10' });
    expect(first).not.toHaveProperty('opposableFrom');
    expect(last).toMatchObject({ opposableFrom: '2016-02-10' });
    expect(last).not.toHaveProperty('endOpposableFrom');
  });

  it('follows a corrected day; the declaration says the day that was known, and is asked for as it was known', async () => {
    app.clock.set('2026-11-30T10:00:00Z');
    await governance.does(...file('2014-07-01', mandate));
    app.clock.set('2026-12-02T10:00:00Z');
    const correction = { fact: started, reason: 'Le procès-verbal', changes: { since: '2014-05-05' } };
    await governance.does(`offices/${presidency}/correct-mandate`, correction);
    expect((await changesOn('2014-09-01'))[0]).toMatchObject({
      ...{ day: '2014-05-05', dueOn: '2014-08-05', declaredDay: '2014-06-20', opposableFrom: '2014-07-01' },
    });
    expect((await changesOn('2014-09-01', '&knownAt=2026-12-01'))[0]).toMatchObject({ day: '2014-06-20' });
    expect((await changesOn('2014-09-01', '&knownAt=2026-12-01'))[0]).not.toHaveProperty('declaredDay');
  });

  it('that is taken back leaves its declaration with a mark', async () => {
    await governance.does(...file('2014-07-01', mandate));
    const body = { fact: started, reason: 'Jamais élue' };
    await governance.does(`offices/${presidency}/void-mandate`, body);
    const { body: seen } = await governance.sees(`clusters/${numelink}/declarations?validAt=2014-08-01`);
    expect(seen).toMatchObject({
      items: [],
      declarations: [{ declarationId: declaration, changes: [{ ...mandate, restsOn: 'void' }] }],
    });
  });

  it('declared by a declaration that was refused is due as before, and declared by another one', async () => {
    await governance.does(...file('2014-07-01', mandate));
    const refusal = { declarationId: declaration, reason: 'Le procès-verbal manque', effectiveAt: '2014-07-08' };
    await governance.does(`declarations/${numelink}/record-refusal`, refusal);
    expect([await statusesOn('2014-07-07'), await statusesOn('2014-07-08')]).toEqual([
      [['mandate', 'declared']],
      [['mandate', 'due']],
    ]);
    const again = { declarationId: second, changes: [mandate], effectiveAt: '2014-07-15' };
    await governance.does(`declarations/${numelink}/file`, again);
    expect((await changesOn('2014-08-01'))[0]).toMatchObject({ status: 'declared', opposableFrom: '2014-07-15' });
  });

  it('recorded late is late from the day on which it should have been declared', async () => {
    expect(await statusesOn('2016-01-01')).toEqual([['mandate', 'late']]);
    const filed = factIn(await governance.does(...file('2016-01-04', mandate)));
    const correction = { fact: filed, reason: 'Récépissé', changes: { on: '2014-07-01' } };
    await governance.does(`declarations/${numelink}/correct-filing`, correction);
    expect((await changesOn('2016-01-01'))[0]).toMatchObject({ status: 'declared', opposableFrom: '2014-07-01' });
    expect((await changesOn('2016-01-01'))[0]).not.toHaveProperty('lateDays');
  });

  it.each([
    ['twice', 'GOV_CHANGE_DECLARED', mandate, '2014-08-01'],
    ['that nobody knows', 'GOV_CHANGE_NOT_FOUND', { ...mandate, mandateId: unknown }, '2014-08-01'],
    ['before it', 'GOV_DECLARATION_BEFORE_CHANGE', statutes, '2014-08-01'],
  ])('declared %s is refused: %s', async (_what, code, change, effectiveAt) => {
    await governance.does(`statutes/${numelink}/adopt`, { clauses, effectiveAt: '2015-01-01' });
    await governance.does(...file('2014-07-01', mandate));
    const body = { declarationId: second, changes: [change], effectiveAt };
    const refused = await governance.tries(`declarations/${numelink}/file`, body);
    const named = { found: expect.any(String), required: expect.any(String) };
    expect(refused).toMatchObject({ status: 409, body: { code, ...named } });
  });

  it('has its receipt after it was filed', async () => {
    expect((await governance.tries(...receipt('2014-07-04'))).body['code']).toBe('GOV_DECLARATION_NOT_FOUND');
    await governance.does(...file('2014-07-04', mandate));
    expect((await governance.tries(...receipt('2014-07-03'))).body).toMatchObject({
      ...{ code: 'GOV_DECLARATION_ANSWERED_BEFORE_FILING', found: '2014-07-03', required: '2014-07-04' },
    });
  });

  it.each([
    ['no change', []],
    ['a mandate without its id', [{ kind: 'mandate' }]],
    ['a version that is none', [{ kind: 'statutes', statutesVersion: 0 }]],
    ['a kind that there is not', [{ kind: 'hat' }]],
    ['a day of its own', [{ ...mandate, day: '2014-06-20' }]],
  ])('that says %s is malformed', async (_what, changes) => {
    const answer = await governance.tries(`declarations/${numelink}/file`, { changes });
    expect(answer).toMatchObject({ status: 400, body: { code: 'API_MALFORMED' } });
  });

  it('of a cluster that nobody registered is none', async () => {
    const answer = await governance.tries(`declarations/${unknown}/file`, { changes: [mandate] });
    expect(answer).toMatchObject({ status: 409, body: { code: 'GOV_CLUSTER_ABSENT' } });
    expect((await governance.sees(`clusters/${unknown}/declarations`)).status).toBe(404);
  });
});

describe('what is a change, and what is none', () => {
  it('an office of an assembly administers nothing', async () => {
    await governance.does('bodies', createAssembly);
    const chair = { id: office, bodyId: assembly, kind: 'president', title: 'Président de séance' };
    await governance.does('offices', { ...chair, effectiveAt: '2010-01-01' });
    await governance.does(`offices/${office}/start-mandate`, startBocquet);
    expect(await changesOn('2014-08-01')).toEqual([]);
  });

  it('a version of the statutes is, and shows from when on it is opposable', async () => {
    await governance.does(`statutes/${numelink}/adopt`, { clauses, effectiveAt: '2016-01-04' });
    expect(await changesOn('2016-02-01')).toMatchObject([{ ...statutes, status: 'due', dueOn: '2016-04-04' }]);
    await governance.does(...file('2016-02-10', statutes));
    const opposable = async (path: string) =>
      ((await governance.sees(`statutes/${numelink}${path}`)).body['versions'] as readonly Item[]).map(
        ({ opposableFrom }) => opposableFrom,
      );
    expect(await opposable('')).toEqual(['2016-02-10']);
    expect(await opposable('?validAt=2016-02-09')).toEqual([undefined]);
    expect(await opposable('?validAt=2016-02-10')).toEqual(['2016-02-10']);
  });

  it('a new name is; a code name is none, and one under embargo is known to those alone who may', async () => {
    const named = (name: string, nameKind: 'final' | 'code', since: string, embargoUntil?: string) =>
      ({
        type: 'membership.ClusterNamed',
        data: { clusterId: numelink, name, nameKind, since, ...(embargoUntil === undefined ? {} : { embargoUntil }) },
      }) as const;
    await publish(
      app.store,
      named('Projet Rhône', 'code', '2015-01-05'),
      named('Digital League', 'final', '2016-01-04'),
      named('Grand League', 'final', '2016-02-01', '2199-01-01'),
    );
    const names = async (as: 'admin' | 'operator') => {
      const path = `clusters/${numelink}/declarations?validAt=2016-03-01`;
      const { body } = await governance.sees(path, { as, clusters: [numelink] });
      return (body['items'] as readonly Item[]).map(({ name }) => name);
    };
    expect(await names('admin')).toEqual(['Digital League', 'Grand League']);
    expect(await names('operator')).toEqual(['Digital League']);
    const body = { changes: [{ kind: 'name', name: 'Grand League' }], effectiveAt: '2016-03-01' };
    expect((await governance.tries(`declarations/${numelink}/file`, body)).body['code']).toBe('GOV_CHANGE_NOT_FOUND');
    await governance.does(...file('2016-03-01', { kind: 'name', name: 'Digital League' }));
    expect(await changesOn('2016-03-01', '&status=declared')).toMatchObject([{ name: 'Digital League' }]);
  });

  it('a new seat is, by a decision or by a merger', async () => {
    const effect = absorption({ predecessors: [{ clusterId: rhoneAlley }] });
    const successor = { ...effect.successor, clusterId: numelink, seat: 'Saint-Étienne' };
    await publish(
      app.store,
      { type: 'mergers.SuccessionTookEffect', data: { ...effect, successor } },
      { type: 'membership.ClusterMoved', data: { clusterId: numelink, seat: 'Roanne', since: '2016-01-04' } },
    );
    expect(await changesOn('2016-02-01')).toMatchObject([
      { kind: 'seat', seat: 'Saint-Étienne', day: '2015-06-24', status: 'late' },
      { kind: 'seat', seat: 'Roanne', day: '2016-01-04', status: 'due' },
    ]);
    await governance.does(...file('2016-02-01', { kind: 'seat', seat: 'Roanne' }));
    expect((await statusesOn('2016-02-01')).at(-1)).toEqual(['seat', 'declared']);
  });

  it('what an association begins with and what ends with it have no delay of their own', async () => {
    await governance.does(`statutes/${numelink}/adopt`, { clauses, effectiveAt: '2000-01-01' });
    await governance.does(`offices/${presidency}/start-mandate`, startBocquet);
    await publish(app.store, { type: 'membership.ClusterDissolved', data: { clusterId: numelink, on: '2016-01-04' } });
    expect((await changesOn('2017-01-01')).map(({ kind, status, notDue }) => [kind, status, notDue])).toEqual([
      ['statutes', 'not-due', 'founding'],
      ['mandate', 'late', undefined],
      ['mandate-end', 'not-due', 'cluster-ended'],
    ]);
  });

  it('shows the register to everybody, and the letters to those alone who read the files of the cluster', async () => {
    await governance.does(`offices/${presidency}/start-mandate`, startBocquet);
    await governance.does(...file('2014-07-01', mandate));
    const seen = async (path: string, cluster: string) =>
      (await governance.sees(path, { as: 'operator', clusters: [cluster] })).status;
    expect(await seen(`clusters/${numelink}/declarations`, rhoneAlley)).toBe(200);
    expect(await seen(`declarations/${numelink}`, rhoneAlley)).toBe(403);
    expect(await seen(`declarations/${numelink}`, numelink)).toBe(200);
  });
});
