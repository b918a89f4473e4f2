import { describe, expect, it } from '@jest/globals';
import { countedUuid } from '#libs/kernel/testing';
import { grantedClusters, type OperatorGrants } from './grants.ts';
import { Forbidden, requireScope, requireSender, sendsForItself, type Caller } from './permission.ts';
import type { CommandRequest, PeopleCommand } from './row.ts';
import type { Transaction } from './transaction.ts';

const [own, successor, stranger] = [countedUuid(1), countedUuid(2), countedUuid(3)];
const operator: Caller = { subject: 'o', roles: ['operator'], clusters: [own] };

/** For which cluster a caller acts by a command that is for these, and how often the grants were asked. */
async function acting(caller: Caller, scope: readonly string[], granted: readonly string[] = []) {
  let asked = 0;
  const ask = (): Promise<readonly string[]> => {
    asked += 1;
    return Promise.resolve(granted);
  };
  const row: Partial<PeopleCommand> = { roles: ['admin', 'operator'], scope: () => scope };
  const request = { id: own, body: { clusterId: stranger } };
  const forCluster = await requireScope(
    row as PeopleCommand,
    caller,
    request as CommandRequest<unknown>,
    {} as Transaction,
    ask,
  ).catch((error: unknown) => error);
  return { forCluster, asked };
}

describe('for which cluster an operator acts', () => {
  it.each<[string, Caller, readonly string[], readonly string[], unknown, number]>([
    ['an administrator, for none', { ...operator, roles: ['admin'] }, [own], [successor], undefined, 0],
    ['the one that the token names, and no grant is looked up', operator, [successor, own], [successor], own, 0],
    ['the one that was granted', operator, [stranger, successor], [successor], successor, 1],
    ['none that was not granted', operator, [stranger], [successor], expect.any(Forbidden), 1],
    ['none where the command is for no cluster', operator, [], [successor], expect.any(Forbidden), 0],
  ])('%s', async (_what, caller, scope, granted, forCluster, asked) => {
    expect(await acting(caller, scope, granted)).toEqual({ forCluster, asked });
  });
});

describe('who sends what is about itself', () => {
  const person = countedUuid(4);
  const itself = () => ({ organisations: [successor], persons: [person] });
  const row = { roles: ['admin', 'operator'], scope: () => [own], itself } as Partial<PeopleCommand> as PeopleCommand;
  const nobody: Caller = { subject: 's', roles: ['subscriber'], clusters: [] };
  const send = async (caller: Caller, sent = row) => {
    requireSender(sent, caller);
    const request = { id: own, body: {} } as CommandRequest<unknown>;
    return await requireScope(sent, caller, request, {} as Transaction, () => Promise.resolve([]));
  };

  it.each<[string, Partial<Caller>]>([
    ['the organisation, by whom represents it', { organisations: [stranger, successor] }],
    ['the person', { person: person.toUpperCase() }],
    ['an operator that represents it, for no cluster', { roles: ['operator'], organisations: [successor] }],
  ])('%s', async (_who, claims) => {
    expect(await send({ ...nobody, ...claims })).toBeUndefined();
  });

  it.each<[string, Partial<Caller>]>([
    ['nobody whom the token does not name', {}],
    ['not another organisation', { organisations: [stranger] }],
    ['not another person', { person: stranger }],
    ['not an operator of another cluster', { roles: ['operator'], clusters: [stranger], person: stranger }],
  ])('%s', async (_who, claims) => {
    await expect(send({ ...nobody, ...claims })).rejects.toThrow(Forbidden);
  });

  it('of a command that is about nobody, the roles decide alone', async () => {
    const { itself: _itself, ...others } = row;
    await expect(send({ ...nobody, organisations: [successor] }, others)).rejects.toThrow(Forbidden);
  });

  it.each<[string, Partial<Caller>, boolean]>([
    ['whoever a token names', { organisations: [successor] }, true],
    ['an operator whom it names as well', { roles: ['operator'], clusters: [own], person }, true],
    ['an administrator not', { roles: ['admin'], person }, false],
    ['an operator whom it does not name not', { roles: ['operator'], clusters: [own] }, false],
  ])('learns no revision: %s', (_who, claims, hidden) => {
    expect(sendsForItself(row, { ...nobody, ...claims })).toBe(hidden);
  });
});

describe('what was granted, on a day', () => {
  const copy = {
    all: ({ predecessor_id: asked }: Readonly<Record<string, unknown>>) => {
      const known: readonly OperatorGrants[] = [
        {
          predecessorId: own,
          grants: [
            { clusterId: successor, since: '2017-04-01', until: '2018-01-01' },
            { clusterId: successor, since: '2019-01-01' },
          ],
        },
      ];
      return Promise.resolve(known.filter(({ predecessorId }) => (asked as readonly string[]).includes(predecessorId)));
    },
  };

  it.each([
    ['before the first day', '2017-03-31', []],
    ['on the first day', '2017-04-01', [successor]],
    ['on the day before the revocation', '2017-12-31', [successor]],
    ['on the day of the revocation', '2018-01-01', []],
    ['once it was granted again', '2019-01-01', [successor]],
  ])('%s', async (_what, day, granted) => {
    expect(await grantedClusters(copy, [own, stranger], day)).toEqual(granted);
    expect(await grantedClusters(copy, [stranger], day)).toEqual([]);
  });
});
