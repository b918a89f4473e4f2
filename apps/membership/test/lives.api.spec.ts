import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { countedUuid } from '#libs/kernel/testing';
import { TestApplication, type TestAnswer, type TestRequest } from '#libs/nest-kit/testing';
import { membershipId } from '../src/domain/membership/membership.ts';
import { membershipContext } from '../src/membership.context.ts';
import { SIREN_OF_ESKER, SIREN_OF_NOBODY } from './facts.ts';
import { fusionOf, takeEffect } from './succession.ts';

type Answer = Readonly<Record<string, unknown>>;
const clusterId = (n: number) => countedUuid(n, 0x71);
const [lyon, grenoble, region] = [clusterId(1), clusterId(2), clusterId(3)];
let last = 0;
/** Another company for each case. */
const company = (): string => countedUuid((last += 1), 0x72);
const reason = 'Mal saisi';

/** The office of two clusters. */
class Office {
  constructor(readonly app: TestApplication) {}

  static async open(): Promise<Office> {
    const office = new Office(await TestApplication.start([membershipContext], { RATE_LIMIT_PER_SECOND: '10000' }));
    office.app.clock.set('2026-11-29T10:00:00Z');
    for (const id of [lyon, grenoble])
      await office.does('clusters', { id, name: id, seat: 'Lyon', effectiveAt: '2005-01-01' });
    return office;
  }

  send(path: string, body: object, request: TestRequest = {}): Promise<TestAnswer> {
    return this.app.post(`membership/${path}`, body, request);
  }

  /** Answers with the ids of the facts. */
  async does(path: string, body: object): Promise<readonly string[]> {
    const { status, body: answer } = await this.send(path, body);
    expect([path, status < 300, answer]).toEqual([path, true, answer]);
    await this.app.react();
    return (answer['events'] as readonly { readonly id: string }[]).map(({ id }) => id);
  }

  async enters(name: string, more: object = {}): Promise<string> {
    const id = company();
    await this.does('organisations', { id, name, kind: 'company', effectiveAt: '2001-01-01', ...more });
    return id;
  }

  async joins(organisationId: string, effectiveAt: string, cluster: string = lyon): Promise<string> {
    await this.does('memberships', { clusterId: cluster, organisationId, effectiveAt });
    return membershipId(cluster, organisationId);
  }

  absorbs(organisationId: string, heirId: string, effectiveAt: string): Promise<readonly string[]> {
    const continuation = { how: 'absorption', successorIds: [heirId], heirId };
    return this.does(`organisations/${organisationId}/succeed`, { continuation, effectiveAt });
  }

  async read(path: string, parameters = ''): Promise<Answer> {
    return (await this.app.get(`membership/${path}${parameters === '' ? '' : `?${parameters}`}`)).body;
  }

  /** Which of the companies are members on a day. */
  async members(ids: readonly string[], day: string, cluster: string = lyon): Promise<readonly string[]> {
    const { items } = await this.read(`clusters/${cluster}/members`, `validAt=${day}&limit=200`);
    const members = (items as readonly { organisationId: string }[]).map(({ organisationId }) => organisationId);
    return ids.filter((id) => members.includes(id));
  }

  async count(day: string, more = ''): Promise<number> {
    return (await this.read(`clusters/${lyon}/counts`, `validAt=${day}${more}`))['members'] as number;
  }
}

