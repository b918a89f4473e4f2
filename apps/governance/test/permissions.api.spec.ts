import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Role } from '#libs/commands';
import { countedUuid } from '#libs/kernel/testing';
import { TestApplication } from '#libs/nest-kit/testing';
import { EQUAL_UNITS, equalSeats } from '../../../tests/support/seat-question.ts';
import { governanceContext } from '../src/governance.context.ts';
import {
  bocquet,
  board,
  clauses,
  convene,
  createBoard,
  createPresidency,
  director,
  Governance,
  hold,
  mandateOfBocquet,
  meeting,
  montier,
  numelink,
  presidency,
  resolution,
  rhoneAlley,
  startBocquet,
  table,
  tally,
  unknown,
} from './governance.fixtures.ts';

const extendBocquet = {
  ...{ mandateId: mandateOfBocquet, limit: '2017-06-30', decision: 'Conseil, point 4', effectiveAt: '2016-06-20' },
};
const representBocquet = {
  ...{ representationId: director, mandateId: mandateOfBocquet, where: 'French Tech', effectiveAt: '2015-09-01' },
};
const cap = { constraintId: director, rule: { kind: 'cap', most: 2 } };
const roll = unknown;
const declared = { declaredOn: '2015-01-01', effectiveAt: '2014-01-01' };
const voters = [{ voterIds: [director] }];
const candidacy = (n: number) => countedUuid(n, 0xb);
const { members, present, represented } = hold;
const tied = {
  ...{ members, present, represented, ballots: 150 },
  votes: [1, 2, 3].map((n) => ({ candidacyId: candidacy(n), votes: 90 })),
};

