import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { TestApplication } from '#libs/nest-kit/testing';
import { countedUuid } from '#libs/kernel/testing';
import { auditContext } from '../../apps/audit/src/audit.context.ts';
import { governanceContext } from '../../apps/governance/src/governance.context.ts';
import { planHash } from '../../apps/mergers/src/domain/operation/plan-hash.ts';
import { mergersContext } from '../../apps/mergers/src/mergers.context.ts';
import {
  absorption,
  absorptionPlan,
  auvergneTic,
  clause,
  inFavour,
  numelink,
  operationId,
} from '../../apps/mergers/test/sample-operation.ts';
import { publish, registeredCluster } from '../support/published.ts';

const root = join(import.meta.dirname, '..', '..');
const text = readFileSync(join(root, 'docs', 'guides', 'corrections.md'), 'utf8');

/** A request of the guide with the answer that is printed below it, and the day on which it is sent. */
interface Exchange {
  readonly on?: string | undefined;
  readonly method: string;
  readonly path: string;
  readonly body: string;
  readonly answer: string;
}

const EXCHANGE = /(?:<!-- on (\S+) -->\s+)?```http\n(GET|POST) (\S+)\n(.*?)```\s+```json\n(.*?)```/gs;
const exchanges = [...text.matchAll(EXCHANGE)].map(
  ([, on, method = '', path = '', body = '', answer = '']): Exchange => ({ on, method, path, body, answer }),
);

/** What the names between angle brackets stand for, as the answers gave it. */
const named = new Map<string, string>();
const filled = (part: string): string => part.replaceAll(/<(\w+)>/g, (whole, name: string) => named.get(name) ?? whole);

/** Takes the value of each name that is new from the place in the answer where it stands. */
function learn(expected: unknown, found: unknown): void {
  if (typeof expected === 'string') {
    const [, name] = /^<(\w+)>$/.exec(expected) ?? [];
    if (name !== undefined && typeof found === 'string') named.set(name, found);
    return;
  }
  if (typeof expected !== 'object' || expected === null) return;
  for (const [member, value] of Object.entries(expected))
    learn(value, (found as Readonly<Record<string, unknown>> | undefined)?.[member]);
}

/** A merger whose treaty sets its day, adopted by both boards and by the first assembly. */
async function prepareMerger(app: TestApplication): Promise<void> {
  const { kind: _kind, statutesVersion, ...dissolution } = clause;
  const clauses = { ordinary: dissolution, amendment: dissolution, dissolution };
  for (const clusterId of [numelink, auvergneTic])
    await publish(app.store, registeredCluster(clusterId), {
      type: 'governance.StatutesAdopted',
      data: { clusterId, statutesVersion, inForceFrom: '2010-01-01', clauses },
    });
  app.clock.set('2016-04-30T10:00:00Z');
  const plan = absorptionPlan({ effectDate: '2017-03-31' });
  const started = { id: operationId, kind: 'fusion-absorption', title: 'Fusion', participants: absorption };
  await app.post('mergers/operations', { ...started, effectiveAt: '2015-11-02' });
  const does = (verb: string, body: object) => app.post(`mergers/operations/${operationId}/${verb}`, body);
  await does('draft-plan', { plan, effectiveAt: '2015-12-01' });
  for (const clusterId of [numelink, auvergneTic])
    await does('adopt-plan', { clusterId, planHash: planHash(plan), effectiveAt: '2016-01-15' });
  await does('record-vote', { clusterId: numelink, tally: inFavour, effectiveAt: '2016-03-31' });
}

describe('the guide to corrections', () => {
  let app: TestApplication;
  beforeAll(async () => {
    app = await TestApplication.start([governanceContext, mergersContext, auditContext]);
    await publish(app.store, registeredCluster(countedUuid(1, 0xa)));
    await prepareMerger(app);
  });
  afterAll(() => app.stop());

  it('has a request for each of its answers', () => {
    expect(exchanges.length).toBe([...text.matchAll(/^```json$/gm)].length);
    expect(exchanges.length).toBeGreaterThan(8);
  });

  it.each(exchanges)('$method $path is answered as printed', async ({ on, method, path, body, answer }) => {
    if (on !== undefined) app.clock.set(`${on}T10:00:00Z`);
    const request = { as: 'admin' } as const;
    const url = path.replace(/^\/api\/v1\//, '');
    const sent = filled(body);
    const found =
      method === 'GET' ? await app.get(url, request) : await app.post(url, JSON.parse(sent) as object, request);
    learn(JSON.parse(answer), found.body);
    expect(found.body).toMatchObject(JSON.parse(filled(answer)) as object);
  });
});
