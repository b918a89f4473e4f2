import { createHash } from 'node:crypto';
import { describe, expect, it } from '@jest/globals';
import canonicalize from 'canonicalize';
import type { LedgerRow } from '../index.ts';
import type { ContractSubject } from './contract-harness.ts';
import { collect, countFrom, readEvents, untilSettled } from './contract-samples.ts';

export function ledgerContract(subject: () => ContractSubject): void {
  describe('the ledger', () => {
    it('its rows are the events: the same positions, streams, revisions, ids and types', async () => {
      const { store } = subject();
      await untilSettled(store);
      const rows = await ledgerRows(subject());
      const events = await readEvents(store.readAll(0n));
      expect(
        rows.map(({ position, stream, revision, eventId, type }) => ({
          position,
          stream,
          revision,
          id: eventId,
          type,
        })),
      ).toEqual(events.map(({ position, stream, revision, id, type }) => ({ position, stream, revision, id, type })));
    });

    it('every leaf hash is RFC 6962 over the canonical bytes, computed here from what readers see who carry events on', async () => {
      const { store } = subject();
      await untilSettled(store);
      const rows = await ledgerRows(subject());
      const events = await readEvents(store.readAll(0n, { asStored: true }));
      expect(rows.length).toBeGreaterThan(0);
      for (const [index, { id, type, schemaVersion, stream, data, metadata, revision }] of events.entries()) {
        const bytes = canonicalize({
          event: { id, type, schemaVersion, stream, data, metadata },
          revision: Number(revision),
        });
        const hash = createHash('sha256')
          .update(Buffer.concat([Buffer.of(0), Buffer.from(bytes ?? '')]))
          .digest('hex');
        expect(Buffer.from(rows[index]?.leafHash ?? []).toString('hex')).toBe(hash);
      }
    });

    it('its records are canonical and hold neither revision nor position', async () => {
      await untilSettled(subject().store);
      const rows = await ledgerRows(subject());
      for (const { record } of rows.slice(-50)) {
        const parsed: unknown = JSON.parse(record);
        expect(canonicalize(parsed)).toBe(record);
        expect(Object.keys(parsed as object)).toEqual(['data', 'id', 'metadata', 'schemaVersion', 'stream', 'type']);
      }
    });

    it('says in which epoch each position was given', async () => {
      const { store } = subject();
      await untilSettled(store);
      expect(store.epoch).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
      const rows = await ledgerRows(subject());
      expect(new Set(rows.map(({ epoch }) => epoch))).toEqual(new Set([store.epoch]));
    });

    it('can be read in ranges', async () => {
      const { store } = subject();
      const head = await untilSettled(store);
      const pages = await collect(store.readLedger(head - 7n, { until: head - 1n, pageSize: 4 }));
      expect(pages.map((rows) => rows.length)).toEqual([4, 2]);
      expect(pages.flat().map(({ position }) => position)).toEqual(countFrom(head - 7n, 6));
      expect(await collect(store.readLedger(head))).toEqual([]);
    });

    it('never changes: what was read stays what it was while more is added', async () => {
      const { store, samples } = subject();
      const head = await untilSettled(store);
      const before = await ledgerRows(subject());
      await store.append(samples.organisation(), 'any', samples.renames(3));
      await untilSettled(store);
      const after = await ledgerRows(subject());
      expect(after.slice(0, Number(head)).map(inOneLine)).toEqual(before.map(inOneLine));
      expect(after).toHaveLength(Number(head) + 3);
    });
  });
}

async function ledgerRows({ store }: ContractSubject): Promise<LedgerRow[]> {
  return (await collect(store.readLedger(0n))).flat();
}

function inOneLine({ leafHash, ...row }: LedgerRow): string {
  return [...Object.values(row), Buffer.from(leafHash).toString('hex')].map(String).join(' ');
}