describe('the lives of companies', () => {
  let office: Office;
  beforeAll(async () => {
    office = await Office.open();
  });
  afterAll(() => office.app.stop());

  it('absorbed by another member, are one member from that day on, with both origins', async () => {
    const [a, b] = [await office.enters('A'), await office.enters('B')];
    const of = { a: await office.joins(a, '2010-01-01'), b: await office.joins(b, '2012-01-01') };
    const before = await office.count('2016-08-31');
    await office.absorbs(a, b, '2016-09-01');
    expect(await office.members([a, b], '2016-08-31')).toEqual([a, b]);
    expect(await office.members([a, b], '2016-09-01')).toEqual([b]);
    expect(await office.count('2016-09-01')).toBe(before - 1);
    expect(await office.read(`memberships/${of.b}`)).toMatchObject({
      since: '2012-01-01',
      origins: [{ membershipId: of.a, memberSince: '2010-01-01' }],
    });
    expect(await office.read(`memberships/${of.a}`)).toMatchObject({
      status: 'succeeded',
      succession: { successorMembershipId: of.b, on: '2016-09-01' },
    });
    expect(await office.read(`organisations/${a}`)).toMatchObject({
      end: { on: '2016-09-01', continuation: { heirId: b } },
    });
  });

  it('absorbed by one that is no member, make it one; taken back, it never was; corrected, it is one from another day', async () => {
    const [a, b] = [await office.enters('A'), await office.enters('B')];
    await office.joins(a, '2010-01-01');
    const [fact] = await office.absorbs(a, b, '2016-09-01');
    expect(await office.members([a, b], '2016-09-01')).toEqual([b]);
    await office.does(`organisations/${a}/correct-succession`, { fact, reason, changes: { on: '2018-01-01' } });
    expect(await office.members([a, b], '2017-12-31')).toEqual([a]);
    expect(await office.members([a, b], '2018-01-01')).toEqual([b]);
    await office.does(`organisations/${a}/void-succession`, { fact, reason });
    expect(await office.members([a, b], '2018-01-01')).toEqual([a]);
  });

  it('made one, and one that is split, pass to the new company and to the heir', async () => {
    const [a, b, made] = [await office.enters('A'), await office.enters('B'), await office.enters('Both')];
    for (const id of [a, b]) await office.joins(id, '2010-01-01');
    const continuation = { how: 'creation', successorIds: [made], heirId: made };
    for (const id of [a, b])
      await office.does(`organisations/${id}/succeed`, { continuation, effectiveAt: '2016-01-01' });
    expect(await office.members([a, b, made], '2016-01-01')).toEqual([made]);
    const [heir, other] = [await office.enters('Heir'), await office.enters('Other')];
    const split = { how: 'split', successorIds: [other, heir], heirId: heir };
    await office.does(`organisations/${made}/succeed`, { continuation: split, effectiveAt: '2018-01-01' });
    expect(await office.members([made, heir, other], '2018-01-01')).toEqual([heir]);
    const { origins } = await office.read(`memberships/${membershipId(lyon, made)}`);
    const from = (origins as readonly { membershipId: string }[]).map((origin) => origin.membershipId);
    expect(new Set(from)).toEqual(new Set([a, b].map((id) => membershipId(lyon, id))));
  });

  it('that cease, leave; what is recorded of them late ends with them', async () => {
    const a = await office.enters('A');
    await office.joins(a, '2010-01-01');
    await office.does(`organisations/${a}/cease`, { cause: 'liquidation', effectiveAt: '2015-03-01' });
    expect(await office.members([a], '2015-02-28')).toEqual([a]);
    expect(await office.members([a], '2015-03-01')).toEqual([]);
    expect(await office.read(`memberships/${membershipId(lyon, a)}`)).toMatchObject({
      periods: [{ since: '2010-01-01', until: '2015-03-01', cause: 'cessation' }],
    });
    await office.joins(a, '2012-01-01', grenoble);
    expect(await office.members([a], '2015-02-28', grenoble)).toEqual([a]);
    expect(await office.members([a], '2015-03-01', grenoble)).toEqual([]);
    const late = await office.send('memberships', { clusterId: lyon, organisationId: a, effectiveAt: '2020-01-01' });
    expect(late).toMatchObject({ status: 409, body: { code: 'MBR_ORGANISATION_GONE', found: '2020-01-01' } });
  });

  it('absorbed before a merger of clusters and recorded after it, are members of the successor as the heir', async () => {
    const [a, b] = [await office.enters('A'), await office.enters('B')];
    await office.joins(a, '2010-01-01', grenoble);
    await takeEffect(office.app, fusionOf([grenoble], region, countedUuid(1, 0x73)));
    await office.app.react();
    expect(await office.members([a, b], '2018-01-01', region)).toEqual([a]);
    await office.absorbs(a, b, '2016-09-01');
    await office.app.react();
    expect(await office.members([a, b], '2016-09-01', grenoble)).toEqual([b]);
    expect(await office.members([a, b], '2018-01-01', region)).toEqual([b]);
  });

  describe('with a label', () => {
    const scheme = countedUuid(1, 0x74);
    const labelsOf = async (organisationId: string, day: string): Promise<unknown> => {
      const { items } = await office.read(`organisations/${organisationId}/labels`, `validAt=${day}`);
      return (items as readonly { status: string; until?: string }[]).map(({ status, until }) => [status, until]);
    };
    const awarded = async (organisationId: string): Promise<void> => {
      const holder = { kind: 'organisation', id: organisationId };
      await office.does('labels', { schemeId: scheme, holder, effectiveAt: '2015-01-01' });
    };
    beforeAll(async () => {
      await office.does('label-schemes', {
        ...{ id: scheme, issuerId: lyon, name: 'Numérique Responsable', effectiveAt: '2012-01-01' },
        onHolderSuccession: { policy: 're-assess', withinMonths: 12 },
      });
    });

    it('absorbed, pass it on by the policy of its scheme', async () => {
      const [a, b] = [await office.enters('A'), await office.enters('B')];
      await awarded(a);
      await office.absorbs(a, b, '2016-09-01');
      expect(await labelsOf(a, '2016-08-31')).toEqual([['valid', undefined]]);
      expect(await labelsOf(a, '2016-09-01')).toEqual([]);
      expect(await labelsOf(b, '2016-09-01')).toEqual([['valid', '2017-09-01']]);
      expect(await labelsOf(b, '2017-09-01')).toEqual([['lapsed', '2017-09-01']]);
    });

    it('ceased, have none', async () => {
      const a = await office.enters('A');
      await awarded(a);
      await office.does(`organisations/${a}/cease`, { cause: 'closure', effectiveAt: '2016-09-01' });
      expect(await labelsOf(a, '2016-08-31')).toEqual([['valid', undefined]]);
      expect(await labelsOf(a, '2016-09-01')).toEqual([['ended', '2016-09-01']]);
    });

    it('entered twice, have it as one, by no policy', async () => {
      const [a, b] = [await office.enters('A'), await office.enters('B')];
      await awarded(b);
      await office.does(`organisations/${b}/record-duplicate`, { pivotId: a, effectiveAt: '2016-09-01' });
      expect(await labelsOf(a, '2015-06-01')).toEqual([['valid', undefined]]);
      expect(await labelsOf(b, '2015-06-01')).toEqual([]);
    });
  });

  describe('two entries of one company', () => {
    let [x, y] = ['', ''];
    let [before, known] = [0, ''];
    const policy = {
      ...{ amounts: [{ amountCents: 30_000 }], period: 'calendar-year', graceDays: 60 },
      ...{ reminders: [], dueAfterDays: 30, effectiveAt: '2010-01-01' },
    };

    beforeAll(async () => {
      x = await office.enters('Axess', { siren: SIREN_OF_ESKER });
      y = await office.enters('AXESS SAS', { siren: SIREN_OF_NOBODY });
      await office.does(`fee-policies/${lyon}/set`, policy);
      for (const [id, since] of [
        [x, '2010-01-01'],
        [y, '2012-01-01'],
      ] as const) {
        const member = await office.joins(id, since);
        const { body } = await office.send(`fees/${member}/call`, { effectiveAt: '2013-01-02' });
        const { feeId } = body['recorded'] as { readonly feeId: string };
        if (id === y)
          await office.does(`fees/${member}/pay`, {
            ...{ feeId, amountCents: 30_000, reference: 'VIR 7', effectiveAt: '2013-02-01' },
          });
      }
      before = await office.count('2013-06-01');
      office.app.clock.advanceMs(1_000);
      known = new Date(office.app.clock.now()).toISOString();
      office.app.clock.advanceMs(1_000);
      await office.does(`organisations/${y}/record-duplicate`, { pivotId: x, effectiveAt: '2016-09-01' });
    });

    it('are one member since the older day, with two origins, whatever day is asked for', async () => {
      expect(await office.members([x, y], '2013-06-01')).toEqual([x]);
      expect(await office.count('2013-06-01')).toBe(before - 1);
      expect(await office.count('2013-06-01', `&knownAt=${known}`)).toBe(before);
      expect(await office.read(`memberships/${membershipId(lyon, x)}`)).toMatchObject({
        since: '2010-01-01',
        origins: [{ membershipId: membershipId(lyon, y), memberSince: '2012-01-01' }],
      });
    });

    it('have paid a fee once', async () => {
      expect(await office.read(`memberships/${membershipId(lyon, x)}/fees`, 'validAt=2014-01-01')).toMatchObject({
        outstandingCents: 0,
        fees: [{ amountCents: 30_000, paidCents: 30_000, payments: [{ reference: 'VIR 7' }] }],
      });
    });

    it('are found as the one that stays, by any identifier of either', async () => {
      for (const identifier of [SIREN_OF_ESKER, SIREN_OF_NOBODY]) {
        const { items } = await office.read('organisations', `identifier=${identifier}`);
        expect(items).toMatchObject([{ organisationId: x, name: 'Axess' }]);
      }
      expect(await office.read('identifiers', `identifier=${SIREN_OF_NOBODY}`)).toMatchObject({
        items: [{ bearerId: y, pivotId: x }],
      });
      expect(await office.read(`organisations/${y}`)).toMatchObject({ pivotId: x });
    });

    it('have nothing recorded of the second one any more', async () => {
      const renamed = await office.send(`organisations/${y}/rename`, {
        name: 'Axess Group',
        effectiveAt: '2018-01-01',
      });
      expect(renamed).toMatchObject({ status: 409, body: { code: 'MBR_ORGANISATION_DUPLICATE', required: x } });
      const admitted = await office.send('memberships', {
        clusterId: lyon,
        organisationId: y,
        effectiveAt: '2018-01-01',
      });
      expect(admitted.status).toBe(409);
    });

    it('are two again where it turns out that they are', async () => {
      const z = await office.enters('Axess Lyon');
      await office.joins(z, '2011-01-01');
      const [fact] = await office.does(`organisations/${z}/record-duplicate`, {
        pivotId: x,
        effectiveAt: '2016-09-01',
      });
      expect(await office.members([x, z], '2012-06-01')).toEqual([x]);
      await office.does(`organisations/${z}/void-duplicate`, { fact, reason });
      expect(await office.members([x, z], '2012-06-01')).toEqual([x, z]);
    });
  });

  it.each<[string, readonly string[], number]>([
    ['of one of the two', [lyon], 403],
    ['of the other', [grenoble], 403],
    ['of a cluster that has both', [clusterId(4)], 200],
  ])('are made one by an operator %s: %s', async (_whose, clusters, status) => {
    const both = clusterId(4);
    await office.send('clusters', { id: both, name: 'Both', seat: 'Lyon', effectiveAt: '2005-01-01' });
    const [a, b] = [await office.enters('A'), await office.enters('B')];
    // One cluster has gone up in the region meanwhile: what it was is what its operators may speak of.
    await office.joins(a, '2010-01-01');
    await office.joins(b, '2010-01-01', grenoble);
    for (const id of [a, b]) if (status === 200) await office.joins(id, '2010-01-01', both);
    const answer = await office.send(
      `organisations/${b}/record-duplicate`,
      { pivotId: a, clusterId: clusters[0], effectiveAt: '2016-01-01' },
      { as: 'operator', clusters },
    );
    expect(answer.status).toBe(status);
  });

  it('never continue themselves, and go up in nobody who is gone', async () => {
    const [a, b, c] = [await office.enters('A'), await office.enters('B'), await office.enters('C')];
    await office.absorbs(a, b, '2016-01-01');
    await office.absorbs(b, c, '2018-01-01');
    const back = { continuation: { how: 'absorption', successorIds: [a], heirId: a }, effectiveAt: '2014-01-01' };
    expect(await office.send(`organisations/${c}/succeed`, back)).toMatchObject({
      status: 409,
      body: { code: 'MBR_SUCCESSOR_UNFIT', found: a },
    });
    expect(await office.send(`organisations/${c}/succeed`, { ...back, effectiveAt: '2017-01-01' })).toMatchObject({
      status: 409,
      body: { code: 'MBR_ORGANISATION_GONE' },
    });
  });
});
