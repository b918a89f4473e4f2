import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { TestApplication } from '#libs/nest-kit/testing';
import { governanceContext } from '../src/governance.context.ts';
import {
  board,
  clauses,
  convene,
  createAssembly,
  createBoard,
  createPresidency,
  Governance,
  hold,
  mandateOfBocquet,
  meeting,
  numelink,
  presidency,
  resolution,
  rhoneAlley,
  startBocquet,
  startMontier,
  table,
  tally,
  unknown,
} from './governance.fixtures.ts';

let app: TestApplication;
let governance: Governance;
beforeAll(async () => {
  app = await TestApplication.start([governanceContext], { RATE_LIMIT_PER_SECOND: '10000' });
  governance = new Governance(app);
  await governance.hasClusters();
  await governance.hasBoard();
  await governance.does(`offices/${presidency}/start-mandate`, startBocquet);
  await governance.does(`statutes/${numelink}/adopt`, { clauses, effectiveAt: '2010-01-01' });
  await governance.hasMeeting();
});
afterAll(async () => {
  await app.stop();
});

describe('refusals over HTTP, which leave no trace', () => {
  it.each<[number, string, string, object]>([
    [404, 'GOV_BODY_NOT_FOUND', `bodies/${unknown}/resize`, { size: 3 }],
    [404, 'GOV_BODY_NOT_FOUND', 'offices', { ...createPresidency, id: unknown, bodyId: unknown }],
    [404, 'GOV_BODY_NOT_FOUND', 'meetings', { ...convene, id: unknown, bodyId: unknown }],
    [409, 'GOV_BODY_EXISTS', 'bodies', { ...createBoard, size: 25 }],
    [409, 'GOV_BODY_BEFORE_CREATION', 'offices', { ...createPresidency, id: unknown, effectiveAt: '2006-06-28' }],
    [
      409,
      'GOV_BODY_RESERVED_EXCEEDS_SIZE',
      `bodies/${board}/resize`,
      { size: 3, reserved: { seats: 4, forClusterId: rhoneAlley } },
    ],
    [404, 'GOV_OFFICE_NOT_FOUND', `offices/${unknown}/start-mandate`, startBocquet],
    [409, 'GOV_OFFICE_FULL', `offices/${presidency}/start-mandate`, startMontier],
    [409, 'GOV_MANDATE_LIMIT_REQUIRED', `offices/${presidency}/start-mandate`, { ...startMontier, limit: undefined }],
    [404, 'GOV_MANDATE_NOT_FOUND', `offices/${presidency}/end-mandate`, { mandateId: unknown, cause: 'term' }],
    [
      409,
      'GOV_MANDATE_END_BEFORE_START',
      `offices/${presidency}/end-mandate`,
      { mandateId: mandateOfBocquet, cause: 'term', effectiveAt: '2014-06-19' },
    ],
    [404, 'GOV_ROLE_NOT_FOUND', `roles/${unknown}/end`, {}],
    [404, 'GOV_MEETING_NOT_FOUND', 'resolutions', { ...table, id: unknown, meetingId: unknown }],
    [409, 'GOV_MEETING_BEFORE_CONVOCATION', `meetings/${meeting}/hold`, { ...hold, effectiveAt: '2016-02-29' }],
    [
      409,
      'GOV_MEETING_NOT_HELD_THAT_DAY',
      `resolutions/${resolution}/record-tally`,
      { tally, effectiveAt: '2016-03-31' },
    ],
    [409, 'GOV_STATUTES_NOT_IN_FORCE', `resolutions/${resolution}/record-tally`, { tally, effectiveAt: '2009-12-31' }],
    [409, 'GOV_VOTES_EXCEED_ATTENDANCE', `resolutions/${resolution}/record-tally`, { tally: { ...tally, for: 157 } }],
    [404, 'GOV_RESOLUTION_NOT_FOUND', `resolutions/${unknown}/record-tally`, { tally }],
    [400, 'API_MALFORMED', `offices/${presidency}/end-mandate`, { mandateId: mandateOfBocquet, cause: 'succession' }],
    [400, 'API_MALFORMED', `resolutions/${resolution}/record-tally`, { tally: { ...tally, for: 1.5 } }],
    [
      400,
      'API_MALFORMED',
      `statutes/${numelink}/adopt`,
      { clauses: { ...clauses, ordinary: { ...clauses.ordinary, majority: { numerator: 3, denominator: 2 } } } },
    ],
  ])('%i %s: %s', async (status, code, path, command) => {
    const { head } = await app.store.status();
    const answer = await governance.tries(path, command);
    expect([answer.status, answer.body['code']]).toEqual([status, code]);
    expect((await app.store.status()).head).toBe(head);
  });

  it('a full office says on which day, and how many may', async () => {
    const { body } = await governance.tries(`offices/${presidency}/start-mandate`, startMontier);
    expect(body).toMatchObject({ found: 2, required: 1, facts: { day: '2015-06-24' } });
  });

  it('an abolished body convenes nobody', async () => {
    const bodyId = rhoneAlley;
    await governance.does('bodies', { ...createAssembly, id: bodyId });
    await governance.does(`bodies/${bodyId}/abolish`, { effectiveAt: '2016-03-31' });
    const invitation = { ...convene, id: rhoneAlley, bodyId };
    expect((await governance.tries('meetings', invitation)).body['code']).toBe('GOV_BODY_ABOLISHED');
    expect((await governance.tries('meetings', { ...invitation, scheduledFor: '2016-03-30' })).status).toBe(201);
  });

  it.each(['bodies', 'offices', 'roles', 'statutes', 'meetings', 'resolutions'])(
    '%s: an unknown one is not found',
    async (resource) => {
      expect((await governance.sees(`${resource}/${unknown}`)).status).toBe(404);
      expect((await governance.sees(`${resource}/not-an-id`)).status).toBe(400);
    },
  );
});
