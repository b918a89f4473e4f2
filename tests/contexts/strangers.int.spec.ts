import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { derivedId } from '#libs/kernel';
import { Api } from '../system/support/api.ts';
import { runPlatform, type RunningPlatform } from '../system/support/running-platform.ts';

const id = (kind: string, name: string) => derivedId('strangers', kind, name);
const SINCE = '2020-01-01';
const mandateId = id('mandate', 'of the lawful president');

/** Ids are chosen by callers, and those of others can be read: one that is used a second time elsewhere takes nothing away. */
describe('an id that stands elsewhere already', () => {
  let running: RunningPlatform;
  let api: Api;

  beforeAll(async () => {
    running = await runPlatform();
    api = await Api.connect(running.platform.url, 'secretary');
    for (const whose of ['lawful', 'stranger']) {
      await accepted('membership/clusters', { id: id('cluster', whose), name: whose, seat: 'Lyon' });
      await accepted('governance/bodies', {
        id: id('body', whose),
        clusterId: id('cluster', whose),
        kind: 'board',
        name: whose,
      });
      const office = { bodyId: id('body', whose), kind: 'president', title: 'President' };
      await accepted('governance/offices', { id: id('office', whose), ...office });
      await start(whose);
    }
    await running.platform.runtime.untilSettled();
  });
  afterAll(() => running.stop());

  async function accepted(path: string, body: object): Promise<void> {
    const answer = await api.post(path, { ...body, effectiveAt: SINCE });
    expect([200, 201]).toContain(answer.status);
  }

  /** Both mandates bear one id. */
  function start(of: string): Promise<void> {
    const person = { personId: id('person', of), name: of };
    return accepted(`governance/offices/${id('office', of)}/start-mandate`, { mandateId, person, how: 'elected' });
  }

  it.each(['lawful', 'stranger'])('takes no mandate from the audit of another office: %s', async (of) => {
    const { body } = await api.get(`audit/offices/${id('office', of)}/holders?validAt=2021-01-01`);
    expect(body).toMatchObject({ holders: [{ name: of }] });
  });

  it('stops nothing', async () => {
    expect(await running.platform.runtime.health()).toMatchObject({ ready: true });
  });
});
