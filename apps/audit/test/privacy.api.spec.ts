import { createHash } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { TestApplication, type TestRequest } from '#libs/nest-kit/testing';
import { auditContext } from '../src/audit.context.ts';

const PERSON = '01890a5d-ac96-774b-bcce-b302099a8057';
const ANOTHER = '01890a5d-ac96-774b-bcce-b302099a8058';
const ERASED = '01890a5d-ac96-774b-bcce-b302099a8059';
const NEVER_SEEN = '01890a5d-ac96-774b-bcce-b302099a805a';
const STREAM = 'governance.meeting-01890a5d-ac96-774b-bcce-b302099a805b';

describe('the keys of personal texts', () => {
  let app: TestApplication;
  beforeAll(async () => {
    app = await TestApplication.start([auditContext], { RATE_LIMIT_PER_SECOND: '10000' });
    await app.keyRing.keysFor([PERSON, ANOTHER, STREAM]);
    app.keyRing.destroy(ERASED);
  });
  afterAll(() => app.stop());

  const ask = (ids: string, request?: TestRequest) => app.get(`privacy/keys?ids=${ids}`, request);
  const keyOf = (id: string) => ({ id, key: createHash('sha256').update(id).digest('base64') });

  it.each(['admin', 'auditor'] as const)('%s gets them all; an unknown one is left out', async (as) => {
    const answer = await ask(`${PERSON}/1,${NEVER_SEEN}/1,${ERASED}/1,${STREAM}/1,${PERSON}/2`, { as });
    expect(answer).toMatchObject({ status: 200, headers: { 'cache-control': 'no-store' } });
    expect(answer.body).toEqual({
      items: [keyOf(`${PERSON}/1`), { id: `${ERASED}/1`, destroyed: true }, keyOf(`${STREAM}/1`)],
    });
  });

  it.each(['subscriber', 'operator'] as const)('a person gets its own, as %s', async (as) => {
    const own = await ask(`${PERSON}/1,${PERSON}/2`, { as, person: PERSON });
    expect(own).toMatchObject({ status: 200, body: { items: [keyOf(`${PERSON}/1`)] } });
    expect((await ask(`${PERSON}/1`, { as, person: PERSON.toUpperCase() })).status).toBe(200);
  });

  it.each([
    ['a subscriber', `${PERSON}/1`, { as: 'subscriber' }],
    ['an operator', `${PERSON}/1`, { as: 'operator', clusters: [PERSON] }],
    ['a person, of another', `${ANOTHER}/1`, { as: 'subscriber', person: PERSON }],
    ['a person, of another beside its own', `${PERSON}/1,${ANOTHER}/1`, { as: 'subscriber', person: PERSON }],
    ['a person, of an erased one', `${ERASED}/1`, { as: 'subscriber', person: PERSON }],
    ['a person, of nobody', `${NEVER_SEEN}/1`, { as: 'subscriber', person: PERSON }],
    ['a person, of a stream', `${STREAM}/1`, { as: 'subscriber', person: PERSON }],
    ['a person whose id is a part of another', `${PERSON}0/1`, { as: 'subscriber', person: PERSON }],
  ] as const)('%s: refused, in the same words whatever there is', async (_who, ids, request) => {
    const { status, body } = await ask(ids, request);
    expect(status).toBe(403);
    expect(body).toEqual({
      type: 'urn:grappe:problem:API_FORBIDDEN',
      title: 'The token does not permit this request.',
      status: 403,
      code: 'API_FORBIDDEN',
      detail: 'a person reads the keys of personal texts about itself only, as its token names it',
      found: [request.as],
      required: ['admin', 'auditor'],
      instance: `/api/v1/privacy/keys?ids=${ids}`,
    });
  });

  it('ids are taken in any case, and each is answered once', async () => {
    const { body } = await ask(`${PERSON.toUpperCase()}/1,${PERSON}/1,${STREAM.replace(/01890a5d/, '01890A5D')}/1`);
    expect(body).toEqual({ items: [keyOf(`${PERSON}/1`), keyOf(`${STREAM}/1`)] });
  });

  it('as many as a hundred at once', async () => {
    const ids = (count: number) => Array.from({ length: count }, (_, index) => `${STREAM}/${String(index + 1)}`).join();
    expect((await ask(ids(100))).body).toEqual({ items: [keyOf(`${STREAM}/1`)] });
    expect(await ask(ids(101))).toMatchObject({ status: 400, body: { errors: [{ path: '/ids' }] } });
  });

  it.each(['', ',', PERSON, `${PERSON}/0`, `${PERSON}/1,`, `${PERSON}/01`, `${PERSON}/1000000000`, `x y/1`, `é/1`])(
    'ids that are none: %j',
    async (ids) => {
      const answer = await ask(encodeURIComponent(ids));
      expect(answer).toMatchObject({ status: 400, body: { code: 'API_MALFORMED' } });
      const [{ path }] = answer.body['errors'] as readonly [{ readonly path: string }];
      expect(path).toMatch(/^\/ids\/\d$/);
    },
  );

  it('without ids or with another parameter nothing is answered', async () => {
    expect(await app.get('privacy/keys')).toMatchObject({ status: 400, body: { errors: [{ path: '/ids' }] } });
    expect(await ask(`${PERSON}/1&all=true`)).toMatchObject({ status: 400, body: { errors: [{ path: '/all' }] } });
  });
});
