import { readFileSync } from 'node:fs';
import type { Pool } from 'pg';
import { catalog } from '#libs/contracts';
import { leafHash } from '#libs/event-store';
import { canonicalJson, type JsonObject, type RecordedEvent, type StreamName } from '#libs/kernel';

/** The replacement of an event. Absent members stay as they were. */
export interface Forged {
  readonly type?: string;
  readonly data?: JsonObject;
  readonly stream?: StreamName;
  readonly revision?: bigint;
}

interface Row {
  readonly seq: bigint;
  readonly record: string;
}

/**
 * Replaces an event, as the owner of the database can: its record is canonical, its schema the current one, and
 * the ledger holds the hash of it. @throws TypeError when the contracts do not know it
 */
export async function forge(sql: Pool, event: RecordedEvent, forged: Forged): Promise<void> {
  const { type = event.type, data = event.data, stream = event.stream, revision = event.revision } = forged;
  const schemaVersion = catalog.currentVersion(type) ?? 0;
  const faults = catalog.check(type, schemaVersion, data);
  if (faults.length > 0) throw new TypeError(`${type} is not valid: ${String(faults)}`);
  const { rows } = await sql.query<Row>('select seq, record from store.events where stream = $1 and revision = $2', [
    event.stream,
    event.revision,
  ]);
  const [{ seq, record: original } = { seq: -1n, record: '{}' }] = rows;
  const record = canonicalJson({ ...(JSON.parse(original) as JsonObject), type, schemaVersion, data, stream });
  await sql.query('update store.events set type = $2, record = $3, stream = $4, revision = $5 where seq = $1', [
    ...[seq, type, record, stream, revision],
  ]);
  await sql.query('update store.ledger set leaf_hash = $2 where seq = $1', [seq, leafHash(record, revision)]);
}

/** The golden sample of the current version of a type. */
export function golden(type: string): JsonObject {
  const name = `${type}.v${String(catalog.currentVersion(type) ?? 0)}.json`;
  return JSON.parse(readFileSync(`libs/contracts/golden/${name}`, 'utf8')) as JsonObject;
}

/** The golden sample of a type, speaking of what the event speaks of. */
export function goldenAbout({ data }: RecordedEvent, type: string): JsonObject {
  const sample = golden(type);
  return { ...sample, ...Object.fromEntries(Object.entries(data).filter(([name]) => name in sample)) };
}
