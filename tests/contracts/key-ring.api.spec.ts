import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { catalog, keyRingOver, open, readEvent, type KeyRing, type PublishedEvent } from '#libs/contracts';
import type { Role } from '#libs/commands';
import { TestApplication } from '#libs/nest-kit/testing';
import { contexts } from '../../apps/platform/src/contexts.ts';
import { belongingsOf, establish } from '../contexts/support/two-clusters.ts';

const own = belongingsOf('subscriber');
const NAME = `President of ${own.cluster}`;

/** From a command to a subscriber that opens the event of its topic with its token. */
describe('the texts of events, for a subscriber with a token', () => {
  let app: TestApplication;
  beforeAll(async () => {
    app = await TestApplication.start(contexts, { RATE_LIMIT_PER_SECOND: '10000' });
    await establish(app, own);
  });
  afterAll(() => app.stop());

  const ringFor = (role: Role, person?: string): KeyRing =>
    keyRingOver({
      url: 'http://127.0.0.1',
      token: () => app.tokenOf({ roles: [role], person }),
      fetch: async (input, init) => {
        const { pathname, search } = new URL(input instanceof Request ? input.url : input);
        const headers = Object.fromEntries(new Headers(init?.headers));
        const { statusCode, body } = await app.application.inject({ method: 'GET', url: pathname + search, headers });
        return new Response(body, { status: statusCode });
      },
    });

  /** Every event as its topic has it. */
  async function published(): Promise<readonly (PublishedEvent & { readonly id: string })[]> {
    const events: (PublishedEvent & { readonly id: string })[] = [];
    for await (const rows of app.store.readLedger(0n)) {
      for (const { record } of rows) {
        const { id, type, schemaVersion, data } = JSON.parse(record) as Readonly<Record<string, string>>;
        events.push({ ...readEvent(`${String(type)}.v${String(schemaVersion)}`, data), id: String(id) });
      }
    }
    return events;
  }
  const mandate = async () => {
    const found = (await published()).find(({ type }) => type === 'governance.MandateStarted');
    if (found?.type !== 'governance.MandateStarted') throw new TypeError('no mandate was started');
    return found;
  };

  it('all open for an auditor, and are what the store reads', async () => {
    const events = await published();
    expect(JSON.stringify(events)).not.toContain(NAME);
    expect(events.length).toBeGreaterThan(10);
    const stored = new Map<string, object>();
    for await (const page of app.store.readAll(0n)) for (const event of page.events) stored.set(event.id, event.data);
    for (const event of events) {
      const { data, id, type } = await open(event, ringFor('auditor'));
      expect(data).toEqual(stored.get(id));
      expect(catalog.check(type, event.version, data)).toEqual([]);
    }
  });

  it('of a person open for that person, and for nobody else', async () => {
    const event = await mandate();
    expect((await open(event, ringFor('subscriber', own.person))).data.person.name).toBe(NAME);
    const refused = { name: 'KeysRefused', status: 403, code: 'API_FORBIDDEN' };
    await expect(open(event, ringFor('subscriber'))).rejects.toMatchObject(refused);
    await expect(open(event, ringFor('operator', own.cluster))).rejects.toMatchObject(refused);
  });

  it('whose key is missing do not open, and erased ones say so', async () => {
    const event = await mandate();
    app.keyRing.lose(own.person);
    await expect(open(event, ringFor('admin'))).rejects.toMatchObject({ name: 'UnknownKey' });
    app.keyRing.destroy(own.person);
    expect((await open(event, ringFor('admin'))).data.person).toEqual({
      personId: own.person,
      name: 'personne effacée',
    });
  });
});
