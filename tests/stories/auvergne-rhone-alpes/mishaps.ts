import { derivedId, type Uuid } from '#libs/kernel';
import { ApiClient, ApiProblem } from '../api-client.ts';
import { Merger } from '../merger.ts';
import type { Player } from '../player.ts';
import { clusters, offices } from './cast.ts';
import { company } from './companies.ts';

/** A subject that is a name, as many issuers give. */
export const SUBJECT = 'zoe.oeuvrard-dhery@example.org';
const person = { personId: derivedId('story', 'person', 'Zoé Œuvrard d’Héry'), name: 'Zoé Œuvrard d’Héry' };
/** Texts of commands that are refused: they are stored nowhere. */
export const REFUSED = ['Zoé Œuvrard d’Héry-Montagnac', 'Zoé\u202e Œuvrard d’Héry'];
/** An embargo until this day is one that a timer waits for. */
const LATER = '2199-12-31';
const id = (name: string): Uuid => derivedId('story', 'mishap', name);
const [role, essaim, operation] = [id('role'), id('cluster'), id('operation')];

/**
 * What the real lineage has not, after it: free text of every kind, texts under an embargo, refusals of commands that name persons,
 * and callers whose subject is their name.
 */
export async function mishaps({ url, player }: { readonly url: string; readonly player: Player }): Promise<void> {
  await people(player);
  await members(player);
  await endedTalks(player);
  await strangers(url, player);
}

async function people(player: Player): Promise<void> {
  const assigned = { id: role, clusterId: clusters.digitalLeague, title: 'Delegate', person };
  await player.command('governance/roles', assigned);
  const another = { personId: id('person'), name: REFUSED[0] };
  await refused(409, player.command('governance/roles', { ...assigned, person: another }));
  const mandate = { person, how: 'elected', follows: id('no mandate') };
  await refused(
    409,
    player.command(`governance/offices/${offices.presidentOf('digitalLeague')}/start-mandate`, mandate),
  );
  const hidden = { ...person, name: REFUSED[1] };
  await refused(400, player.command('governance/roles', { ...assigned, person: hidden }));
  await player.command(`governance/roles/${role}/end`, { reason: 'Zoé Œuvrard d’Héry goes to Grenoble' });
}

async function members(player: Player): Promise<void> {
  const [first, second] = [company(1).id, company(2).id];
  await player.command('membership/clusters', { id: essaim, name: 'Essaim', seat: 'Annecy', departments: ['74'] });
  const asked = await player.command('membership/applications', { clusterId: essaim, organisationId: first });
  const refusal = { clusterId: essaim, reason: 'Zoé Œuvrard d’Héry speaks against it' };
  await player.command(`membership/applications/${asked.id}/refuse`, refusal);
  const joined = await player.command('membership/memberships', { clusterId: essaim, organisationId: second });
  const letter = { cause: 'resignation', reason: 'as Zoé Œuvrard d’Héry wrote' };
  const end = { clusterId: essaim, ...letter, effectiveAt: '2021-09-01' };
  await player.command(`membership/memberships/${joined.id}/end`, end);
}

async function endedTalks(player: Player): Promise<void> {
  const talks = new Merger(player, operation);
  await talks.start('fusion-creation', 'Digital League and Essaim', [
    { clusterId: clusters.digitalLeague, role: 'founding' },
    { clusterId: essaim, role: 'founding' },
  ]);
  const evidence = [{ title: 'Letter of Zoé Œuvrard', link: 'https://press.example/zoe-oeuvrard-d-hery' }];
  await talks.logPosition('Zoé Œuvrard d’Héry', 'We talk, and nobody else knows.', evidence);
  const path = `mergers/operations/${operation}`;
  const secret = { by: 'Board of Essaim', statement: 'Zoé Œuvrard d’Héry is to preside.', embargoUntil: LATER };
  await player.command(`${path}/log-position`, secret);
  await player.command(`${path}/draft-plan`, { plan, embargoUntil: LATER });
  await player.command(`${path}/postpone`, { reason: 'Zoé Œuvrard d’Héry is ill' });
  await player.command(`${path}/withdraw`, { reason: 'the members of Zoé Œuvrard d’Héry are against it' });
  await refused(409, player.command(`${path}/draft-plan`, { plan }));
}

const plan = {
  motives: 'Zoé Œuvrard d’Héry has brought both together.',
  successor: { clusterId: id('successor'), name: 'Ruche', nameKind: 'working', seat: 'Lyon', departments: ['69'] },
  newAntennas: [],
  antennaMapping: [],
  transitionalGovernance: {
    bodies: [
      {
        bodyId: id('board'),
        kind: 'board',
        name: 'Board',
        offices: [
          {
            officeId: id('president'),
            kind: 'president',
            title: 'President',
            maxHolders: 1,
            holders: [{ mandateId: id('mandate'), person, representing: 'Esker' }],
          },
        ],
      },
    ],
  },
  conditions: [{ conditionId: id('condition'), description: 'Zoé Œuvrard d’Héry finds a seat', blocking: true }],
  contributionsEuros: null,
  openPoints: ['whether Zoé Œuvrard d’Héry stands for office'],
};

/** Callers who may not do it: who they are, and what they sent, is known to nobody afterwards. */
async function strangers(url: string, player: Player): Promise<void> {
  const assigned = { id: id('another role'), clusterId: clusters.digitalLeague, title: 'Delegate', person };
  player.sent.push(assigned);
  const named = await ApiClient.withDevelopmentToken(url, ['operator'], SUBJECT);
  const body = { ...assigned, effectiveAt: player.day };
  await refused(403, named.post('governance/roles', body, 'stranger'));
  const question = `audit/timeline/${role}?note=${encodeURIComponent(person.name)}`;
  const subscriber = await ApiClient.withDevelopmentToken(url, ['subscriber'], SUBJECT);
  await refused(403, subscriber.get(question));
  const admin = await ApiClient.withDevelopmentToken(url, ['admin'], SUBJECT);
  await admin.post('governance/roles', body, 'named');
  const [, claims = ''] = admin.token.split('.');
  await refused(401, new ApiClient(url, `e30.${claims}.e30`).get(question));
}

async function refused(status: number, sending: Promise<unknown>): Promise<void> {
  const problem: unknown = await sending.then(
    () => undefined,
    (error: unknown) => error,
  );
  if (problem instanceof ApiProblem && problem.status === status) return;
  throw new Error(`expected to be refused with ${String(status)}: ${String(problem)}`);
}
