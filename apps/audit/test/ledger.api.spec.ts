import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { createHash } from 'node:crypto';
import { TestApplication, type TestAnswer } from '#libs/nest-kit/testing';
import { auditContext } from '../src/audit.context.ts';
import { appendHistory, incubatorId, partnerId, smallHistory } from './small-history.ts';

let platform: TestApplication;

beforeAll(async () => {
  platform = await TestApplication.start([auditContext]);
  await appendHistory(platform.store);
});
afterAll(() => platform.stop());

const ask = async (path: string) => platform.get(`audit/${path}`, { as: 'auditor' });

describe('the ledger', () => {
  it('gives the record and the leaf hash: SHA-256 over a zero byte and the record with its revision (RFC 6962 §2.1)', async () => {
    const { body } = await ask('events?limit=40');
    const items = body['items'] as readonly { position: string; record: string; leafHash: string; revision: string }[];
    expect(items.map(({ position }) => position)).toEqual(items.map((_item, index) => String(index)));
    expect(body['next']).toBe('40');
    const hashes = items.map(({ record, revision }) => {
      const text = `{"event":${record},"revision":${revision}}`;
      return createHash('sha256')
        .update(Buffer.from([0]))
        .update(text)
        .digest('hex');
    });
    expect(items.map(({ leafHash }) => leafHash)).toEqual(hashes);
    expect(JSON.parse(items[0]?.record ?? '')).toMatchObject({ type: 'membership.ClusterRegistered' });
  });

  it('by types and by stream', async () => {
    const types = 'mergers.SuccessionTookEffect,incubation.PartnerJoined';
    const found = (await ask(`events?types=${types}`)).body['items'] as readonly { type: string }[];
    expect(found.map(({ type }) => type).sort()).toEqual([
      'incubation.PartnerJoined',
      'mergers.SuccessionTookEffect',
      'mergers.SuccessionTookEffect',
    ]);
    const stream = `incubation.any-${partnerId}`;
    const ofStream = (await ask(`events?stream=${stream}`)).body['items'] as readonly { stream: string }[];
    expect(ofStream.map((row) => row.stream)).toEqual([stream, stream, stream, stream]);
  });

  it('read to its end a page at a time gives every event once', async () => {
    const seen: string[] = [];
    let next: string | undefined = '0';
    while (typeof next === 'string') {
      const answer: TestAnswer = await ask(`events?limit=7&from=${next}`);
      const page = answer.body as { items: readonly { position: string }[]; next?: string };
      seen.push(...page.items.map(({ position }) => position));
      next = page.next;
    }
    expect(seen).toEqual(smallHistory.map((_event, index) => String(index)));
  });
});

describe('a stream', () => {
  const path = `streams/incubation.any-${partnerId}`;
  const revisions = async (query: string) =>
    ((await ask(`${path}${query}`)).body['items'] as readonly { revision: string }[]).map(({ revision }) => revision);

  it.each([
    ['', ['0', '1', '2', '3']],
    ['?upTo=1', ['0', '1']],
    ['?upTo=2016-12-31', ['0', '1', '2']],
    ['?upTo=2016-04-02T08:59:59Z', ['0', '1']],
    ['?from=2', ['2', '3']],
  ])('%s', async (query, expected) => {
    expect(await revisions(query)).toEqual(expected);
  });

  it('goes on from its cursor', async () => {
    expect((await ask(`${path}?limit=3`)).body['next']).toBe('3');
    expect((await ask(`${path}?limit=4`)).body).not.toHaveProperty('next');
  });

  it('that is not there is not found', async () => {
    const stream = `incubation.any-${incubatorId}0`;
    const notFound = { status: 404, body: { code: 'API_NOT_FOUND', found: stream } };
    expect(await ask(`streams/${stream}`)).toMatchObject(notFound);
  });
});
