import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import * as fc from 'fast-check';
import { calendarDate, derivedId, instant, streamName, type JsonObject } from '#libs/kernel';
import { countedUuid, propertySeed } from '#libs/kernel/testing';
import { TestApplication, type TestAnswer } from '#libs/nest-kit/testing';
import { membershipId } from '../src/domain/membership/membership.ts';
import { membershipContext } from '../src/membership.context.ts';
import { absorption, axess, clustrNumerique, digitalLeague, esker, fusion, numelink, rhoneAlley } from './facts.ts';
import { absorptionOfRhoneAlley } from './succession.ts';

/** Clust'R is absorbed by Numélink. */
const EFFECT = '2017-03-28';
const merger = {
  ...absorptionOfRhoneAlley,
  ...{ operationId: fusion, predecessors: [{ clusterId: clustrNumerique }], newAntennas: [], antennaMapping: [] },
  ...{ decidedOn: EFFECT, effectiveOn: EFFECT },
};
const reason = 'Mal saisi';
const exclusion = { cause: 'exclusion', procedure: { grievances: 'Propos publics', heardOn: '2010-06-01' } };

/** One membership context with the clusters of a merger, and what is said to it. */
class Office {
  constructor(readonly app: TestApplication) {}

  static async open(): Promise<Office> {
    const app = await TestApplication.start([membershipContext], { RATE_LIMIT_PER_SECOND: '10000' });
    for (const id of [numelink, clustrNumerique])
      await app.post('membership/clusters', { id, name: `Cluster ${id}`, seat: 'Lyon', effectiveAt: '2006-01-01' });
    await app.post('membership/organisations', { id: esker, name: 'Esker', kind: 'company' });
    return new Office(app);
  }

  admit(clusterId: string, effectiveAt: string, more: object = {}): Promise<TestAnswer> {
    return this.app.post('membership/memberships', { clusterId, organisationId: esker, effectiveAt, ...more });
  }

  end(clusterId: string, effectiveAt: string, more: object = {}): Promise<TestAnswer> {
    const body = { clusterId, cause: 'resignation', effectiveAt, ...more };
    return this.app.post(`membership/memberships/${membershipId(clusterId, esker)}/end`, body);
  }

  changes(clusterId: string, verb: string, body: object): Promise<TestAnswer> {
    return this.app.post(`membership/memberships/${membershipId(clusterId, esker)}/${verb}`, { reason, ...body });
  }

  /** The operation takes effect, and the context follows it. */
  async merge(effect = merger): Promise<void> {
    const metadata = {
      recordedAt: instant('2017-03-28T18:00:00Z'),
      effectiveAt: calendarDate(effect.effectiveOn),
      actor: { id: 'spec' },
      correlationId: countedUuid(1, 7),
      visibility: { kind: 'public' },
    } as const;
    const data = JSON.parse(JSON.stringify(effect)) as JsonObject;
    const id = derivedId('effect', effect.operationId);
    await this.app.store.append(streamName('mergers', 'operation', effect.operationId), 'any', [
      { id, type: 'mergers.SuccessionTookEffect', schemaVersion: 1, data, metadata },
    ]);
    await this.follow();
  }

  /** Until nothing more follows: what a process manager records may be what another one follows. */
  async follow(): Promise<void> {
    for (let before = -1n; ;) {
      const { head } = await this.app.store.status();
      if (head === before) return;
      before = head;
      await this.app.react();
    }
  }

  async membership(clusterId: string): Promise<Readonly<Record<string, unknown>> | undefined> {
    const { status, body } = await this.app.get(`membership/memberships/${membershipId(clusterId, esker)}`);
    return status === 200 ? body : undefined;
  }

  /** The periods of a membership: from when to when. */
  async periods(clusterId: string): Promise<readonly unknown[]> {
    const periods = ((await this.membership(clusterId))?.['periods'] ?? []) as readonly Record<string, unknown>[];
    return periods.map(({ since, until }) => (until === undefined ? [since] : [since, until]));
  }

  /** What everybody can read of both clusters: memberships, the members of some days, and counts. */
  async everything(): Promise<unknown> {
    const shown: unknown[] = [];
    for (const clusterId of [numelink, clustrNumerique]) {
      shown.push(await this.membership(clusterId));
      for (const day of ['2011-06-01', '2016-06-01', '2017-03-27', EFFECT, '2017-12-31', '2018-06-01', '2027-01-01']) {
        shown.push((await this.app.get(`membership/clusters/${clusterId}/members?validAt=${day}`)).body['items']);
        const counts = await this.app.get(`membership/clusters/${clusterId}/counts?validAt=${day}&since=2011-01-01`);
        const { members, joins, leaves, before } = counts.body as Record<string, number>;
        expect(members).toBe(Number(before) + Number(joins) - Number(leaves));
        shown.push(counts.body);
      }
    }
    return shown;
  }
}

