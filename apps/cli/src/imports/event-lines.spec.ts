import { describe, expect, it } from '@jest/globals';
import { countedUuid } from '#libs/kernel/testing';
import { columnsOf } from './columns.ts';
import { GATHERING_COLUMNS, gatheringOfReference, judgeGathering, type GatheringRules } from './gathering-line.ts';
import { judgeRegistration, keysOfRegistration, REGISTRATION_COLUMNS } from './registration-line.ts';

const clusterId = countedUuid(1, 0xc0);
const [otherCluster, gatheringId] = [countedUuid(2, 0xc0), countedUuid(3, 0xc0)];
const header = [
  ...['Référence', 'Titre', 'Type', 'Lieu', 'Date', 'Heure de début', 'Date de fin', 'Heure de fin', 'Public', 'État'],
  ...['Annoncé le', 'Capacité', 'Participants', 'Motif', 'Antenne', 'Fuseau horaire', 'Co-organisateurs'],
] as const;
type Cell = (typeof header)[number];
const rules = (titles: readonly string[] = header): GatheringRules => ({
  columns: columnsOf(GATHERING_COLUMNS, titles),
  ...{ clusterId, dateFormat: 'dd/mm/yyyy', zone: 'Europe/Paris' },
  antennas: new Map([['drome', 'antenna-of-drome']]),
});
const right: Readonly<Partial<Record<Cell, string>>> = {
  ...{ Référence: 'A-1', Titre: 'Soirée', Type: 'Séminaire', Lieu: 'Lyon', Date: '31/03/2016' },
  ...{ Public: 'membres et réciprocité', 'Annoncé le': '01/03/2016' },
};
const judge = (cells: Readonly<Partial<Record<Cell, string>>>, more: Partial<GatheringRules> = {}) =>
  judgeGathering(
    { line: 2, cells: header.map((title) => ({ ...right, ...cells })[title] ?? '') },
    { ...rules(), ...more },
  );
const bodyOf = (cells: Readonly<Partial<Record<Cell, string>>>) => {
  const judged = judge(cells);
  return judged.ok ? judged.body.body : judged.complaints;
};

