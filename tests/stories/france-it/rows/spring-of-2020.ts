import { Merger } from '../../merger.ts';
import type { StoryRow } from '../../player.ts';
import {
  aliptic,
  bodyOf,
  clusterId,
  company,
  dryRuns,
  FRANCE_IT,
  gatheringOf,
  guest,
  harel,
  mandateOf,
  members,
  nieto,
  officeOf,
  operations,
  registrationOf,
  roleOf,
  spn,
  vote,
} from '../cast.ts';

export const responsible = 'Formation au numérique responsable';
export const online = 'Formation à la vente en ligne';
export const dinner = 'Dîner';

const spring = [
  { title: responsible, format: 'workshop', day: '2020-03-05', from: '09:00', to: '17:00', service: 'Formations' },
  { title: online, format: 'workshop', day: '2020-04-16', from: '09:00', to: '17:00', service: 'Formations' },
  { title: dinner, format: 'business-lunch', day: '2020-05-14', from: '19:30', to: '22:30', service: 'Dîners' },
] as const;

const seatsOf = (title: string): string => `events/registrations/${gatheringOf(title)}`;

export const planned: StoryRow = {
  day: '2020-02-03',
  title: 'Aliptic plans two trainings and a dinner, for its members and for those of the others by the agreement',
  play: async (player) => {
    const organised = { clusterId: aliptic, organiser: { kind: 'cluster', id: aliptic } };
    const whom = { audience: ['member', 'reciprocal'], place: { name: 'Limoges', zone: 'Europe/Paris' } };
    for (const { title, format, day, from, to, service } of spring) {
      const schedule = { from: `${day}T${from}`, to: `${day}T${to}` };
      const plan = { id: gatheringOf(title), title, format, schedule, ...organised, ...whom };
      await player.command('events/gatherings', plan);
      await player.command(`events/gatherings/${gatheringOf(title)}/announce`, {});
      await player.command(`${seatsOf(title)}/decide-seats`, { seats: 30, service });
    }
  },
};

export const registered: StoryRow = {
  day: '2020-02-10',
  title: 'Six members of SPN register for the dinner, and one for each training',
  play: async (player) => {
    const comers = [...Array.from({ length: 6 }, () => dinner), responsible, online];
    for (const [number, title] of comers.entries())
      await player.command(`${seatsOf(title)}/register`, {
        ...{ registrationId: registrationOf(number), organisationId: company(number), person: guest(number) },
      });
  },
};

export const called: StoryRow = {
  day: '2020-03-01',
  title: 'The assembly of France IT is called, its twenty voters are frozen, and a pair stands for the presidency',
  play: async (player) => {
    const directors = [
      [harel, spn, 'Directrice de SPN, salariée'],
      [nieto, aliptic, "Directeur d'Aliptic, salarié"],
    ] as const;
    for (const [person, cluster, title] of directors)
      await player.command('governance/roles', {
        ...{ id: roleOf(person.name), clusterId: cluster, title, person, effectiveAt: '2018-01-08' },
      });
    const assembly = bodyOf(FRANCE_IT, 'assembly');
    await player.command('governance/rolls', { id: vote.roll, bodyId: assembly });
    const agenda = ['Élection de la coprésidence'];
    const meeting = { id: vote.meeting, bodyId: assembly, scheduledFor: vote.day, agenda };
    await player.command('governance/meetings', meeting);
    const presidency = officeOf(FRANCE_IT);
    const two = { maxHolders: 2, effectiveAt: vote.day };
    await player.command(`governance/offices/${presidency}/set-max-holders`, two);
    const election = { id: vote.election, bodyId: assembly, officeId: presidency };
    await player.command('governance/elections', { ...election, meetingId: vote.meeting, agendaItem: 1 });
    await player.command(`governance/elections/${vote.election}/file-candidacy`, {
      candidacyId: vote.candidacy,
      candidates: [
        { person: harel, representing: 'SPN', organisationId: spn },
        { person: nieto, representing: 'Aliptic', organisationId: aliptic },
      ],
    });
  },
};

export const cancelled: StoryRow = {
  day: '2020-03-02',
  title: 'One of the five guests from SPN cannot come to the dinner',
  play: async (player) => {
    await player.command(`${seatsOf(dinner)}/cancel`, { registrationId: registrationOf(2) });
  },
};

/** What only is asked about: Aliptic would go up in SPN. */
const absorption = {
  motives: 'What would become of the list of France IT?',
  successor: {
    ...{ clusterId: spn, name: 'SPN', nameKind: 'final', seat: 'Poitiers' },
    departments: ['86', '79', '17', '16', '87', '23', '19'],
  },
  ...{ newAntennas: [], antennaMapping: [], transitionalGovernance: { bodies: [] } },
  ...{ conditions: [], contributionsEuros: null, openPoints: [] },
};

export const asked: StoryRow = {
  day: '2020-03-03',
  title: 'Somebody asks what would become of the list of France IT if SPN and Aliptic merged; they do not',
  play: async (player) => {
    const merger = new Merger(player, operations.pair);
    await merger.start('fusion-absorption', 'What if SPN and Aliptic merged', [
      { clusterId: spn, role: 'absorbing' },
      { clusterId: aliptic, role: 'absorbed' },
    ]);
    await merger.draft(absorption);
    await player.command('mergers/dry-runs', { id: dryRuns.pair, operationId: operations.pair });
    const reason = 'It was a question, and no plan.';
    await player.command(`mergers/operations/${operations.pair}/withdraw`, { reason });
  },
};

/** Of twenty members fourteen are there, and three gave their votes to one who is. */
const voters = members.map(clusterId);
const [present, represented] = [voters.slice(0, 14), voters.slice(14, 17)];

export const elected: StoryRow = {
  day: vote.day,
  title: 'Lisa Harel and Raphaël Nieto are elected as a pair, by 15 votes to one',
  play: async (player) => {
    const about = `governance/meetings/${vote.meeting}`;
    await player.command(`${about}/open-sheet`, { rollId: vote.roll });
    const [holderId] = present;
    const proxies = represented.map((principalId) => ({ principalId, holderId }));
    await player.command(`${about}/give-proxies`, { proxies });
    await player.command(`${about}/arrive`, { voterIds: present, at: '10:00' });
    await player.command(`${about}/hold`, {});
    const tally = {
      ...{ members: members.length, present: present.length, represented: represented.length },
      ...{ ballots: 16, against: 1, abstentions: 1, votes: [{ candidacyId: vote.candidacy, votes: 15 }] },
    };
    await player.command(`governance/elections/${vote.election}/record-tally`, { tally });
    const follows = [harel, nieto].map(({ personId }) => ({ personId, mandateId: mandateOf(FRANCE_IT) }));
    await player.command(`governance/elections/${vote.election}/take-office`, { follows, limit: '2023-03-18' });
  },
};
