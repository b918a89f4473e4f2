import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import type { Succession } from '#libs/process-managers';
import { calendarDate, instant, streamName, type JsonObject, type StoredEvent } from '#libs/kernel';
import { countedUuid } from '#libs/kernel/testing';
import { TestApplication, type TestAnswer } from '#libs/nest-kit/testing';
import { membershipContext } from '../src/membership.context.ts';
import { absorption, antennaOfClermont, antennaOfDrome, digitalLeague, esker, numelink, rhoneAlley } from './facts.ts';
import { absorptionOfRhoneAlley } from './succession.ts';

const EFFECT = absorptionOfRhoneAlley.effectiveOn;
const why = { reason: 'Mal saisi' };
const jobs = { indicator: 'jobs', value: 370, unit: 'people', on: '2004-12-31', source: 'annual report' };

let app: TestApplication;
let registration: string;
beforeEach(async () => {
  app = await TestApplication.start([membershipContext], { RATE_LIMIT_PER_SECOND: '10000' });
  await fact('clusters', { id: numelink, name: 'Numélink', seat: 'Saint-Étienne', effectiveAt: '2006-01-01' });
  const cluster = { id: rhoneAlley, name: 'RhôneAlley', seat: 'Valence', departments: ['26'] };
  registration = await fact('clusters', { ...cluster, effectiveAt: '2008-01-01' });
});
afterEach(() => app.stop());

const post = (path: string, body: object, as: 'admin' | 'operator' = 'admin', clusters: readonly string[] = []) =>
  app.post(`membership/${path}`, body, { as, clusters });
const sees = async (path: string) => (await app.get(`membership/${path}`)).body;

/** The id of the fact that a command states. */
async function fact(path: string, body: object): Promise<string> {
  const answer = await post(path, body);
  expect({ status: [200, 201].includes(answer.status), code: answer.body['code'] }).toEqual({ status: true });
  const [first] = answer.body['events'] as readonly { readonly id: string }[];
  return first?.id ?? '';
}

async function does(path: string, body: object): Promise<TestAnswer> {
  const answer = await post(path, body);
  expect({ status: answer.status, code: answer.body['code'] }).toEqual({ status: 200, code: undefined });
  return answer;
}

async function absorbs(effect: Succession = absorptionOfRhoneAlley): Promise<void> {
  const data: JsonObject = { ...effect, predecessors: [...effect.predecessors] };
  await app.store.append(streamName('mergers', 'operation', absorption), 'no-stream', [
    {
      ...{ id: countedUuid(90), type: 'mergers.SuccessionTookEffect', schemaVersion: 1, data },
      metadata: {
        ...{ recordedAt: instant('2015-06-30T09:00:00Z'), effectiveAt: calendarDate(EFFECT), actor: { id: 'spec' } },
        ...{ correlationId: countedUuid(91), visibility: { kind: 'public' } },
      },
    },
  ]);
  await app.react();
}

async function eventsOf(kind: string, id: string): Promise<readonly StoredEvent[]> {
  const events: StoredEvent[] = [];
  for await (const event of app.store.read(streamName('membership', kind, id))) events.push(event);
  return events;
}

