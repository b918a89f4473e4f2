import type { Player, StoryRow } from '../../player.ts';
import { admission, calls, clusters, company, incubator, organisation, person, SCHOOL, type Call } from '../cast.ts';

const points = (numerator: number) => ({ numerator, denominator: 1 });
const CRITERION = 'Innovation';
const rubric = [{ criterion: CRITERION, maximum: points(20), weight: points(1) }];
const reviewer = person('Un membre du jury');

/** A call of the incubator, which Auvergne TIC runs. */
export async function publish(player: Player, { applicants: _applicants, ...call }: Call): Promise<void> {
  await player.command('incubation/calls', {
    ...{ ...call, incubatorId: incubator, clusterId: clusters.auvergneTic, zone: 'Europe/Paris' },
    ...{ rubric, ties: 'decision' },
  });
}

/** One after the other: what is said of a selection is one stream. */
async function apply(player: Player, { id: callId, applicants }: Call): Promise<void> {
  for (const number of applicants)
    await player.command(`incubation/selections/${callId}/apply`, {
      ...{ organisationId: company(number), title: `Projet ${String(number)}` },
      contact: person(`Contact ${String(number)}`),
    });
}

interface Listed {
  readonly applicationId: string;
  readonly organisationId: string;
}

/** Each application is reviewed once, the earlier companies have more points; then the results are published. */
async function judge(player: Player, { id: callId, applicants }: Call): Promise<void> {
  const path = `incubation/selections/${callId}`;
  const { items } = await player.api.get<{ readonly items: readonly Listed[] }>(`${path}/applications?limit=100`);
  const of = { kind: 'organisation', id: organisation(SCHOOL) };
  for (const { applicationId, organisationId } of items) {
    await player.command(`${path}/assign-reviewer`, { applicationId, reviewer, of });
    const place = applicants.findIndex((number) => company(number) === organisationId);
    const scores = [{ criterion: CRITERION, points: points(20 - place) }];
    await player.command(`${path}/record-review`, { applicationId, reviewerId: reviewer.personId, scores });
  }
  await player.command(`${path}/publish-results`, {});
}

/** Those whom a call has selected, in the order of their ranks. */
export async function admitSelected(player: Player, { id: callId, title, applicants }: Call): Promise<void> {
  const { results } = await player.api.get<{
    readonly results: { readonly on: string; readonly selected: readonly (Listed & { readonly rank: number })[] };
  }>(`incubation/calls/${callId}`);
  for (const { applicationId, organisationId } of results.selected.toSorted((a, b) => a.rank - b.rank)) {
    const number = applicants.find((each) => company(each) === organisationId) ?? 0;
    const track = { kind: 'call', basis: { reference: title, on: results.on }, selection: { callId, applicationId } };
    await player.command(`incubation/occupancies/${incubator}/admit`, {
      ...{ admissionId: admission(number), organisationId, track },
    });
  }
}

const row = (day: string, title: string, play: StoryRow['play']): StoryRow => ({ day, title, play });

export const firstApplied = row(
  '2015-09-28',
  'Eleven companies apply to the call that closes on 30 September',
  (player) => apply(player, calls.first),
);
export const firstJudged = row('2015-10-15', 'Ten of them are selected', (player) => judge(player, calls.first));
export const secondApplied = row('2016-01-28', 'Nine apply to the call that closes on 31 January', (player) =>
  apply(player, calls.second),
);
export const secondJudged = row('2016-02-10', 'Eight of them are selected', (player) => judge(player, calls.second));