/** The id of the first fact that a command stated. */
function factIn({ status, body }: TestAnswer): string {
  expect([status, body['code']]).toEqual([status < 300 ? status : 200, undefined]);
  const [first] = body['events'] as readonly { readonly id: string }[];
  return first?.id ?? '';
}

let office: Office;
beforeEach(async () => {
  office = await Office.open();
});
afterEach(() => office.app.stop());

describe('a membership that was recorded late or wrong', () => {
  it('has an earlier period that is recorded late, with its end', async () => {
    await office.admit(numelink, '2014-01-01');
    const ended = { on: '2012-01-01', cause: 'resignation' };
    await office.admit(numelink, '2010-01-01', { ended });
    expect(await office.periods(numelink)).toEqual([['2010-01-01', '2012-01-01'], ['2014-01-01']]);
  });

  it('is refused where it overlaps, with the day', async () => {
    await office.admit(numelink, '2014-01-01');
    const ended = { on: '2015-01-01', cause: 'resignation' };
    expect(await office.admit(numelink, '2010-01-01', { ended })).toMatchObject({
      status: 409,
      body: { code: 'MBR_FACT_CONTRADICTED', found: 'admission of 2014-01-01' },
    });
  });

  it('began on another day', async () => {
    const fact = factIn(await office.admit(numelink, '2014-01-01'));
    await office.changes(numelink, 'correct-admission', {
      fact,
      changes: { since: '2013-01-01', college: 'companies' },
    });
    expect(await office.membership(numelink)).toMatchObject({ since: '2013-01-01', college: 'companies' });
  });

  it('never was: it is not there any more, and can be recorded again', async () => {
    const fact = factIn(await office.admit(numelink, '2014-01-01'));
    expect((await office.changes(numelink, 'void-admission', { fact })).status).toBe(200);
    expect(await office.membership(numelink)).toBeUndefined();
    await office.admit(numelink, '2015-01-01');
    expect(await office.periods(numelink)).toEqual([['2015-01-01']]);
  });

  it('is not corrected to begin before its cluster, nor in an antenna of another one', async () => {
    const fact = factIn(await office.admit(numelink, '2014-01-01'));
    const answer = await office.changes(numelink, 'correct-admission', { fact, changes: { since: '2005-01-01' } });
    expect(answer).toMatchObject({ status: 409, body: { code: 'MBR_DATE_BEFORE_START' } });
    const unknown = await office.changes(numelink, 'correct-admission', { fact, changes: { antennaId: rhoneAlley } });
    expect(unknown).toMatchObject({ status: 404, body: { code: 'MBR_ANTENNA_NOT_FOUND' } });
  });

  it('is corrected by an operator of its cluster, and by none of another', async () => {
    const fact = factIn(await office.admit(numelink, '2014-01-01'));
    const path = `membership/memberships/${membershipId(numelink, esker)}/correct-admission`;
    const body = { fact, reason, changes: { since: '2013-01-01' } };
    expect((await office.app.post(path, body, { as: 'operator', clusters: [clustrNumerique] })).status).toBe(403);
    expect((await office.app.post(path, body, { as: 'operator', clusters: [numelink] })).status).toBe(200);
  });
});

