import type { Happened } from '../testing/index.ts';
import type { BankEvents } from './accounts.ts';

export type BankEvent = Happened<BankEvents>;

export const credited = (account: string, amount: number): BankEvent => ({
  type: 'bank.Credited',
  data: { account, amount },
});
export const renamed = (account: string, name: string): BankEvent => ({
  type: 'bank.Renamed',
  data: { account, name },
});
export const moved = (from: string, to: string, amount: number): BankEvent => ({
  type: 'bank.Moved',
  data: { from, to, amount },
});
export const closed = (account: string): BankEvent => ({ type: 'bank.Closed', data: { account } });
export const opened = (office: string): BankEvent => ({ type: 'office.Opened', data: { office } });

/** Whether an event fits the ones before it: an account that is not open cannot be closed. A poison event opens nothing. */
export function canHappen({ type, data }: BankEvent, open: Set<string>): boolean {
  if (type === 'bank.Closed') return open.delete(data.account);
  if (type === 'bank.Moved') open.add(data.from).add(data.to);
  else if (type === 'bank.Credited' || (type === 'bank.Renamed' && data.name !== 'poison')) open.add(data.account);
  return true;
}

/** A fixed history in which accounts come, meet, go and come again; `index` counts the events. */
export function history(length: number, accounts = 10): readonly BankEvent[] {
  const open = new Set<string>();
  return Array.from({ length }, (_, index): BankEvent => {
    const event = eventAt(index, accounts);
    return canHappen(event, open) ? event : opened(`office ${String(index)}`);
  });
}

function eventAt(index: number, accounts: number): BankEvent {
  const account = `account ${String((index * 7) % accounts)}`;
  if (index % 11 === 10) return closed(account);
  if (index % 5 === 4) return renamed(account, `name\t"${String(index)}"\\n`);
  if (index % 3 === 2) return moved(account, `account ${String((index * 3) % accounts)}`, index);
  return index % 13 === 12 ? opened(`office ${String(index)}`) : credited(account, index);
}