describe('an organisation that was recorded wrong', () => {
  const path = `organisations/${esker}`;
  let entry: string;
  beforeEach(async () => {
    const company = { id: esker, clusterId: numelink, name: 'Eskerr', kind: 'school' };
    entry = await fact('organisations', { ...company, effectiveAt: '1985-01-01' });
  });

  it('is corrected, and so are its names and figures, of whatever day they are', async () => {
    const changes = { name: 'Esker', kind: 'company', since: '1984-01-01' };
    await does(`${path}/correct-registration`, { fact: entry, ...why, changes });
    await does(`${path}/rename`, { name: 'Esker Group', effectiveAt: '2010-01-01' });
    const late = await fact(`${path}/rename`, { name: 'Esker S.A.', effectiveAt: '1997-07-02' });
    await does(`${path}/correct-name`, { fact: late, ...why, changes: { name: 'Esker SA' } });
    const figure = await fact(`${path}/declare-figure`, { figure: { ...jobs, on: '1980-01-01' } });
    await does(`${path}/correct-figure`, { fact: figure, ...why, changes: { figure: jobs } });
    expect(await sees(path)).toMatchObject({
      ...{ kind: 'company', since: '1984-01-01', figures: [jobs] },
      names: [{ name: 'Esker' }, { name: 'Esker SA' }, { name: 'Esker Group' }],
    });
    expect((await eventsOf('organisation', esker)).at(-1)?.metadata.effectiveAt).toBe(jobs.on);
    await does(`${path}/void-figure`, { fact: figure, ...why });
    await does(`${path}/void-name`, { fact: late, ...why });
    expect(await sees(path)).toMatchObject({ figures: [], names: [{ name: 'Esker' }, { name: 'Esker Group' }] });
  });

  it('is corrected by an operator of the cluster that entered it, and by none of another', async () => {
    const body = { fact: entry, ...why, changes: { name: 'Esker' } };
    expect((await post(`${path}/correct-registration`, body, 'operator', [rhoneAlley])).status).toBe(403);
    expect((await post(`${path}/correct-registration`, body, 'operator', [numelink])).status).toBe(200);
  });

  it.each([
    ['without a change', { changes: {} }, 400, 'API_MALFORMED'],
    ['by an unknown fact', { fact: countedUuid(99), changes: { name: 'Esker' } }, 404, 'MBR_FACT_NOT_FOUND'],
  ])('is not corrected %s', async (_what, body, status, code) => {
    const answer = await post(`${path}/correct-registration`, { fact: entry, ...why, ...body });
    expect(answer).toMatchObject({ status, body: { code } });
  });
});