describe('an end that lies ahead', () => {
  const listed = async (status: string) => {
    const { body } = await office.app.get(`membership/memberships?clusterId=${numelink}&status=${status}`);
    return (body['items'] as readonly { readonly until?: string }[]).map(({ until }) => until);
  };
  let fact: string;
  beforeEach(async () => {
    office.app.clock.set('2026-11-29T10:00:00Z');
    await office.admit(numelink, '2014-01-01');
    fact = factIn(await office.end(numelink, '2027-12-31'));
  });

  it('ends nothing today, and is shown', async () => {
    expect(await office.membership(numelink)).toMatchObject({ status: 'active', until: '2027-12-31' });
    expect([await listed('active'), await listed('ended')]).toEqual([['2027-12-31'], []]);
    office.app.clock.set('2027-12-31T10:00:00Z');
    expect([await listed('active'), await listed('ended')]).toEqual([[], ['2027-12-31']]);
  });

  it('is brought forward, put off and taken back', async () => {
    await office.changes(numelink, 'correct-end', { fact, changes: { on: '2027-06-30' } });
    expect(await listed('active')).toEqual(['2027-06-30']);
    await office.changes(numelink, 'correct-end', { fact, changes: { on: '2028-06-30' } });
    expect(await listed('active')).toEqual(['2028-06-30']);
    await office.changes(numelink, 'void-end', { fact });
    expect(await listed('active')).toEqual([undefined]);
  });

  it('is overtaken by an exclusion, and not by an end behind it', async () => {
    expect((await office.end(numelink, '2028-01-01', exclusion)).status).toBe(409);
    await office.end(numelink, '2026-12-01', { ...exclusion, reason: 'fees unpaid' });
    expect(await office.membership(numelink)).toMatchObject({ until: '2026-12-01', periods: [{ cause: 'exclusion' }] });
  });
});

describe('a merger in between', () => {
  it('takes along who leaves later, and who leaves there on that day', async () => {
    await office.admit(clustrNumerique, '2012-01-01');
    await office.end(clustrNumerique, '2017-12-31', { reason: 'trop loin' });
    await office.merge();
    expect(await office.periods(clustrNumerique)).toEqual([['2012-01-01', EFFECT]]);
    expect(await office.membership(numelink)).toMatchObject({
      periods: [{ since: EFFECT, until: '2017-12-31', cause: 'resignation', reason: 'trop loin', operationId: fusion }],
      origins: [{ clusterId: clustrNumerique, memberSince: '2012-01-01' }],
    });
    expect((await office.app.get(`membership/clusters/${numelink}/counts?validAt=2017-06-01`)).body['members']).toBe(1);
  });

  it('never took over who resigned before it, though that is recorded after it', async () => {
    await office.admit(clustrNumerique, '2012-01-01');
    await office.merge();
    expect(await office.periods(numelink)).toEqual([[EFFECT]]);
    const fact = factIn(await office.end(clustrNumerique, '2017-03-01'));
    await office.follow();
    expect(await office.membership(numelink)).toBeUndefined();
    expect(await office.periods(clustrNumerique)).toEqual([['2012-01-01', '2017-03-01']]);
    await office.changes(clustrNumerique, 'void-end', { fact });
    await office.follow();
    expect(await office.periods(numelink)).toEqual([[EFFECT]]);
    expect(await office.periods(clustrNumerique)).toEqual([['2012-01-01', EFFECT]]);
  });

  it('of the two on the day of the effect, what was decided stands', async () => {
    await office.admit(clustrNumerique, '2012-01-01');
    await office.merge();
    expect((await office.end(numelink, EFFECT)).body['code']).toBe('MBR_DATE_BEFORE_START');
    await office.end(clustrNumerique, EFFECT);
    await office.follow();
    expect(await office.membership(numelink)).toBeUndefined();
  });

  it('takes the origin from a member of both who had left one of them', async () => {
    await office.admit(clustrNumerique, '2012-01-01');
    await office.admit(numelink, '2013-01-01');
    await office.merge();
    expect(await office.membership(numelink)).toMatchObject({ origins: [{ clusterId: clustrNumerique }] });
    await office.end(clustrNumerique, '2017-03-01');
    await office.follow();
    expect(await office.membership(numelink)).toMatchObject({ periods: [{ since: '2013-01-01' }], origins: [] });
  });

  it('follows an admission that is corrected, and one that is taken back', async () => {
    const fact = factIn(await office.admit(clustrNumerique, '2012-01-01'));
    await office.merge();
    await office.changes(clustrNumerique, 'correct-admission', { fact, changes: { since: '2010-01-01' } });
    await office.follow();
    expect(await office.membership(numelink)).toMatchObject({ origins: [{ memberSince: '2010-01-01' }] });
    await office.changes(clustrNumerique, 'void-admission', { fact });
    await office.follow();
    expect([await office.membership(numelink), await office.membership(clustrNumerique)]).toEqual([
      undefined,
      undefined,
    ]);
  });

  it('has another member where the wrong company was admitted: one is taken back, the other admitted late', async () => {
    await office.app.post('membership/organisations', { id: axess, name: 'Axess', kind: 'company' });
    const fact = factIn(await office.admit(clustrNumerique, '2012-01-01'));
    await office.merge();
    await office.changes(clustrNumerique, 'void-admission', { fact });
    await office.admit(clustrNumerique, '2012-01-01', { organisationId: axess });
    await office.follow();
    const { body } = await office.app.get(`membership/clusters/${numelink}/members?validAt=2017-06-01`);
    expect(body['items']).toMatchObject([{ name: 'Axess', since: EFFECT, origins: [{ memberSince: '2012-01-01' }] }]);
  });

  it('and another one after it pass everything on, and take it back through both', async () => {
    await office.admit(clustrNumerique, '2012-01-01');
    await office.end(clustrNumerique, '2019-12-31');
    await office.merge();
    await office.merge({
      ...merger,
      ...{ operationId: absorption, predecessors: [{ clusterId: numelink }], effectiveOn: '2018-01-01' },
      ...{ decidedOn: '2018-01-01', successor: { ...merger.successor, clusterId: digitalLeague, created: true } },
    });
    expect(await office.periods(numelink)).toEqual([[EFFECT, '2018-01-01']]);
    expect(await office.periods(digitalLeague)).toEqual([['2018-01-01', '2019-12-31']]);
    const fact = factIn(await office.end(numelink, '2017-06-30', exclusion));
    await office.follow();
    expect(await office.periods(numelink)).toEqual([[EFFECT, '2017-06-30']]);
    expect(await office.membership(digitalLeague)).toBeUndefined();
    await office.changes(numelink, 'void-end', { fact });
    await office.follow();
    expect(await office.periods(digitalLeague)).toEqual([['2018-01-01', '2019-12-31']]);
    await office.end(clustrNumerique, '2017-03-01');
    await office.follow();
    expect([await office.membership(numelink), await office.membership(digitalLeague)]).toEqual([undefined, undefined]);
  });

  it('takes no second effect when every event is handled again', async () => {
    await office.admit(clustrNumerique, '2012-01-01');
    await office.merge();
    await office.end(clustrNumerique, '2017-03-01');
    await office.follow();
    const { head } = await office.app.store.status();
    await office.app.react();
    expect((await office.app.store.status()).head).toBe(head);
  });
});

