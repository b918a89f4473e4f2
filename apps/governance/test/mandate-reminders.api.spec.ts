import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { TestApplication } from '#libs/nest-kit/testing';
import { governanceContext } from '../src/governance.context.ts';
import { bocquet, createBoard, createPresidency } from './governance.fixtures.ts';
import { Governance, mandateOfBocquet, numelink, presidency } from './governance.fixtures.ts';

const LIMIT = '2018-03-27';

describe('a transitional mandate', () => {
  let governance: Governance;
  beforeEach(async () => {
    governance = new Governance(await TestApplication.start([governanceContext]));
    isToday('2017-03-28');
    await governance.hasClusters();
    await governance.does('bodies', createBoard);
    await governance.does('offices', createPresidency);
    const mandate = { mandateId: mandateOfBocquet, person: bocquet, how: 'transitional', limit: LIMIT };
    await governance.does(`offices/${presidency}/start-mandate`, { ...mandate, effectiveAt: '2017-03-28' });
  });
  afterEach(() => governance.app.stop());

  const isToday = (day: string): void => governance.app.clock.set(`${day}T10:00:00Z`);
  const reminded = async (day: string, more = ''): Promise<unknown> => {
    isToday(day);
    await governance.app.react();
    return (await governance.sees(`mandate-reminders?clusterId=${numelink}${more}`)).body['items'];
  };
  const [near, reached] = (['near', 'reached'] as const).map((stage) => ({
    mandateId: mandateOfBocquet,
    limit: LIMIT,
    stage,
  }));

  it('is announced sixty days before it expires, and its expiry is an event on the day after, each once', async () => {
    expect(await reminded('2018-01-25')).toEqual([]);
    expect(await reminded('2018-01-26')).toMatchObject([{ ...near, on: '2018-01-26' }]);
    expect(await reminded('2018-03-27')).toHaveLength(1);
    expect(await reminded('2018-03-28')).toMatchObject([near, { ...reached, on: '2018-03-28' }]);
    expect(await reminded('2018-05-01', '&stage=reached')).toHaveLength(1);
  });

  it('that was extended is announced before its new limit', async () => {
    const extended = {
      mandateId: mandateOfBocquet,
      limit: '2018-06-30',
      decision: 'Assemblée',
      effectiveAt: '2018-01-10',
    };
    isToday('2018-01-10');
    await governance.does(`offices/${presidency}/extend-mandate`, extended);
    expect(await reminded('2018-04-30')).toEqual([]);
    expect(await reminded('2018-05-01')).toMatchObject([{ stage: 'near', limit: '2018-06-30' }]);
  });

  it('whose limit a system that was down has missed has expired when it is back', async () => {
    expect(await reminded('2019-01-15')).toMatchObject([{ ...reached, on: '2019-01-15' }]);
  });
});