describe('a cluster that was recorded wrong', () => {
  const path = `clusters/${rhoneAlley}`;

  it('is corrected with its seat and the day of its foundation', async () => {
    const changes = { seat: 'Romans', departments: ['26', '07'], since: '2007-01-01' };
    await does(`${path}/correct-registration`, { fact: registration, ...why, changes });
    expect(await sees(path)).toMatchObject({ ...changes, state: 'active', stateSince: '2007-01-01' });
  });

  it('was dormant in 2010, which is recorded after a revival of 2014, and after its succession', async () => {
    await does(`${path}/fall-dormant`, { effectiveAt: '2013-01-01' });
    await does(`${path}/revive`, { effectiveAt: '2014-01-01' });
    await absorbs();
    const alone = await post(`${path}/fall-dormant`, { effectiveAt: '2010-01-01' });
    expect(alone.body).toMatchObject({ code: 'MBR_FACT_CONTRADICTED', found: 'dormancy of 2013-01-01' });
    const dormancy = await fact(`${path}/fall-dormant`, { effectiveAt: '2010-01-01', revivedOn: '2011-01-01' });
    await does(`${path}/correct-dormancy`, { fact: dormancy, ...why, changes: { on: '2010-06-01' } });
    expect((await sees(path))['states']).toEqual([
      { state: 'active', since: '2008-01-01' },
      { state: 'dormant', since: '2010-06-01' },
      { state: 'revived', since: '2011-01-01' },
      { state: 'dormant', since: '2013-01-01' },
      { state: 'revived', since: '2014-01-01' },
      { state: 'succeeded', since: EFFECT, operationId: absorption },
    ]);
    const behind = await post(`${path}/correct-dormancy`, { fact: dormancy, ...why, changes: { on: EFFECT } });
    expect(behind.body).toMatchObject({ code: 'MBR_CLUSTER_SUCCEEDED' });
  });

  it('has names and antennas of its own time after its dissolution, which is corrected and voided', async () => {
    const dissolution = await fact(`${path}/dissolve`, { effectiveAt: '2016-01-01' });
    await does(`${path}/name`, { name: 'Rhône Alley', effectiveAt: '2014-01-01' });
    const antenna = { id: antennaOfClermont, clusterId: rhoneAlley, name: 'Romans' };
    await fact('antennas', { ...antenna, effectiveAt: '2015-01-01' });
    expect(await sees(`antennas/${antennaOfClermont}`)).toMatchObject({ state: 'closed', until: '2016-01-01' });
    expect((await sees('antennas?state=closed'))['items']).toHaveLength(1);
    const late = await post(`antennas/${antennaOfClermont}/close`, {
      clusterId: rhoneAlley,
      effectiveAt: '2017-01-01',
    });
    expect(late.body).toMatchObject({ code: 'MBR_CLUSTER_DISSOLVED', found: '2016-01-01' });
    const early = await post(`${path}/correct-dissolution`, {
      fact: dissolution,
      ...why,
      changes: { on: '2013-01-01' },
    });
    expect(early.body).toMatchObject({ code: 'MBR_FACT_CONTRADICTED', found: 'name of 2014-01-01' });
    await does(`${path}/correct-dissolution`, { fact: dissolution, ...why, changes: { on: '2018-01-01' } });
    expect(await sees(`antennas/${antennaOfClermont}`)).toMatchObject({ until: '2018-01-01' });
    await does(`${path}/void-dissolution`, { fact: dissolution, ...why });
    expect(await sees(path)).toMatchObject({ state: 'active', name: 'Rhône Alley' });
    expect((await sees('antennas?state=open'))['items']).toHaveLength(1);
  });

  it('is named under an embargo, which the correction and the voiding of the name keep', async () => {
    const secret = { name: 'Projet N2', nameKind: 'code', embargoUntil: '2090-01-01', effectiveAt: '2014-01-01' };
    const name = await fact(`${path}/name`, secret);
    const names = async (as: 'admin' | 'operator') => {
      const { body } = await app.get(`membership/${path}`, { as });
      return (body['names'] as readonly { readonly name: string }[]).map((each) => each.name);
    };
    await does(`${path}/correct-name`, { fact: name, ...why, changes: { name: 'Projet N3' } });
    expect([await names('operator'), await names('admin')]).toEqual([['RhôneAlley'], ['RhôneAlley', 'Projet N3']]);
    await does(`${path}/correct-name`, { fact: name, ...why, changes: { embargoUntil: '2015-01-01' } });
    await does(`${path}/void-name`, { fact: name, ...why });
    const until = (await eventsOf('cluster', rhoneAlley)).map(({ metadata: { visibility } }) =>
      visibility.kind === 'embargoed' ? visibility.until : visibility.kind,
    );
    expect(until).toEqual(['public', '2090-01-01', '2090-01-01', '2090-01-01', '2015-01-01']);
  });

  it('is corrected by its operators, but for its registration and its dissolution', async () => {
    const dormancy = await fact(`${path}/fall-dormant`, { effectiveAt: '2013-01-01' });
    const correct = (verb: string, of: string, changes: object, cluster: string) =>
      post(`${path}/${verb}`, { fact: of, ...why, changes }, 'operator', [cluster]);
    expect((await correct('correct-dormancy', dormancy, { on: '2013-02-01' }, numelink)).status).toBe(403);
    expect((await correct('correct-dormancy', dormancy, { on: '2013-02-01' }, rhoneAlley)).status).toBe(200);
    expect((await correct('correct-registration', registration, { seat: 'Lyon' }, rhoneAlley)).status).toBe(403);
  });
});

