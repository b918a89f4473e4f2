import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { TestApplication, type TestAnswer } from '#libs/nest-kit/testing';
import { auditContext } from '../../apps/audit/src/audit.context.ts';
import { governanceContext } from '../../apps/governance/src/governance.context.ts';
import {
  Governance,
  mandateOfBocquet,
  montier,
  presidency,
  startBocquet,
} from '../../apps/governance/test/governance.fixtures.ts';

/** The mandate of 20 June 2014, recorded in 2015, corrected in 2016 to another person and day, and in 2017 to a third day. */
describe('a mandate that is corrected twice', () => {
  let app: TestApplication;
  let governance: Governance;

  beforeAll(async () => {
    app = await TestApplication.start([governanceContext, auditContext]);
    governance = new Governance(app);
    const factIn = ({ body }: TestAnswer): unknown => (body['events'] as readonly { readonly id: string }[])[0]?.id;
    const correct = async (year: number, changes: object): Promise<void> => {
      app.clock.set(`${String(year)}-01-10T10:00:00Z`);
      const correction = { fact, reason: 'Procès-verbal retrouvé', changes };
      await governance.does(`offices/${presidency}/correct-mandate`, correction);
    };
    app.clock.set('2015-01-10T10:00:00Z');
    await governance.hasClusters();
    await governance.hasBoard();
    const fact = factIn(await governance.does(`offices/${presidency}/start-mandate`, startBocquet));
    await correct(2016, { person: montier, since: '2013-06-20' });
    await correct(2017, { since: '2014-01-20' });
  });
  afterAll(() => app.stop());

  const holdersAt = async (validAt: string, knownAt: string): Promise<readonly string[]> => {
    const path = `audit/offices/${presidency}/holders?validAt=${validAt}&knownAt=${knownAt}`;
    const { body } = await app.get(path, { as: 'auditor' });
    return (body['holders'] as readonly { name: string }[]).map(({ name }) => name);
  };

  it.each([
    ['2013-12-31', [[], ['Patrick Montier'], []]],
    ['2014-03-01', [[], ['Patrick Montier'], ['Patrick Montier']]],
    ['2014-12-31', [['Catherine Bocquet'], ['Patrick Montier'], ['Patrick Montier']]],
  ])('on %s is what was known at the end of 2015, of 2016 and of 2017', async (validAt, expected) => {
    const known = await Promise.all(['2015-12-31', '2016-12-31', '2017-12-31'].map((at) => holdersAt(validAt, at)));
    expect(known).toEqual(expected);
    expect(await governance.presidents(validAt)).toEqual(expected.at(-1));
  });

  it('has three versions on the audit side', async () => {
    const { body } = await app.get(`audit/history/${mandateOfBocquet}`, { as: 'auditor' });
    const [{ versions } = { versions: [] }] = body['items'] as readonly { versions: readonly object[] }[];
    expect(versions).toMatchObject([
      { validFrom: '2014-06-20', value: { person: { name: 'Catherine Bocquet' } } },
      { validFrom: '2013-06-20', value: { person: { name: 'Patrick Montier' } } },
      { validFrom: '2014-01-20', value: { person: { name: 'Patrick Montier' } }, knownTo: null },
    ]);
  });
});
