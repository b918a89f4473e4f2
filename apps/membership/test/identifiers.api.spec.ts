import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { countedUuid } from '#libs/kernel/testing';
import { TestApplication, type TestAnswer } from '#libs/nest-kit/testing';
import { membershipContext } from '../src/membership.context.ts';
import { axess, esker, inovaction, numelink, SIREN_OF_ESKER, SIREN_OF_LA_POSTE, SIREN_OF_NOBODY } from './facts.ts';

const reason = 'Mal saisi';

describe('identifiers of organisations', () => {
  let app: TestApplication;
  beforeAll(async () => {
    app = await TestApplication.start([membershipContext], { RATE_LIMIT_PER_SECOND: '10000' });
    await app.post('membership/clusters', { id: numelink, name: 'Numélink', seat: 'Lyon', siren: SIREN_OF_LA_POSTE });
    await app.post('membership/organisations', { id: esker, name: 'Esker', kind: 'company', siren: SIREN_OF_ESKER });
    await app.post('membership/organisations', { id: axess, name: 'Axess', kind: 'association' });
    await app.post('membership/organisations', { id: inovaction, name: 'Inovaction', kind: 'company' });
  });
  afterAll(() => app.stop());

  const send = (id: string, verb: string, body: object): Promise<TestAnswer> =>
    app.post(`membership/organisations/${id}/${verb}`, body);
  const bearer = async (text: string): Promise<unknown> => {
    const { status, body } = await app.get(`membership/organisations?identifier=${encodeURIComponent(text)}`);
    const items = body['items'] as readonly { organisationId: string }[] | undefined;
    return status === 200 ? items?.map(({ organisationId }) => organisationId) : body['code'];
  };

  it.each([
    [axess, 'w751 234 567', 'W751234567', '2001-01-01'],
    [axess, 'Strasbourg vol. 98 fol. 12', 'strasbourg volume 98 folio 12', '1998-01-01'],
    [axess, 'W9P1002760', 'w9p 100 2760', '2005-01-01'],
    [esker, '331 518 498 00042', '33151849800042', '2010-01-01'],
    // A second SIREN of the same body, which it bore until it was seen.
    [esker, '732 829 320', 'FR44732829320', '1990-01-01'],
  ])('of %s: %s is found as %s', async (id, given, asked, effectiveAt) => {
    const answer = await send(id, 'identify', { identifier: given, effectiveAt });
    expect([answer.status, answer.body['code']]).toEqual([200, undefined]);
    expect(await bearer(asked)).toEqual([id]);
    expect(await bearer(given)).toEqual([id]);
  });

  it('that turned out to be a duplicate finds its pivot, and is given to nobody', async () => {
    const ended = await send(esker, 'end-identifier', {
      ...{ identifier: SIREN_OF_NOBODY, cause: 'duplicate', effectiveAt: '2016-01-01' },
    });
    expect(ended.status).toBe(200);
    expect(await bearer('732.829.320')).toEqual([esker]);
    const { body } = await app.get(`membership/organisations/${esker}`);
    expect(body).toMatchObject({
      siren: SIREN_OF_ESKER,
      identifiers: expect.arrayContaining([
        expect.objectContaining({ until: '2016-01-01', cause: 'duplicate' }),
      ]) as unknown,
    });
    const registered = await app.post('membership/organisations', {
      ...{ id: countedUuid(9, 2), name: 'Another', kind: 'company', siren: SIREN_OF_NOBODY },
    });
    expect(registered).toMatchObject({
      status: 409,
      body: { code: 'MBR_IDENTIFIER_TAKEN', found: `organisation ${esker}` },
    });
  });

  it('of a cluster is its own, and the refusal says that it is a cluster', async () => {
    const answer = await send(inovaction, 'identify', { identifier: SIREN_OF_LA_POSTE });
    expect(answer).toMatchObject({ status: 409, body: { code: 'MBR_IDENTIFIER_TAKEN', found: `cluster ${numelink}` } });
    const { body } = await app.get('membership/identifiers?identifier=356%20000%20000');
    expect(body).toMatchObject({ items: [{ bearer: 'cluster', bearerId: numelink }] });
  });

  it('is refused with what was found, and with a proposal that nobody assumes', async () => {
    const answer = await send(inovaction, 'identify', { identifier: '69805133' });
    expect(answer).toMatchObject({
      status: 400,
      body: { code: 'MBR_IDENTIFIER_INVALID', found: '69805133, 8 digits' },
    });
    expect(answer.body['required']).toContain('the SIREN 069805133 would be one');
    expect(await bearer('8,2E+13')).toBe('API_MALFORMED');
    expect(await bearer('069805133')).toEqual([]);
  });

  it('recorded for the wrong organisation is taken back, and then free; a wrong one is corrected', async () => {
    const mistaken = await send(inovaction, 'identify', { identifier: '404833048', effectiveAt: '2012-01-01' });
    const [{ id: fact } = { id: '' }] = mistaken.body['events'] as readonly { readonly id: string }[];
    expect((await send(axess, 'identify', { identifier: '404833048' })).status).toBe(409);
    const changes = { identifier: { scheme: 'siren', value: '542107651' } };
    expect((await send(inovaction, 'correct-identifier', { fact, reason, changes })).status).toBe(200);
    expect([await bearer('404833048'), await bearer('542107651')]).toEqual([[], [inovaction]]);
    expect((await send(axess, 'identify', { identifier: '404833048' })).status).toBe(200);
    const wrong = { identifier: { scheme: 'siren', value: '542107652' } };
    const refused = await send(inovaction, 'correct-identifier', { fact, reason, changes: wrong });
    expect(refused).toMatchObject({ status: 400, body: { code: 'MBR_IDENTIFIER_INVALID' } });
    expect((await send(inovaction, 'void-identifier', { fact, reason })).status).toBe(200);
    expect(await bearer('542107651')).toEqual([]);
  });

  it('with which an organisation was entered by mistake is corrected, and free again', async () => {
    const id = countedUuid(10, 2);
    const entered = await app.post('membership/organisations', {
      id,
      name: 'Nova',
      kind: 'company',
      siren: '542107651',
    });
    const [{ id: fact } = { id: '' }] = entered.body['events'] as readonly { readonly id: string }[];
    const changes = { siren: '552100554' };
    expect((await send(id, 'correct-registration', { fact, reason, changes })).status).toBe(200);
    expect([await bearer('542107651'), await bearer('552 100 554')]).toEqual([[], [id]]);
    const taken = await send(id, 'correct-registration', { fact, reason, changes: { siren: SIREN_OF_ESKER } });
    expect(taken).toMatchObject({ status: 409, body: { code: 'MBR_IDENTIFIER_TAKEN' } });
  });

  it('is not for everybody to look up', async () => {
    const asked = await app.get(`membership/organisations?identifier=${SIREN_OF_ESKER}`, { as: 'subscriber' });
    expect(asked.status).toBe(403);
    expect((await app.get(`membership/identifiers?identifier=${SIREN_OF_ESKER}`, { as: 'subscriber' })).status).toBe(
      403,
    );
  });
});
