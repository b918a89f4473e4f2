import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { countedUuid } from '#libs/kernel/testing';
import { TestApplication } from '#libs/nest-kit/testing';
import { auditContext } from '../../apps/audit/src/audit.context.ts';
import { incubationContext } from '../../apps/incubation/src/incubation.context.ts';

const id = countedUuid(1, 0xac);
const WHO = { issuer: 'urn:grappe:development', subject: 'test-admin' };

describe('who acted', () => {
  let app: TestApplication;
  beforeAll(async () => {
    app = await TestApplication.start([incubationContext, auditContext]);
    const opened = { id, name: 'Le Bivouac', site: 'Clermont-Ferrand', effectiveAt: '2015-01-01' };
    expect((await app.post('incubation/incubators', opened)).status).toBe(201);
  });
  afterAll(() => app.stop());

  const read = async (path: string) => {
    const { status, body } = await app.get(`audit/${path}`, { as: 'auditor' });
    expect(status).toBe(200);
    return (body['items'] as readonly Record<string, unknown>[])[0] ?? {};
  };
  const stream = () => read(`streams/incubation.incubator-${id}`);
  const timeline = () => read(`timeline/${id}`);

  it('stands in an event by an id of ours, and nowhere else', async () => {
    const { record } = await read('events');
    expect(record).toContain(`"actor":{"id":"${await app.actors.idOf(WHO)}"}`);
    expect(record).not.toMatch(/test-admin|urn:grappe:development/);
  });

  it('is said to those who may read it', async () => {
    const actor = await app.actors.idOf(WHO);
    expect(await timeline()).toMatchObject({ actor, ...WHO });
    expect(await stream()).toMatchObject({ metadata: { actor: { id: actor, ...WHO } } });
    expect((await app.get(`audit/timeline/${id}`, { as: 'operator' })).status).toBe(403);
  });

  it('is nobody any more once the mapping is erased, and the events are as they were', async () => {
    const actor = await app.actors.idOf(WHO);
    const before = await read('events');
    app.actors.erase(actor);
    expect(await read('events')).toEqual(before);
    const line = await timeline();
    expect(line).toMatchObject({ actor });
    expect(line).not.toHaveProperty('subject');
    expect((await stream())['metadata']).toMatchObject({ actor: { id: actor } });
    expect(JSON.stringify(await stream())).not.toContain('test-admin');
  });
});
