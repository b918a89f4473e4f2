import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { countedUuid } from '#libs/kernel/testing';
import { incubationContext } from '../../../apps/incubation/src/incubation.context.ts';
import { TestApplication } from '../testing/test-application.ts';

describe('the preconditions of a command (RFC 9110 §13.1)', () => {
  let app: TestApplication;
  let count = 0;
  let id = '';
  beforeAll(async () => {
    app = await TestApplication.start([incubationContext]);
  });
  afterAll(async () => {
    await app.stop();
  });
  /** An incubator at revision 4. */
  beforeEach(async () => {
    id = countedUuid((count += 1), 13);
    await open();
    for (const name of ['A', 'B', 'C', 'D']) await rename(name, {});
  });

  const open = async (headers: Readonly<Record<string, string>> = {}) => {
    const body = { id, name: 'Quartier numérique', site: 'La Pardieu', effectiveAt: '2015-01-01' };
    return await app.post('incubation/incubators', body, { headers });
  };
  const rename = async (name: string, headers: Readonly<Record<string, string>>, of = id) =>
    await app.post(`incubation/incubators/${of}/rename`, { name }, { headers });

  const matching: readonly (readonly [value: string, status: number])[] = [
    ['"4"', 200],
    ['"3"', 412],
    ['*', 200],
    [' * ', 200],
    ['"1", "4"', 200],
    ['"1","4"', 200],
    [', "4" ,', 200],
    ['"1", "3"', 412],
    ['W/"4"', 412],
    ['W/"9"', 412],
    ['W/"4", "4"', 200],
    ['"4-a_B9"', 200],
    ['"3-a_B9"', 412],
    ['"04"', 412],
    ['"x"', 412],
    ['""', 412],
    ['"-1"', 412],
    ['"4,"', 412],
    ['"é"', 412],
    ['"9223372036854775808"', 412],
    ['4', 400],
    ['"4', 400],
    ['4"', 400],
    ['"4" "3"', 400],
    ['"4", *', 400],
    ['w/"4"', 400],
    ['W/ "4"', 400],
    ['"a b"', 400],
    ['', 400],
    [',', 400],
  ];
  it.each(matching)('If-Match: %s at revision 4 is answered with %i', async (value, status) => {
    const answer = await rename('E', { 'if-match': value });
    expect(answer.status).toBe(status);
    if (status === 400) expect(answer.body).toMatchObject({ code: 'API_MALFORMED', errors: [{ path: 'If-Match' }] });
    if (status === 412) expect(answer.body).toMatchObject({ code: 'API_PRECONDITION_FAILED', found: 4 });
  });

  it.each(['*', '"0"', 'W/"0"', '"0", "4"'])('If-Match: %s is met by nothing that does not exist', async (value) => {
    const answer = await rename('E', { 'if-match': value }, countedUuid((count += 1), 13));
    expect(answer).toMatchObject({ status: 412, body: { found: null } });
  });

  const notMatching: readonly (readonly [value: string, status: number])[] = [
    ['*', 412],
    ['"4"', 412],
    ['W/"4"', 412],
    ['"1", "4-mark"', 412],
    ['"3"', 200],
    ['"x"', 200],
    ['4', 400],
  ];
  it.each(notMatching)('If-None-Match: %s at revision 4 is answered with %i', async (value, status) => {
    expect((await rename('E', { 'if-none-match': value })).status).toBe(status);
  });

  it('If-None-Match: * creates what does not exist yet, once', async () => {
    id = countedUuid((count += 1), 13);
    expect(await open({ 'if-none-match': '*' })).toMatchObject({ status: 201, headers: { etag: '"0"' } });
    expect(await open({ 'if-none-match': '*' })).toMatchObject({
      status: 412,
      body: { code: 'API_PRECONDITION_FAILED', found: 0, required: 'a resource that does not exist yet' },
    });
  });

  it.each([
    [{ 'if-match': '"4"', 'if-none-match': '"3"' }, 200, undefined],
    [{ 'if-match': '"4"', 'if-none-match': '*' }, 412, 'a resource that does not exist yet'],
    [{ 'if-match': '*' }, 200, undefined],
    [{ 'if-match': '"1", "2"' }, 412, 'one of the revisions 1, 2'],
    [{ 'if-match': 'W/"4"' }, 412, 'the ETag of a revision, which is no weak one'],
    [{ 'if-none-match': '"4", "5"' }, 412, 'none of the revisions 4, 5'],
  ])('%j: %i, and says what is required', async (headers, status, required) => {
    const answer = await rename('E', headers);
    expect(answer.status).toBe(status);
    expect(answer.body['required']).toEqual(required);
  });
});