/** Commands in an order in which every one of them is accepted; that each is refused to others follows from the rows (tests/system). */
const commands: readonly (readonly [path: string, body: object])[] = [
  ['bodies', createBoard],
  [`bodies/${board}/resize`, { size: 40, effectiveAt: '2015-06-24' }],
  ['offices', createPresidency],
  [`offices/${presidency}/set-max-holders`, { maxHolders: 2, effectiveAt: '2015-06-24' }],
  [`offices/${presidency}/start-mandate`, { ...startBocquet, limit: '2016-06-30' }],
  [`offices/${presidency}/extend-mandate`, extendBocquet],
  [`offices/${presidency}/move-holder`, { mandateId: mandateOfBocquet, representing: 'X', effectiveAt: '2015-09-01' }],
  [`offices/${presidency}/start-representation`, representBocquet],
  [`offices/${presidency}/end-representation`, { representationId: director, effectiveAt: '2016-02-01' }],
  [`offices/${presidency}/end-mandate`, { mandateId: mandateOfBocquet, cause: 'term', effectiveAt: '2017-01-01' }],
  ['roles', { id: director, clusterId: numelink, title: 'Directeur', person: montier, effectiveAt: '2012-09-03' }],
  [`roles/${director}/end`, { effectiveAt: '2016-09-01' }],
  [`statutes/${numelink}/adopt`, { clauses, effectiveAt: '2010-01-01' }],
  ['seat-plans', { id: unknown, ...equalSeats(board, 40), effectiveAt: '2016-03-01' }],
  [`seat-plans/${unknown}/draw-lots`, { drawn: EQUAL_UNITS, witness: montier, effectiveAt: '2016-03-01' }],
  ['rolls', { id: roll, bodyId: board, voters, effectiveAt: '2016-03-01' }],
  [`rolls/${roll}/amend`, { voters: [...voters, { voterIds: [numelink] }], reason: 'x', effectiveAt: '2016-03-02' }],
  ['meetings', { ...convene, bodyId: board }],
  [`meetings/${meeting}/hold`, hold],
  [`meetings/${meeting}/open-sheet`, { rollId: roll, effectiveAt: hold.effectiveAt }],
  [
    `meetings/${meeting}/give-proxies`,
    { proxies: [{ principalId: numelink, holderId: director }], effectiveAt: hold.effectiveAt },
  ],
  [`meetings/${meeting}/withdraw-proxies`, { voterIds: [numelink], at: '17:30', effectiveAt: hold.effectiveAt }],
  [`meetings/${meeting}/arrive`, { voterIds: [director], at: '18:00', effectiveAt: hold.effectiveAt }],
  [`meetings/${meeting}/leave`, { voterIds: [director], at: '19:00', effectiveAt: hold.effectiveAt }],
  ['resolutions', table],
  [`resolutions/${resolution}/record-tally`, { tally, effectiveAt: '2016-03-31' }],
  [
    `declarations/${numelink}/file`,
    {
      declarationId: unknown,
      changes: [{ kind: 'mandate', mandateId: mandateOfBocquet }],
      effectiveAt: '2014-07-01',
    },
  ],
  [`declarations/${numelink}/record-receipt`, { declarationId: unknown, effectiveAt: '2014-07-04' }],
  [
    `declarations/${numelink}/file`,
    {
      declarationId: director,
      changes: [{ kind: 'statutes', statutesVersion: 1 }],
      effectiveAt: '2014-07-01',
    },
  ],
  [`declarations/${numelink}/record-refusal`, { declarationId: director, reason: 'x', effectiveAt: '2014-07-04' }],
  [
    'elections',
    { id: roll, bodyId: board, officeId: presidency, places: 2, meetingId: meeting, effectiveAt: '2016-03-01' },
  ],
  ...[1, 2, 3, 4].map(
    (n) =>
      [
        `elections/${roll}/file-candidacy`,
        {
          ...{ candidacyId: candidacy(n), effectiveAt: '2016-03-02' },
          candidates: [{ person: { personId: candidacy(n), name: 'Somebody' } }],
        },
      ] as const,
  ),
  [`elections/${roll}/withdraw-candidacy`, { candidacyId: candidacy(4), effectiveAt: '2016-03-03' }],
  [`elections/${roll}/record-tally`, { tally: tied, effectiveAt: hold.effectiveAt }],
  [
    `elections/${roll}/resolve-tie`,
    { by: 'lot', elected: [candidacy(1), candidacy(2)], effectiveAt: hold.effectiveAt },
  ],
  [`elections/${roll}/take-office`, { effectiveAt: '2017-02-01' }],
  [
    `interests/${numelink}/declare`,
    { ...{ interestId: unknown, person: bocquet, organisation: { name: 'X' }, nature: 'partner' }, ...declared },
  ],
  [`interests/${numelink}/end`, { interestId: unknown, effectiveAt: '2016-01-01' }],
  [
    `interests/${numelink}/report-agreement`,
    { agreementId: unknown, party: { person: bocquet }, subject: 'x', effectiveAt: '2015-01-01' },
  ],
  [
    `interests/${numelink}/decide-agreement`,
    { agreementId: unknown, resolutionId: resolution, abstainedIds: [bocquet.personId], effectiveAt: '2016-03-31' },
  ],
  [`bodies/${board}/constrain`, { ...cap, effectiveAt: '2015-06-24' }],
  [`bodies/${board}/lift-constraint`, { constraintId: cap.constraintId, effectiveAt: '2016-06-24' }],
  [`bodies/${board}/abolish`, { effectiveAt: '2017-03-28' }],
];

describe('permissions of the commands', () => {
  let app: TestApplication;
  let governance: Governance;
  beforeAll(async () => {
    app = await TestApplication.start([governanceContext], { RATE_LIMIT_PER_SECOND: '10000' });
    governance = new Governance(app);
    await governance.hasClusters();
  });
  afterAll(async () => {
    await app.stop();
  });

  it.each(commands)('%s', async (path, body) => {
    const as = async (role: Role, clusters: readonly string[] = []): Promise<number> =>
      (await governance.tries(path, body, { as: role, clusters })).status;
    expect(await as('auditor')).toBe(403);
    expect(await as('subscriber')).toBe(403);
    expect(await as('operator')).toBe(403);
    expect(await as('operator', [rhoneAlley])).toBe(403);
    const { head } = await app.store.status();
    expect(await as('operator', [rhoneAlley, numelink])).toBeLessThan(300);
    expect((await app.store.status()).head).toBeGreaterThan(head);
    expect(await as('admin')).toBeLessThan(300);
  });
});
