import { Merger, unanimous } from '../../merger.ts';
import type { StoryRow } from '../../player.ts';
import {
  clusters,
  colleges,
  company,
  election,
  HIGHER_EDUCATION,
  id,
  leavers,
  ofDigitalPlace,
  operations,
  provisional,
  range,
  school,
  spokespersons,
  sponsors,
  START_UPS,
  subsidies,
} from '../cast.ts';
import { membershipIds, readings } from '../readings.ts';
import { constitute } from './languedoc-roussillon.ts';
import { digital113Plan } from './plans.ts';

const { frenchSouth, digitalPlace } = clusters;

export const born: StoryRow = {
  day: '2015-02-18',
  title: 'FrenchSouth.digital, declared on the 9th, is published: five colleges, each with a policy of its own',
  play: async (player) => {
    const merger = new Merger(player, operations.frenchSouth);
    await player.command(`mergers/operations/${operations.frenchSouth}/take-effect`, {
      journalOfficielOn: '2015-02-18',
    });
    await merger.untilMoved();
    const publication = { authority: 'journal-officiel', receipt: 'notice of 18 February 2015' };
    await player.command(`mergers/operations/${operations.frenchSouth}/declare`, publication);
    await constitute(player, frenchSouth);
    await player.each([...colleges, START_UPS, HIGHER_EDUCATION], (college) => [
      `membership/colleges/${frenchSouth}/open`,
      { college },
    ]);
    await player.command(`membership/colleges/${frenchSouth}/set-admission-policy`, {
      ...{ college: HIGHER_EDUCATION, kinds: ['school', 'public-authority'], sponsors: 2, decidedBy: 'board' },
    });
  },
};

/** Each college has a body of its own, in which whoever speaks for it is appointed; the board is to stay in private hands. */
export const colleagues: StoryRow = {
  day: '2015-02-19',
  title:
    'Two persons speak for the start-ups, one for higher education; most of the board has to be of private companies',
  play: async (player) => {
    for (const { college, bodyId, officeId, persons } of spokespersons) {
      const body = { id: bodyId, clusterId: frenchSouth, kind: 'college', name: college };
      await player.command('governance/bodies', body);
      const office = { id: officeId, bodyId, kind: 'seat', title: 'Représentation', maxHolders: persons.length };
      await player.command('governance/offices', office);
      for (const person of persons)
        await player.command(`governance/offices/${officeId}/start-mandate`, { person, how: 'appointed' });
    }
    const rule = { kind: 'private-majority' };
    await player.command(`governance/bodies/${provisional.board}/constrain`, { rule });
  },
};

/** By its assembly; the papers do not say whom. */
export const elected: StoryRow = {
  day: '2015-06-16',
  title: 'The assembly elects a president: the mandates of the provisional board end by their limit of 30 June',
  play: async (player) => {
    const [meetingId, bodyId] = [id('meeting', 'June 2015'), id('assembly', 'FrenchSouth')];
    const sheet = { members: 201, present: 90, represented: 30 };
    const agenda = ['Élection du président'];
    await player.command('governance/meetings', { id: meetingId, bodyId, scheduledFor: player.day, agenda });
    await player.command(`governance/meetings/${meetingId}/hold`, sheet);
    const officeId = id('president', frenchSouth);
    await player.command('governance/elections', { id: election, bodyId, officeId, meetingId, agendaItem: 1 });
    const [candidacyId, name] = [id('candidacy', 'June 2015'), 'The president elected in June 2015'];
    const candidates = [{ person: { personId: id('person', name), name } }];
    await player.command(`governance/elections/${election}/file-candidacy`, { candidacyId, candidates });
    const tally = { ...sheet, ballots: 118, ballot: 'secret', votes: [{ candidacyId, votes: 118 }] };
    await player.command(`governance/elections/${election}/record-tally`, { tally });
    await player.command(`governance/elections/${election}/take-office`, { limit: '2018-06-30' });
  },
};

export const released: StoryRow = {
  day: '2015-03-02',
  title: 'The grouping exists: the region releases two of the subsidies',
  play: async (player) => {
    for (const { id } of subsidies.slice(0, 2)) {
      const { conditions } = await player.api.get<{ readonly conditions: readonly { readonly conditionId: string }[] }>(
        `membership/subsidies/${id}`,
      );
      const conditionId = conditions[0]?.conditionId;
      await player.command(`membership/subsidies/${id}/meet-condition`, { conditionId });
      await player.command(`membership/subsidies/${id}/release`, {});
    }
  },
};