describe('an antenna that was recorded wrong', () => {
  const path = `antennas/${antennaOfClermont}`;
  let opening: string;
  beforeEach(async () => {
    const antenna = { id: antennaOfClermont, clusterId: rhoneAlley, name: 'Romans', departments: ['26'] };
    opening = await fact('antennas', { ...antenna, effectiveAt: '2010-01-01' });
  });

  it('is corrected, and not opened before its cluster was there', async () => {
    const changes = { name: 'Romans-sur-Isère', brand: 'Alley', departments: ['26', '07'], since: '2011-01-01' };
    await does(`${path}/correct-opening`, { fact: opening, ...why, changes });
    expect(await sees(path)).toMatchObject({ ...changes, holdings: [{ since: '2011-01-01' }] });
    const early = await post(`${path}/correct-opening`, { fact: opening, ...why, changes: { since: '2007-12-31' } });
    expect(early.body).toMatchObject({ code: 'MBR_DATE_BEFORE_START', required: '2008-01-01' });
  });

  it('that is closed ahead is open until then, and passes with its end', async () => {
    await does(`${path}/close`, { clusterId: rhoneAlley, effectiveAt: '2090-06-30' });
    expect(await sees(path)).toMatchObject({ state: 'open', closedOn: '2090-06-30', until: '2090-06-30' });
    expect((await sees('antennas?state=open'))['items']).toHaveLength(1);
    await absorbs();
    expect(await sees(path)).toMatchObject({
      ...{ clusterId: numelink, state: 'open', closedOn: '2090-06-30' },
      holdings: [{ clusterId: rhoneAlley }, { clusterId: numelink, since: EFFECT, operationId: absorption }],
    });
  });

  it.each(['2015-06-01', EFFECT])(
    'that was closed on %s, which is recorded after the merger, never passed',
    async (on) => {
      await absorbs();
      const closing = await fact(`${path}/close`, { clusterId: rhoneAlley, effectiveAt: on });
      expect(await sees(path)).toMatchObject({ clusterId: rhoneAlley, state: 'closed', holdings: [{}] });
      await does(`${path}/void-closing`, { fact: closing, ...why });
      expect(await sees(path)).toMatchObject({ clusterId: numelink, state: 'open' });
    },
  );

  it('that was opened before the merger, which is recorded after it, passes as well', async () => {
    await absorbs();
    const late = { id: countedUuid(20), clusterId: rhoneAlley, name: 'Valence', effectiveAt: '2012-01-01' };
    await fact('antennas', late);
    await app.react();
    expect(await sees(`antennas/${late.id}`)).toMatchObject({
      ...{ clusterId: numelink, state: 'open' },
      holdings: [
        { clusterId: rhoneAlley, since: '2012-01-01' },
        { clusterId: numelink, since: EFFECT },
      ],
    });
  });

  it('that was closed before the merger passes after all when the closing is voided', async () => {
    const closing = await fact(`${path}/close`, { clusterId: rhoneAlley, effectiveAt: '2014-01-01' });
    await absorbs();
    expect(await sees(path)).toMatchObject({ clusterId: rhoneAlley, state: 'closed' });
    await does(`${path}/void-closing`, { fact: closing, ...why });
    await app.react();
    expect(await sees(path)).toMatchObject({ clusterId: numelink, state: 'open' });
  });

  it('that never was is taken back with its passing', async () => {
    const opening = await fact('antennas', {
      id: countedUuid(22),
      clusterId: rhoneAlley,
      name: 'Romans',
      effectiveAt: '2012-01-01',
    });
    await absorbs();
    await does(`antennas/${countedUuid(22)}/void-opening`, { fact: opening, ...why });
    expect((await app.get(`membership/antennas/${countedUuid(22)}`)).status).toBe(404);
  });

  it('is corrected to have been closed on the day of the effect, when it was still the one of the predecessor, and not behind it', async () => {
    const closing = await fact(`${path}/close`, { clusterId: rhoneAlley, effectiveAt: '2014-01-01' });
    await absorbs();
    const correct = (on: string) => post(`${path}/correct-closing`, { fact: closing, ...why, changes: { on } });
    expect((await correct('2018-01-01')).body).toMatchObject({ code: 'MBR_CLUSTER_SUCCEEDED' });
    expect((await correct(EFFECT)).status).toBe(200);
    expect(await sees(path)).toMatchObject({ clusterId: rhoneAlley, until: EFFECT, holdings: [{}] });
  });

  it('is opened by no correction of the antenna that a plan opens for another cluster', async () => {
    await absorbs();
    expect(await sees(`antennas/${antennaOfDrome}`)).toMatchObject({
      clusterId: numelink,
      originClusterId: rhoneAlley,
    });
    const [opened] = await eventsOf('antenna', antennaOfDrome);
    const changes = { originClusterId: digitalLeague };
    const answer = await post(`antennas/${antennaOfDrome}/correct-opening`, { fact: opened?.id, ...why, changes });
    expect(answer.status).toBe(200);
  });
});