describe('a line of gatherings', () => {
  it('says what its cells say', () => {
    expect(judge({})).toEqual({
      ok: true,
      body: {
        gatheringId: gatheringOfReference(clusterId, 'a-1'),
        body: {
          ...{ clusterId, title: 'Soirée', format: 'seminar', audience: ['member', 'reciprocal'], coHosts: [] },
          ...{ organiser: { kind: 'cluster', id: clusterId }, place: { name: 'Lyon', zone: 'Europe/Paris' } },
          ...{ schedule: { from: '2016-03-31', to: '2016-03-31' }, effectiveAt: '2016-03-01', seats: { seats: null } },
        },
      },
    });
  });

  it('is another gathering in another cluster, and the same with its reference in capitals', () => {
    const [own, other] = [clusterId, otherCluster].map((id) => gatheringOfReference(id, 'é1'));
    expect(own).not.toBe(other);
    expect(gatheringOfReference(clusterId, 'E\u03011')).toBe(own);
  });

  it.each<[string, Readonly<Partial<Record<Cell, string>>>, object]>([
    [
      'hours of one day',
      { 'Heure de début': '18h', 'Heure de fin': '20h30' },
      { schedule: { from: '2016-03-31T18:00', to: '2016-03-31T20:30' } },
    ],
    [
      'hours of several days',
      { Date: '31/03/2016 18:00', 'Date de fin': '01/04/2016 02:00' },
      { schedule: { from: '2016-03-31T18:00', to: '2016-04-01T02:00' } },
    ],
    ['whole days', { 'Date de fin': '01/04/2016' }, { schedule: { from: '2016-03-31', to: '2016-04-01' } }],
    ['a limit', { Capacité: '1 200,0' }, { seats: { seats: 1200 } }],
    ['no limit', { Capacité: 'Sans limite' }, { seats: { seats: null } }],
    ['who came', { État: 'Réalisé', Participants: '42' }, { state: 'held', participants: 42 }],
    ['that nobody came', { État: 'tenu', Participants: '0' }, { state: 'held', participants: 0 }],
    ['why it was cancelled', { État: 'Annulée', Motif: 'Grève' }, { state: 'cancelled', reason: 'Grève' }],
    ['an antenna', { Antenne: 'Drôme' }, { organiser: { kind: 'antenna', id: 'antenna-of-drome' } }],
    ['another zone', { 'Fuseau horaire': 'Indian/Reunion' }, { place: { name: 'Lyon', zone: 'Indian/Reunion' } }],
    ['a host', { 'Co-organisateurs': otherCluster }, { coHosts: [{ kind: 'cluster', id: otherCluster }] }],
    ['everybody, twice', { Public: 'tous, grand public' }, { audience: ['public'] }],
  ])('may say %s', (_what, cells, expected) => {
    expect(bodyOf(cells)).toMatchObject(expected);
  });

  it.each<[Readonly<Partial<Record<Cell, string>>>, Cell | undefined, string]>([
    [{ Référence: '' }, 'Référence', 'a reference or an id is needed'],
    [{ Titre: '' }, 'Titre', 'a title is needed'],
    [{ Date: '' }, 'Date', 'the day on which it begins is needed'],
    [{ Date: '31/02/2016' }, 'Date', 'no day of the calendar'],
    [{ 'Heure de début': '18h' }, 'Heure de fin', 'the time at which it ends is needed'],
    [{ 'Heure de fin': '18h' }, 'Heure de début', 'the time at which it begins is needed'],
    [
      { Date: '31/03/2016 18:00', 'Heure de début': '18h', 'Heure de fin': '19h' },
      'Heure de début',
      'the day says a time as well: 2016-03-31T18:00',
    ],
    [{ État: 'annulé' }, 'Motif', 'the reason for which it was cancelled is needed'],
    [{ État: 'bientôt' }, 'État', 'needed is one of draft, announced, held, cancelled'],
    [{ Public: 'membres, voisins' }, 'Public', 'needed is one of member, reciprocal, public'],
    [{ Antenne: 'Ardèche' }, 'Antenne', 'the cluster has no antenna of this name'],
    [{ 'Co-organisateurs': 'Numélink' }, 'Co-organisateurs', 'needed are ids of clusters (UUID)'],
    [{ 'Annoncé le': '' }, 'Annoncé le', 'the day on which it was announced is needed (or --since)'],
  ])('%j is refused', (cells, column, reason) => {
    expect(bodyOf(cells)).toMatchObject([{ column, reason: expect.stringContaining(reason) as unknown }]);
  });

  it('has the day of announcement of the file where it says none', () => {
    expect(judge({ 'Annoncé le': '' }, { since: '2016-02-01' })).toMatchObject({
      body: { body: { effectiveAt: '2016-02-01' } },
    });
  });

  it.each([
    [['Titre', 'Type', 'Lieu', 'Date', 'Public'], 'no column says the reference or the gatheringId'],
    [['Réf', 'Titre', 'Type', 'Lieu', 'Public'], 'no column says the from'],
    [['Réf', 'Titre', 'Nom', 'Type', 'Lieu', 'Date', 'Public'], 'both Nom and Titre are about title'],
  ])('is in no file with the columns %j', (titles, message) => {
    expect(() => columnsOf(GATHERING_COLUMNS, titles)).toThrow(message);
  });
});