export const schoolAdmitted: StoryRow = {
  day: '2015-03-10',
  title: 'A school with two sponsors is admitted to the college of higher education, under the policy of 18 February',
  play: async (player) => {
    const about = { clusterId: frenchSouth, organisationId: school, college: HIGHER_EDUCATION, sponsors };
    const { id } = await player.command('membership/applications', about);
    await player.command(`membership/applications/${id}/admit`, { clusterId: frenchSouth, decidedBy: 'board' });
  },
};

export const lapsed: StoryRow = {
  day: '2015-06-30',
  title: 'The subsidy of Media Cloud Cluster, of which nobody said how much it is, lapses',
  play: async (player) => {
    await player.command(`membership/subsidies/${String(subsidies[2].id)}/lapse`, { reason: 'not asked for in time' });
  },
};

export const policyChanged: StoryRow = {
  day: '2015-09-01',
  title: 'The college of higher education admits schools alone, by its assembly, and with three sponsors',
  play: async (player) => {
    await player.command(`membership/colleges/${frenchSouth}/set-admission-policy`, {
      ...{ college: HIGHER_EDUCATION, kinds: ['school'], sponsors: 3, decidedBy: 'assembly' },
    });
  },
};

export const twoClusters: StoryRow = {
  day: '2017-04-03',
  title: 'FrenchSouth.digital, with 180 members, and DigitalPlace, with 150, draw up a merger: their boards adopt it',
  play: async (player) => {
    const ids = await membershipIds(player.api, frenchSouth, '2016-12-30');
    await player.each(leavers, (number) => [
      `membership/memberships/${ids.get(company(number)) ?? ''}/end`,
      { clusterId: frenchSouth, cause: 'resignation', effectiveAt: '2016-12-31' },
    ]);
    await player.command('membership/clusters', {
      ...{ id: digitalPlace, name: 'DigitalPlace', seat: 'Toulouse', effectiveAt: '2008-01-01' },
    });
    await constitute(player, digitalPlace);
    await player.each(range(300, 430), (number) => [
      'membership/organisations',
      { id: company(number), name: `Company ${String(number)}`, kind: 'company', effectiveAt: '2000-01-01' },
    ]);
    await player.each(ofDigitalPlace, (number) => [
      'membership/memberships',
      { clusterId: digitalPlace, organisationId: company(number), effectiveAt: '2010-01-01' },
    ]);
    const merger = new Merger(player, operations.digital113);
    const parties = [frenchSouth, digitalPlace].map((clusterId) => ({ clusterId, role: 'founding' }));
    await merger.start('fusion-creation', 'Digital 113', parties);
    await merger.draft(digital113Plan);
    await merger.adopt('2017-04-03', frenchSouth, digitalPlace);
  },
};

export const called: StoryRow = {
  day: '2017-05-10',
  title: 'They publish their notices and open the documents',
  play: (player) => new Merger(player, operations.digital113).publishNotices(frenchSouth, digitalPlace),
};

export const assemblies: readonly StoryRow[] = [
  {
    day: '2017-06-20',
    title: 'The assembly of FrenchSouth.digital approves',
    play: (player) => new Merger(player, operations.digital113).vote(frenchSouth, unanimous(180, 90, 20)),
  },
  {
    day: '2017-06-22',
    title: 'The assembly of DigitalPlace approves',
    play: (player) => new Merger(player, operations.digital113).vote(digitalPlace, unanimous(150, 80, 10)),
  },
];

export const postponed: StoryRow = {
  day: '2018-01-16',
  title: 'The launch of the next day is cancelled: the target alone moves, adoptions and votes stand',
  play: async (player) => {
    const reason = 'the launch was cancelled the day before';
    await player.command(`mergers/operations/${operations.digital113}/postpone`, { reason, newTarget: '2019-02-05' });
  },
};

/** Nothing happens on these days but that somebody looks. */
export const looks = (...days: readonly string[]): readonly StoryRow[] =>
  days.map((day) => ({
    day,
    title: 'Somebody looks at the calendar of Digital 113',
    play: (player) => readings.calendar(player),
  }));

export const digital113IsBorn: StoryRow = {
  day: '2019-02-05',
  title: 'Digital 113 exists, under the plan and the votes of 2017',
  play: async (player) => {
    const merger = new Merger(player, operations.digital113);
    await player.command(`mergers/operations/${operations.digital113}/take-effect`, {
      journalOfficielOn: '2019-02-05',
    });
    await merger.untilMoved();
  },
};
