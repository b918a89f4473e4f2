import * as fc from 'fast-check';
import { accounts, tolerantAccounts } from '../test/accounts.ts';
import { closed, credited, moved, renamed } from '../test/histories.ts';
import { chunkingDoesNotMatter } from '../testing/index.ts';

const account = fc.constantFrom('a', 'b', 'c');
const amount = fc.integer({ min: -5, max: 5 });
const anyHistory = fc.array(
  fc.oneof(
    fc.tuple(account, amount).map(([key, n]) => credited(key, n)),
    fc.tuple(account, account, amount).map(([from, to, n]) => moved(from, to, n)),
    account.map(closed),
    fc.tuple(account, fc.string()).map(([key, name]) => renamed(key, `${name}.`)),
  ),
  { maxLength: 30 },
);

chunkingDoesNotMatter(accounts, anyHistory);
chunkingDoesNotMatter(tolerantAccounts, anyHistory);