type Step = (office: Office) => Promise<unknown>;
const merged: Step = (at) => at.merge();

/** Facts of one company in two clusters that merge, each whole in itself: every one can be recorded before or after every other. */
const HISTORIES: Readonly<Record<string, readonly Step[]>> = {
  'a resignation of before the effect': [
    (at) => at.admit(clustrNumerique, '2012-01-01', { ended: { on: '2017-03-01', cause: 'resignation' } }),
    (at) => at.admit(numelink, '2010-01-01', { ended: { on: '2011-01-01', ...exclusion } }),
    merged,
  ],
  'an end that lies ahead of the effect': [
    (at) => at.admit(clustrNumerique, '2012-01-01', { ended: { on: '2017-12-31', cause: 'resignation' } }),
    (at) => at.admit(clustrNumerique, '2008-01-01', { ended: { on: '2011-01-01', ...exclusion } }),
    merged,
  ],
  'an admission that passes over, and one of before': [
    (at) => at.admit(clustrNumerique, '2012-01-01'),
    (at) => at.admit(clustrNumerique, '2008-01-01', { ended: { on: '2011-01-01', cause: 'resignation' } }),
    (at) => at.admit(numelink, '2009-01-01', { ended: { on: '2010-01-01', cause: 'resignation' } }),
    merged,
  ],
  'a member of both who leaves the successor later': [
    (at) => at.admit(clustrNumerique, '2012-01-01'),
    (at) => at.admit(numelink, '2013-01-01', { ended: { on: '2018-01-01', cause: 'resignation' } }),
    merged,
  ],
};

async function saidAfter(steps: readonly Step[]): Promise<unknown> {
  const at = await Office.open();
  try {
    for (const step of steps) {
      await step(at);
      await at.follow();
    }
    return await at.everything();
  } finally {
    await at.app.stop();
  }
}

describe('whatever the order in which the same facts are recorded', () => {
  it.each(Object.entries(HISTORIES))('%s gives the same memberships, members and counts', async (_what, steps) => {
    const inOrder = await saidAfter(steps);
    await fc.assert(
      fc.asyncProperty(fc.shuffledSubarray([...steps], { minLength: steps.length }), async (turned) => {
        expect(await saidAfter(turned)).toEqual(inOrder);
      }),
      { numRuns: 5, seed: propertySeed() },
    );
  });
});
