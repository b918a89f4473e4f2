import { id, MergerDesk, type PlannedMerger } from './merger-desk.ts';
import type { TestPlatform } from './test-platform.ts';

/** Two clusters of 115 members each, 30 of them in both: half of what the story of Auvergne-Rhône-Alpes moves, in three platforms. */
export const numelink = id('cluster', 'big', 'Numélink');
export const clustr = id('cluster', 'big', "Clust'R Numérique");
export const league = id('cluster', 'big', 'Digital League');
export const PREDECESSORS = [numelink, clustr];
export const ORGANISATIONS = 200;
export const IN_EACH = 115;
export const IN_BOTH = 30;
export const JOURNAL_OFFICIEL = '2016-04-16';
export const BEFORE = '2016-04-15';

export const company = (number: number) => id('organisation', 'big', number);
export const companiesOf: Readonly<Record<string, readonly number[]>> = {
  [numelink]: Array.from({ length: IN_EACH }, (_each, index) => index + 1),
  [clustr]: Array.from({ length: IN_EACH }, (_each, index) => index + 1 + IN_EACH - IN_BOTH),
};
/** The day since when a company is a member. */
export const since = (clusterId: string): string => (clusterId === numelink ? '2010-03-01' : '2012-09-01');

export const boardOf = (clusterId: string) => id('body', 'big', clusterId);
export const presidencyOf = (clusterId: string) => id('office', 'big', clusterId);
export const mandate = (name: string) => id('mandate', 'big', name);
export const incubator = id('incubator', 'big');
export const partners = { cluster: id('partner', 'big', 'cluster'), company: id('partner', 'big', 'company') };
export const newBureau = id('body', 'big', 'bureau');
export const newPresidency = id('office', 'big', 'co-president');
const person = (name: string) => ({ personId: id('person', name), name });

export const bigMerger: PlannedMerger = {
  operationId: id('operation', 'big'),
  kind: 'fusion-creation',
  successorId: league,
  participants: PREDECESSORS,
  plan: {
    transitionalGovernance: {
      limit: '2017-03-31',
      bodies: [
        {
          bodyId: newBureau,
          kind: 'bureau',
          name: 'Bureau',
          offices: [
            {
              officeId: newPresidency,
              kind: 'president',
              title: 'Co-president',
              maxHolders: 2,
              holders: [
                {
                  mandateId: mandate('co-president 1'),
                  person: person('Jean-Michel Bérard'),
                  tiedToClusterId: numelink,
                },
                { mandateId: mandate('co-president 2'), person: person('Catherine Bocquet'), tiedToClusterId: clustr },
              ],
            },
          ],
        },
      ],
    },
  },
};

/** Everything up to the approval by both assemblies: nothing is missing but the publication of the new body. */
export async function prepareBigMerger(platform: TestPlatform): Promise<void> {
  const desk = new MergerDesk(platform);
  await desk.cluster(numelink, 'Numélink');
  await desk.cluster(clustr, "Clust'R Numérique");
  await platform.acceptedAll(
    Array.from({ length: ORGANISATIONS }, (_each, index) => [
      'membership/organisations',
      { id: company(index + 1), name: `Company ${String(index + 1)}`, kind: 'company' },
    ]),
  );
  await platform.acceptedAll(
    PREDECESSORS.flatMap((clusterId) =>
      (companiesOf[clusterId] ?? []).map((n): [string, object] => [
        'membership/memberships',
        { clusterId, organisationId: company(n), effectiveAt: since(clusterId) },
      ]),
    ),
  );
  for (const clusterId of PREDECESSORS) await governance(platform, desk, clusterId);
  await incubation(platform);
  await platform.untilSettled();
  await desk.voteEverywhere(bigMerger);
  await platform.untilSettled();
}

async function governance(platform: TestPlatform, desk: MergerDesk, clusterId: string): Promise<void> {
  await desk.statutes(clusterId);
  const [bodyId, officeId] = [boardOf(clusterId), presidencyOf(clusterId)];
  const effectiveAt = '2014-01-01';
  await platform.sendAccepted('governance/bodies', {
    id: bodyId,
    clusterId,
    kind: 'board',
    name: 'Board',
    effectiveAt,
  });
  const office = { id: officeId, bodyId, kind: 'president', title: 'President', maxHolders: 2, effectiveAt };
  await platform.sendAccepted('governance/offices', office);
  const first = clusterId === numelink ? 'first of Numélink' : "first of Clust'R";
  const start = (body: object) => platform.sendAccepted(`governance/offices/${officeId}/start-mandate`, body);
  await start({ mandateId: mandate(first), person: person(first), how: 'elected', effectiveAt });
  if (clusterId !== numelink) return;
  // A mandate whose limit passed before the effect ended by expiry and not by the succession.
  await start({
    mandateId: mandate('expired'),
    person: person('expired'),
    how: 'transitional',
    limit: '2015-06-30',
    effectiveAt: '2014-07-01',
  });
}

async function incubation(platform: TestPlatform): Promise<void> {
  const effectiveAt = '2015-06-01';
  await platform.sendAccepted('incubation/incubators', { id: incubator, name: 'Bivouac', site: 'Lyon', effectiveAt });
  const join = { incubatorId: incubator, class: 'sector-body', effectiveAt };
  const holders = { cluster: { kind: 'cluster', id: clustr }, company: { kind: 'organisation', id: company(1) } };
  for (const key of ['cluster', 'company'] as const) {
    await platform.sendAccepted('incubation/partners', { ...join, id: partners[key], holder: holders[key] });
    await platform.sendAccepted(`incubation/partners/${partners[key]}/grant-seat`, { effectiveAt: '2015-07-01' });
  }
}

/** The publication in the Journal officiel: from here on the contexts move what is theirs. */
export async function publish(platform: TestPlatform): Promise<void> {
  await platform.sendAccepted(`mergers/operations/${bigMerger.operationId}/take-effect`, {
    journalOfficielOn: JOURNAL_OFFICIEL,
    effectiveAt: JOURNAL_OFFICIEL,
  });
}
