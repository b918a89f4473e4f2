import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { countedUuid } from '#libs/kernel/testing';
import { TestApplication, type TestAnswer } from '#libs/nest-kit/testing';
import { membershipContext } from '../src/membership.context.ts';
import { antennaOfDrome, axess, esker, numelink, rhoneAlley, SIREN_OF_ESKER, SIREN_OF_LA_POSTE } from './facts.ts';

const SIRET_OF_ESKER = '33151849800042';
const OTHER_SIREN = '552100554';
const since = '2015-01-01';

describe('a line of a file of members', () => {
  let app: TestApplication;
  beforeAll(async () => {
    app = await TestApplication.start([membershipContext], { RATE_LIMIT_PER_SECOND: '10000' });
    for (const [id, name, siren] of [
      [numelink, 'Numélink', SIREN_OF_LA_POSTE],
      [rhoneAlley, 'RhôneAlley', undefined],
    ])
      await app.post('membership/clusters', { id, name, seat: 'Lyon', siren, effectiveAt: '2004-01-01' });
    await app.post('membership/organisations', { id: esker, name: 'Esker', kind: 'company', siren: SIREN_OF_ESKER });
    await app.post(`membership/organisations/${esker}/identify`, {
      identifier: '732829320',
      effectiveAt: '1990-01-01',
    });
    await app.post(`membership/organisations/${esker}/end-identifier`, {
      ...{ identifier: '732829320', cause: 'duplicate', effectiveAt: '2000-01-01' },
    });
    await app.post('membership/antennas', {
      ...{ id: antennaOfDrome, clusterId: numelink, name: 'Drôme', effectiveAt: '2010-01-01' },
    });
  });
  afterAll(() => app.stop());

  const send = (line: object, more: { clusterId?: string; dryRun?: boolean } = {}): Promise<TestAnswer> => {
    const { clusterId = numelink, dryRun = false } = more;
    const query = dryRun ? '?dryRun=true' : '';
    return app.post(`membership/clusters/${clusterId}/import-member${query}`, { effectiveAt: since, ...line });
  };
  const typesOf = ({ body }: TestAnswer) =>
    (body['events'] as readonly { readonly type: string }[])
      .map(({ type }) => type.replace('membership.', ''))
      .toSorted();
  const head = async () => (await app.store.status()).head;
  const membersOf = async (clusterId: string) => {
    const { body } = await app.get(`membership/clusters/${clusterId}/members?validAt=2016-01-01`);
    return body['items'] as readonly Readonly<Record<string, unknown>>[];
  };

  it('enters who is not known, with every identifier, and admits it', async () => {
    const line = { name: 'Peugeot SA', identifiers: ['552 100 554 00013', 'W751234567'], college: 'Entreprises' };
    const before = await head();
    expect(typesOf(await send(line, { dryRun: true }))).toHaveLength(6);
    expect(await head()).toBe(before);
    const answer = await send({ ...line, sizeClass: 'large', antennaId: antennaOfDrome });
    expect([answer.status, typesOf(answer)]).toEqual([
      200,
      [
        ...['OrganisationRegistered', 'IdentifierClaimed', 'IdentifierClaimed'],
        ...['OrganisationIdentified', 'IdentifierClaimed', 'MemberAdmitted'],
      ].toSorted(),
    ]);
  });

  it.each([
    ['in the same words', {}],
    [
      'in other spellings',
      { name: 'PEUGEOT  S.A', identifiers: ['552.100.554', 'w 751 234 567'], college: 'ENTREPRISES' },
    ],
    ['by another of its identifiers', { identifiers: ['W751234567'] }],
    ['without what the register has besides', { college: undefined, antennaId: undefined }],
    ['of another kind: what it is, is not what a line of members is about', { kind: 'group', sizeClass: 'tpe' }],
  ])('that comes again %s writes nothing', async (_how, more) => {
    const before = await head();
    const identifiers = ['552 100 554 00013', 'W751234567'];
    const line = { name: 'Peugeot SA', identifiers, college: 'Entreprises', antennaId: antennaOfDrome };
    const answer = await send({ ...line, ...more });
    expect([answer.status, answer.body['events'], await head()]).toEqual([200, [], before]);
  });

  it.each([
    ['its SIREN', SIREN_OF_ESKER],
    ['a SIRET of it', SIRET_OF_ESKER],
    ['a SIREN that is a duplicate', '732829320'],
  ])('finds who is known by %s, and admits it once', async (_what, identifier) => {
    const before = await head();
    const answer = await send({ name: 'Esker', identifiers: [identifier] });
    expect(answer.status).toBe(200);
    const members = await membersOf(numelink);
    expect(members.filter(({ organisationId }) => organisationId === esker)).toHaveLength(1);
    if (identifier === '732829320') expect(await head()).toBe(before);
  });

  it('finds who is known by the id of an export', async () => {
    await app.post('membership/organisations', { id: axess, name: 'Axess', kind: 'association', effectiveAt: since });
    expect(typesOf(await send({ name: 'Axess', organisationId: axess }))).toEqual(['MemberAdmitted']);
    expect(typesOf(await send({ name: 'Axess', organisationId: axess }))).toEqual([]);
  });

  it('without an identifier is known by its name and postal code', async () => {
    const line = { name: 'Café du Port', postalCode: '01310' };
    expect(typesOf(await send(line))).toEqual(['MemberAdmitted', 'OrganisationRegistered']);
    expect(typesOf(await send({ ...line, name: 'CAFE DU PORT' }))).toEqual([]);
    expect(typesOf(await send({ ...line, postalCode: '69001' }))).toHaveLength(2);
    const refused = await send({ name: 'Café du Port' });
    expect(refused).toMatchObject({ status: 400, body: { code: 'MBR_LINE_UNIDENTIFIED', found: 'Café du Port' } });
  });

  it('of an organisation that another cluster entered admits it and enters nothing', async () => {
    const line = { name: 'Peugeot SA', identifiers: [OTHER_SIREN] };
    expect(typesOf(await send(line, { clusterId: rhoneAlley }))).toEqual(['MemberAdmitted']);
  });

  it.each([
    ['another name', { name: 'Renault' }, 'the name Renault', 'Peugeot SA'],
    [
      'another identifier of its kind',
      { identifiers: [OTHER_SIREN, 'W9P1002760'] },
      'the rna W9P1002760',
      'W751234567',
    ],
    ['another day', { effectiveAt: '2015-06-01' }, 'a member since 2015-06-01', since],
    ['another college', { college: 'Recherche' }, 'the college Recherche', 'Entreprises'],
    ['another antenna', { antennaId: countedUuid(77) }, `the antenna ${countedUuid(77)}`, antennaOfDrome],
  ])('that says %s than is recorded is refused with both, or changes nothing', async (_what, more, found, required) => {
    const before = await head();
    const line = { name: 'Peugeot SA', identifiers: [OTHER_SIREN], ...more };
    const { status, body } = await send(line);
    expect([status, body['code'], body['found']]).toEqual([409, 'MBR_LINE_DIFFERS', found]);
    expect(String(body['required'])).toContain(required);
    expect((await send({ ...line, keepRecorded: true })).body['events']).toEqual([]);
    expect(await head()).toBe(before);
  });

  it.each([
    ['a broken identifier', { identifiers: ['69805133'] }, 400, 'MBR_IDENTIFIER_INVALID', '69805133, 8 digits'],
    ['one of the cluster itself', { identifiers: [SIREN_OF_LA_POSTE] }, 409, 'MBR_OWN_MEMBER', ''],
    [
      'those of a cluster and an organisation',
      { identifiers: [SIREN_OF_LA_POSTE, SIREN_OF_ESKER] },
      ...[409, 'MBR_IDENTIFIER_TAKEN', `cluster ${numelink}, organisation ${esker}`],
    ],
    [
      'those of two organisations',
      { organisationId: axess, identifiers: [SIREN_OF_ESKER] },
      ...[409, 'MBR_IDENTIFIER_TAKEN', `organisation ${esker}, organisation ${axess}`],
    ],
    [
      'an unknown antenna',
      { identifiers: ['404833048'], antennaId: countedUuid(78) },
      404,
      'MBR_ANTENNA_NOT_FOUND',
      '',
    ],
    [
      'a day before the cluster',
      { identifiers: ['404833048'], effectiveAt: '2000-01-01' },
      409,
      'MBR_DATE_BEFORE_START',
      '',
    ],
  ] as const)('with %s is refused as a whole', async (_what, more, status, code, found) => {
    const before = await head();
    const answer = await send({ name: 'Nova', ...more });
    expect([answer.status, answer.body['code']]).toEqual([status, code]);
    expect(String(answer.body['found'])).toContain(found);
    expect(await head()).toBe(before);
  });

  it('of a network admits a cluster, by its identifier and by the id of an export', async () => {
    const line = { name: 'Numélink', identifiers: [SIREN_OF_LA_POSTE] };
    expect(typesOf(await send(line, { clusterId: rhoneAlley }))).toEqual(['MemberAdmitted']);
    expect(typesOf(await send({ name: 'Numélink', organisationId: numelink }, { clusterId: rhoneAlley }))).toEqual([]);
  });

  it('is judged under the colleges that the cluster has', async () => {
    const path = `membership/colleges/${rhoneAlley}/open`;
    expect((await app.post(path, { college: 'Recherche', effectiveAt: '2004-01-01' })).status).toBe(200);
    const line = { name: 'Labo', identifiers: ['130005481'], college: 'Ailleurs' };
    expect((await send(line, { clusterId: rhoneAlley })).body['code']).toBe('MBR_COLLEGE_NOT_FOUND');
    expect((await send({ ...line, college: 'Recherche' }, { clusterId: rhoneAlley })).status).toBe(200);
  });

  it('of who came back is another admission', async () => {
    const line = { name: 'Retour', identifiers: ['404833048'] };
    await send(line);
    const members = await membersOf(numelink);
    const { membershipId } = members.find(({ name }) => name === 'Retour') ?? {};
    const ended = { clusterId: numelink, cause: 'resignation', effectiveAt: '2018-01-01' };
    expect((await app.post(`membership/memberships/${String(membershipId)}/end`, ended)).status).toBe(200);
    expect(typesOf(await send(line))).toEqual([]);
    expect(typesOf(await send({ ...line, effectiveAt: '2020-01-01' }))).toEqual(['MemberAdmitted']);
  });

  it('is for those who act for the cluster', async () => {
    const line = { name: 'Nova', identifiers: ['542107651'], effectiveAt: since };
    const path = `membership/clusters/${numelink}/import-member`;
    expect((await app.post(path, line, { as: 'operator', clusters: [rhoneAlley] })).status).toBe(403);
    expect((await app.post(path, line, { as: 'operator', clusters: [numelink] })).status).toBe(200);
  });

  it('twice at once enters one organisation', async () => {
    const line = { name: 'Twin', identifiers: ['838049021'] };
    const answers = await Promise.all([send(line), send(line), send(line, { clusterId: rhoneAlley })]);
    expect(answers.map(({ status }) => status)).toEqual([200, 200, 200]);
    expect(answers.flatMap(typesOf).filter((type) => type === 'OrganisationRegistered')).toHaveLength(1);
    expect(answers.flatMap(typesOf).filter((type) => type === 'MemberAdmitted')).toHaveLength(2);
  });
});
