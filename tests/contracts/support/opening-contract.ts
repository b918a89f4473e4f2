import { readFileSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import type { KeyRing } from '#libs/contracts';
import { startKeys, type KeysServer } from './keys-server.ts';
import { root } from './packed-contracts.ts';
import { run } from './run.ts';
import type { Subscriber } from './subscriber.ts';

const PREPARING_MS = 240_000;
const TOKEN = 'of a subscriber';

interface Sample {
  readonly key: string;
  readonly bound: string;
  readonly text: string;
  readonly sealed: { readonly k: string; readonly iv: string };
}

const file = join(root, 'libs', 'contracts', 'sealed', 'texts.v1.json');
const samples = (JSON.parse(readFileSync(file, 'utf8')) as readonly Sample[]).filter(({ bound }) =>
  bound.endsWith('/data/person/name'),
);
const keyIds = [...new Set(samples.map(({ sealed }) => sealed.k))];
const mandate = ({ sealed }: Sample) => ({
  ...{ mandateId: idOf(1), officeId: idOf(2), bodyId: idOf(3), clusterId: idOf(4) },
  person: { personId: sealed.k.slice(0, sealed.k.indexOf('/')), name: sealed },
  ...{ how: 'elected', since: '2016-03-31' },
});

function idOf(count: number): string {
  return `018f2c5e-7a10-7000-8000-00000000d00${String(count)}`;
}

/** A record of a topic. */
interface TopicEvent {
  readonly id: string;
  readonly type: string;
  readonly data: object;
}

const recordOf = (sample: Sample): TopicEvent => ({
  id: sample.bound.slice(0, sample.bound.indexOf('/')),
  type: 'governance.MandateStarted.v1',
  data: mandate(sample),
});

/** The keys of the samples; some are destroyed, or unknown. */
function ringOfSamples(destroyed: ReadonlySet<string>, unknown: ReadonlySet<string>): KeyRing {
  const keyOf = (id: string) => {
    const sample = samples.find(({ sealed }) => sealed.k === id);
    if (sample === undefined || unknown.has(id)) return [];
    return [[id, destroyed.has(id) ? ('destroyed' as const) : Buffer.from(sample.key, 'base64')] as const];
  };
  return { resolve: (ids) => Promise.resolve(new Map(ids.flatMap(keyOf))) };
}

/**
 * What the guide's code promises of personal texts. `program` is given the address of the keys, a token and records as JSON, and prints the opened
 * data of each record; or what kept it from that.
 */
export function openingContract(prepare: () => Promise<Subscriber>, program: readonly string[]): void {
  const [destroyed, unknown] = [new Set<string>(), new Set<string>()];
  let subscriber: Subscriber;
  let keys: KeysServer;
  beforeAll(async () => {
    [subscriber, keys] = await Promise.all([prepare(), startKeys(ringOfSamples(destroyed, unknown), TOKEN)]);
  }, PREPARING_MS);
  afterAll(async () => {
    keys.close();
    await rm(subscriber.cwd, { recursive: true, force: true });
  });

  const openAll = async (records: readonly TopicEvent[], token = TOKEN) => {
    const args = [...program, keys.url, token, JSON.stringify(records)];
    return await run(subscriber.command, args, subscriber.cwd);
  };
  const namesOf = (stdout: string) =>
    (JSON.parse(stdout) as readonly { readonly person: { readonly name: string } }[]).map(({ person }) => person.name);

  it('opens each text of the golden samples in its event', async () => {
    const { stdout, stderr } = await openAll(samples.map(recordOf));
    expect(stderr).toBe('');
    expect(namesOf(stdout)).toEqual(samples.map(({ text }) => text));
    expect(samples.length).toBeGreaterThan(2);
  });

  it('says of a text whose key is destroyed that it is erased', async () => {
    keyIds.forEach((id) => destroyed.add(id));
    const { stdout } = await openAll(samples.slice(0, 1).map(recordOf));
    destroyed.clear();
    expect(namesOf(stdout)).toEqual(['personne effacée']);
  });

  it('takes no unknown key for a destroyed one', async () => {
    keyIds.forEach((id) => unknown.add(id));
    const { code, stderr } = await openAll(samples.slice(0, 1).map(recordOf));
    unknown.clear();
    expect([code, stderr]).toEqual([1, expect.stringContaining('UnknownKey')]);
  });

  it('opens nothing in another event', async () => {
    const moved = samples.slice(0, 1).map((sample) => ({ ...recordOf(sample), id: idOf(9) }));
    const { code, stderr } = await openAll(moved);
    expect([code, stderr]).toEqual([1, expect.stringContaining('BrokenSeal')]);
    expect(stderr).toContain(`${idOf(9)}/data/person/name`);
  });

  it('is refused the keys without the right token', async () => {
    const { code, stderr } = await openAll(samples.slice(0, 1).map(recordOf), 'of another');
    expect([code, stderr]).toEqual([1, expect.stringContaining('403')]);
  });
}
