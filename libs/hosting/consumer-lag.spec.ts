import { describe, expect, it } from '@jest/globals';
import { catalog } from '#libs/contracts';
import { MemoryEventStore } from '#libs/event-store/memory';
import { ContractSamples } from '#libs/event-store/testing';
import { ConsumerLag } from './consumer-lag.ts';
import { Register } from './testing/register.ts';

const renamesToo = (register: Register) => ({
  ...register.context(),
  processManagers: [{ ...register.manager, name: 'membership.test-renames', on: ['membership.OrganisationRenamed'] }],
});

const READS_REGISTRATIONS = 'membership.test-register';

describe('whether a consumer is behind', () => {
  async function ledger(...kinds: readonly ('registered' | 'renamed')[]) {
    const samples = new ContractSamples();
    const store = new MemoryEventStore(catalog);
    for (const kind of kinds) await store.append(samples.organisation(), 'any', [samples[kind]()]);
    const reads: bigint[] = [];
    const counting: Pick<MemoryEventStore, 'readAll'> = {
      readAll: (from, options) => {
        reads.push(from);
        return store.readAll(from, options);
      },
    };
    const contexts = [renamesToo(new Register())];
    const lagOf = (positionsFollowLedger: boolean) =>
      new ConsumerLag({ store: counting, contexts, positionsFollowLedger });
    return { lagOf, reads };
  }
  const at = (position: string) => ({ name: READS_REGISTRATIONS, position });

  it('follows from its position where that moves over all events', async () => {
    const { lagOf, reads } = await ledger('registered', 'renamed');
    const followed = lagOf(true);
    expect(await followed.isCaughtUp(at('1'), 2n)).toBe(false);
    expect(await followed.isCaughtUp(at('2'), 2n)).toBe(true);
    expect(await followed.lastToRead(READS_REGISTRATIONS, 0n, 2n)).toBe(1n);
    expect(reads).toEqual([]);
  });

  it('follows on a broker from whether an event that it reads lies before it', async () => {
    const { lagOf } = await ledger('registered', 'renamed', 'registered', 'renamed');
    const own = lagOf(false);
    expect(await own.isCaughtUp(at('0'), 4n)).toBe(false);
    expect(await own.isCaughtUp(at('1'), 4n)).toBe(false);
    expect(await own.isCaughtUp(at('1'), 2n)).toBe(true);
    expect(await own.isCaughtUp(at('3'), 4n)).toBe(true);
    expect(await own.lastToRead(READS_REGISTRATIONS, 0n, 4n)).toBe(2n);
  });

  it('names the first event that it reads and has not handled, whichever way its position moves', async () => {
    const { lagOf, reads } = await ledger('renamed', 'registered', 'renamed', 'registered');
    for (const own of [lagOf(true), lagOf(false)]) {
      expect(await own.firstToRead(READS_REGISTRATIONS, 0n, 4n)).toMatchObject({ position: 1n });
      expect(await own.firstToRead(READS_REGISTRATIONS, 2n, 4n)).toMatchObject({ position: 3n });
      expect(await own.firstToRead(READS_REGISTRATIONS, 2n, 3n)).toBeUndefined();
      expect(await own.firstToRead(READS_REGISTRATIONS, 4n, 4n)).toBeUndefined();
    }
    const once = lagOf(false);
    const before = reads.length;
    for (let look = 0; look < 3; look += 1) await once.firstToRead(READS_REGISTRATIONS, 2n, 3n);
    expect(reads).toHaveLength(before + 1);
  });

  it('of a process manager follows from the events that it reads', async () => {
    const { lagOf } = await ledger('registered', 'renamed', 'registered');
    const own = lagOf(false);
    expect(await own.isCaughtUp({ name: 'membership.test-renames', position: '1' }, 3n)).toBe(false);
    expect(await own.isCaughtUp({ name: 'membership.test-renames', position: '2' }, 3n)).toBe(true);
  });

  it('is not looked up twice in a range without an event for it', async () => {
    const { lagOf, reads } = await ledger('registered', 'renamed', 'renamed');
    const own = lagOf(false);
    expect(await own.isCaughtUp(at('1'), 2n)).toBe(true);
    expect(await own.isCaughtUp(at('1'), 2n)).toBe(true);
    expect(await own.isCaughtUp(at('1'), 3n)).toBe(true);
    expect(reads).toEqual([1n, 2n]);
  });

  it('is looked up anew where the consumer stands elsewhere', async () => {
    const { lagOf } = await ledger('registered', 'renamed');
    const own = lagOf(false);
    expect(await own.isCaughtUp(at('1'), 2n)).toBe(true);
    expect(await own.isCaughtUp(at('0'), 2n)).toBe(false);
  });
});
