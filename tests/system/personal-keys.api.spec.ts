import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { streamName } from '#libs/kernel';
import { TestApplication } from '#libs/nest-kit/testing';
import { contexts } from '../../apps/platform/src/contexts.ts';
import { belongingsOf, establish } from '../contexts/support/two-clusters.ts';

const own = belongingsOf('keys');
const other = belongingsOf('keys-other');
const stream = streamName('governance', 'office', own.office);

describe('texts whose key is missing or wrong, over HTTP', () => {
  let app: TestApplication;
  beforeAll(async () => {
    app = await TestApplication.start(contexts, { RATE_LIMIT_PER_SECOND: '10000' });
    await establish(app, own);
    await startAnother();
  });
  afterAll(() => app.stop());

  /** Another person in the same office. Stored past the commands: they would know its state and read nothing. */
  const startAnother = async () => {
    for await (const event of app.store.read(stream)) {
      if (event.type !== 'governance.MandateStarted') continue;
      const person = { personId: other.person, name: 'Another' };
      const { type, schemaVersion, metadata } = event;
      const data = { ...event.data, mandateId: other.mandate, person };
      const another = { id: other.new, type, schemaVersion, metadata, data };
      await app.store.append(stream, 'any', [another]);
    }
  };
  const endMandate = () => {
    const body = { mandateId: own.mandate, cause: 'resignation', effectiveAt: '2017-01-01' };
    return app.post(`governance/offices/${own.office}/end-mandate`, body);
  };
  const head = async () => (await app.store.status()).head;

  it('a missing key: 503, what an operator does, and nothing stored; it is again once the key is back', async () => {
    const before = await head();
    app.keyRing.lose(other.person);
    for (const answer of [await app.get(`audit/streams/${stream}`), await endMandate()])
      expect(answer).toMatchObject({
        status: 503,
        headers: { 'retry-after': '60' },
        body: {
          code: 'API_KEY_MISSING',
          title: 'A key of personal texts is missing; nothing was taken for erased.',
          detail: expect.stringMatching(/restores the table keys\.personal .*docs\/operating\/restore\.md/),
          found: `${other.person}/1`,
          required: 'the key in keys.personal, with its material or as destroyed',
        },
      });
    expect(await head()).toBe(before);
    expect((await app.get(`privacy/keys?ids=${other.person}/1`)).body).toEqual({ items: [] });
    app.keyRing.restore(other.person);
    expect((await app.get(`audit/streams/${stream}`)).status).toBe(200);
  });

  it('another key in its place: 500, with the place of the text', async () => {
    app.keyRing.put(other.person, Buffer.alloc(32, 1));
    const found = expect.stringMatching(/^[0-9a-f-]{36}\/data\/person\/name$/);
    expect(await app.get(`audit/streams/${stream}`)).toMatchObject({
      status: 500,
      body: { code: 'API_TEXT_BROKEN', found, required: `a text sealed at this place under ${other.person}/1` },
    });
    app.keyRing.lose(other.person);
    app.keyRing.restore(other.person);
    expect((await endMandate()).status).toBe(200);
  });
});