describe('a line of registrations', () => {
  const titles = ['Événement', 'Nom', 'Prénom', 'SIREN', 'Inscrit le', 'Heure', 'Places', 'Présent', 'Billet', 'Rôle'];
  const columns = columnsOf(REGISTRATION_COLUMNS, titles);
  const registration = (...cells: readonly string[]) =>
    judgeRegistration({ line: 2, cells }, { columns, clusterId, dateFormat: 'dd/mm/yyyy' });
  const said = (...cells: readonly string[]) => {
    const judged = registration(...cells);
    return judged.ok ? judged.body : judged.complaints;
  };

  it('says for which gathering, who, when and for how many', () => {
    expect(said('A-1', 'Martin', 'Zoé', '331 518 498', '10/03/2016', '9h30', '2', 'oui', '', 'Intervenante')).toEqual({
      ...{ gatheringId: gatheringOfReference(clusterId, 'A-1'), gathering: 'A-1', person: 'Zoé Martin' },
      ...{ organisationId: undefined, identifiers: ['331 518 498'] },
      body: expect.objectContaining({
        ...{ person: 'Zoé Martin', effectiveAt: '2016-03-10', time: '09:30', seats: 2, present: 2, role: 'speaker' },
      }) as unknown,
    });
  });

  it.each([
    ['oui', 1],
    ['non', 0],
    ['1', 1],
    ['inconnu', undefined],
    ['', undefined],
  ])('says by %j that %s came', (present, expected) => {
    expect(said('A-1', 'Martin', '', '', '10/03/2016', '', '', present)).toMatchObject({ body: { present: expected } });
  });

  it('with a number is the registration of that number at its gathering, and of no other', () => {
    const idOf = (gathering: string, number: string) => {
      const judged = registration(gathering, 'Martin', '', '', '10/03/2016', '', '', '', number);
      return judged.ok ? (judged.body.body as { readonly registrationId?: string }).registrationId : undefined;
    };
    expect(idOf('A-1', 'b7')).toBe(idOf('A-1', 'B7'));
    expect(new Set([idOf('A-1', 'B7'), idOf('A-2', 'B7'), idOf('A-1', 'B8')]).size).toBe(3);
    expect(idOf('A-1', '')).toBeUndefined();
  });

  it('is sent behind those for its gathering, and those of its person', () => {
    const keys = (...cells: readonly string[]) => {
      const judged = registration(...cells);
      return judged.ok ? keysOfRegistration(judged.body) : [];
    };
    const [one, same, other] = [
      keys('A-1', 'Martin', 'Zoé', '331518498', '10/03/2016'),
      keys('A-2', 'MARTIN', 'ZOE', '331 518 498', '10/03/2016'),
      keys('A-1', 'Durand', 'Zoé', '331518498', '10/03/2016'),
    ];
    expect([one[0] === same[0], one[1] === same[1]]).toEqual([false, true]);
    expect([one[0] === other[0], one[1] === other[1]]).toEqual([true, false]);
    // One company by its SIREN, by its SIRET, by its id: which of them are the same, only the register knows.
    const columnsWith = columnsOf(REGISTRATION_COLUMNS, ['Événement', 'Nom', 'SIRET', 'ID organisation', 'Date']);
    const bySiret = (...cells: readonly string[]) => {
      const rules = { columns: columnsWith, clusterId, dateFormat: 'dd/mm/yyyy' } as const;
      const judged = judgeRegistration({ line: 2, cells }, rules);
      return judged.ok ? keysOfRegistration(judged.body)[1] : undefined;
    };
    const inTurn = [
      bySiret('A-3', 'Zoé  MARTIN', '33151849800018', '', '10/03/2016'),
      bySiret('A-4', 'Zoé Martin', '', gatheringId, '10/03/2016'),
      bySiret('A-5', 'Zoé Martin', '', '', '10/03/2016'),
    ];
    expect(inTurn).toEqual([one[1], one[1], one[1]]);
  });

  it.each<[readonly string[], string, string]>([
    [['', 'Martin', '', '', '10/03/2016'], 'Événement', 'the reference or the id of a gathering is needed'],
    [['A-1', '', 'Zoé', '', '10/03/2016'], 'Nom', 'the name of a person is needed'],
    [['A-1', 'Martin', '', '', ''], 'Inscrit le', 'the day of the registration is needed (or --since)'],
    [['A-1', 'Martin', '', '33151849', '10/03/2016'], 'SIREN', '8 digits'],
    [['A-1', 'Martin', '', '', '10/03/2016 9:30', '9h30'], 'Heure', 'the day says a time as well: 09:30'],
    [['A-1', 'Martin', '', '', '10/03/2016', '', 'deux'], 'Places', 'no number'],
    [['A-1', 'Martin', '', '', '10/03/2016', '', '', '', '', 'curieux'], 'Rôle', 'needed is one of participant'],
  ])('%j is refused', (cells, column, reason) => {
    expect(said(...cells)).toMatchObject([{ column, reason: expect.stringContaining(reason) as unknown }]);
  });

  it('may name its gathering by its id', () => {
    const byId = columnsOf(REGISTRATION_COLUMNS, ['ID rencontre', 'Nom', 'Date']);
    const line = { line: 2, cells: [gatheringId, 'Martin', '2016-03-10'] };
    expect(judgeRegistration(line, { columns: byId, clusterId, dateFormat: 'dd/mm/yyyy' })).toMatchObject({
      ...{ ok: true, body: { gatheringId, gathering: gatheringId } },
    });
  });
});
