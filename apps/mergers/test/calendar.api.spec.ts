import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { countedUuid } from '#libs/kernel/testing';
import { absorptionPlan, auvergneTic, inFavour, numelink, operationId } from './sample-operation.ts';
import { MergersWorld, voteOf } from './world.ts';

let world: MergersWorld;
beforeEach(async () => {
  world = await MergersWorld.start();
  await world.statutes();
});
afterEach(() => world.stop());

const calendar = (query: string, headers: Record<string, string> = {}) =>
  world.read(`/${operationId}/calendar?validAt=2016-01-20${query}`, { headers });

describe('the legal calendar of an operation', () => {
  it('says what is lawful when, and by when each step has to be taken', async () => {
    await world.adoptPlan(operationId, absorptionPlan({ targetDate: '2016-03-31' }));
    expect((await calendar('&language=en')).body).toMatchObject({
      ...{ operationId, validAt: '2016-01-20', target: '2016-03-31', earliestEffect: '2016-03-16' },
      steps: [
        {
          ...{ step: 'open-documents', clusterId: numelink, guards: ['G4'], latest: '2016-02-29', state: 'open' },
          text: expect.stringMatching(/^Open the documents to the members \(.+\), at the latest$/),
        },
        { step: 'publish-notice', guards: ['G3'], latest: '2016-02-29' },
        { step: 'record-vote', latest: '2016-03-31' },
        { step: 'open-documents', clusterId: auvergneTic },
        { step: 'publish-notice' },
        { step: 'record-vote' },
        { step: 'take-effect', latest: '2016-03-31' },
      ],
      oppositions: [],
    });
    const { body } = await calendar('&target=2016-02-10');
    const [first] = body['steps'] as readonly object[];
    expect(first).toMatchObject({
      latest: '2015-12-09',
      state: 'too-late',
      text: expect.stringContaining('trop tard'),
    });
  });

  it('is a calendar file of which each entry keeps its UID when its day changes', async () => {
    await world.adoptPlan(operationId, absorptionPlan({ targetDate: '2016-03-31' }));
    const asFile = async (query = '') => {
      const answer = await calendar(query, { accept: 'text/calendar' });
      expect(answer.headers['content-type']).toBe('text/calendar; charset=utf-8');
      return String(answer.body['text']);
    };
    const text = await asFile();
    expect(text.startsWith('BEGIN:VCALENDAR\r\nVERSION:2.0\r\n')).toBe(true);
    expect(text).toContain('DTSTART;VALUE=DATE:20160229\r\n');
    expect(await asFile()).toBe(text);
    const uidsIn = (file: string) => file.replaceAll('\r\n ', '').match(/^UID:.*$/gm);
    expect(uidsIn(text)).toHaveLength(7);
    expect(new Set(uidsIn(text)).size).toBe(7);
    expect(uidsIn(await asFile('&target=2017-03-31'))).toEqual(uidsIn(text));
    await world.call(operationId);
    const later = await asFile();
    expect(later).toContain('DTSTART;VALUE=DATE:20160302\r\n');
    expect(later.replaceAll('\r\n ', '')).toContain(`UID:${operationId}.oppositions.${numelink}@grappe`);
  });

  it('is for those who see drafts', async () => {
    await world.adoptPlan(operationId);
    expect((await world.read(`/${operationId}/calendar`, { as: 'subscriber' })).status).toBe(403);
  });
});

describe('a refusal in the language of its reader', () => {
  const early = (headers: Record<string, string>) =>
    world.send(operationId, 'record-vote', voteOf(numelink, '2016-03-15'), { headers });
  beforeEach(async () => {
    await world.adoptPlan(operationId);
    await world.call(operationId);
  });

  it('is the same in its data, and another one in its sentences', async () => {
    const [english, french] = [await early({}), await early({ 'accept-language': 'fr-FR,fr;q=0.9,en;q=0.5' })];
    const sentences = { title: undefined, found: undefined, required: undefined };
    expect({ ...french.body, ...sentences }).toEqual({ ...english.body, ...sentences });
    expect(french.body).toMatchObject({
      title: "Une assemblée ne peut délibérer que deux mois au moins après l'arrêté du projet.",
      found: "une assemblée le 2016-03-15, 60 jours après l'arrêté du projet le 2016-01-15",
      ...{ code: 'MRG_ASSEMBLY_TOO_EARLY', guard: 'G2', earliestLawfulDate: '2016-03-16' },
    });
    expect(english.body).toMatchObject({
      title: 'An assembly may decide two calendar months after its board at the earliest.',
      found: "an assembly on 2016-03-15, 60 days after the board's adoption on 2016-01-15",
      facts: { rule: 'G2.2015', delay: { since: 'adoption', from: '2016-01-15', days: 60, unit: 'months', amount: 2 } },
    });
    expect([english.headers['content-language'], french.headers['content-language']]).toEqual(['en', 'fr']);
    expect(String(french.headers['vary'])).toContain('accept-language');
  });

  it.each<[string, object, string, string, string]>([
    [
      ...(['adopt-plan', { clusterId: numelink, planHash: 'a'.repeat(64), effectiveAt: '2016-02-02' }] as const),
      ...(['MRG_WRONG_STATUS', "l'opération est publiée", 'en projet'] as const),
    ],
    [
      ...(['publish-notice', { clusterId: countedUuid(99), where: 'x', effectiveAt: '2016-02-02' }] as const),
      ...(['MRG_NOT_A_PARTICIPANT', countedUuid(99), `l'une de ${numelink}, ${auvergneTic}`] as const),
    ],
    [
      ...(['draft-plan', { plan: absorptionPlan({ allocation: { shares: [] } }), effectiveAt: '2016-02-02' }] as const),
      ...(['MRG_PLAN_INCONSISTENT', 'une répartition', "aucune, sauf scission ou apport d'une branche"] as const),
    ],
    [
      ...(['record-vote', voteOf(numelink, '2016-03-31', { ...inFavour, present: 90, represented: 11 })] as const),
      'MRG_TALLY_IMPOSSIBLE',
      '101 présents ou représentés sur 100 membres',
      "pas plus de voix que de membres présents ou représentés, et quelqu'un de présent pour ceux qui sont représentés",
    ],
    [
      ...([
        'record-condition',
        { conditionId: countedUuid(98), status: 'fulfilled', effectiveAt: '2016-02-02' },
      ] as const),
      ...(['MRG_CONDITION_UNKNOWN', countedUuid(98), 'aucune'] as const),
    ],
    [
      ...(['lapse', { effectiveAt: '2016-02-02' }] as const),
      ...(['MRG_TARGET_NOT_PASSED', 'aucune date visée', 'une date visée qui soit passée'] as const),
    ],
  ])('has its sentences in French where no guard refused: %s', async (verb, body, code, found, required) => {
    const headers = { 'accept-language': 'fr' };
    expect((await world.send(operationId, verb, body, { headers })).body).toMatchObject({ code, found, required });
    const { body: english } = await world.send(operationId, verb, body);
    expect(english).toMatchObject({ code });
    expect(english['required']).not.toBe(required);
  });

  it('has its title in both, also where no guard refused', async () => {
    const unknown = await world.send(
      '01500000-0000-7000-8000-0000000000ff',
      'withdraw',
      { reason: 'x' },
      {
        headers: { 'accept-language': 'fr' },
      },
    );
    expect(unknown.body).toMatchObject({ code: 'MRG_OPERATION_NOT_FOUND', title: 'Opération introuvable.' });
  });
});
