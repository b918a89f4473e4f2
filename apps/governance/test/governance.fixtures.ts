import { countedUuid } from '#libs/kernel/testing';
import { publish, registeredCluster } from '../../../tests/support/published.ts';
import type { TestAnswer, TestApplication, TestRequest } from '#libs/nest-kit/testing';

/** Numélink, its board and its presidency, as commands over HTTP. */
export const numelink = countedUuid(1, 0xa);
export const rhoneAlley = countedUuid(2, 0xa);
export const board = countedUuid(3, 0xa);
export const presidency = countedUuid(4, 0xa);
export const assembly = countedUuid(5, 0xa);
export const meeting = countedUuid(6, 0xa);
export const resolution = countedUuid(7, 0xa);
export const director = countedUuid(8, 0xa);
export const mandateOfBocquet = countedUuid(9, 0xa);
export const mandateOfMontier = countedUuid(10, 0xa);
export const unknown = countedUuid(0xfff, 0xa);

export const bocquet = { personId: countedUuid(11, 0xa), name: 'Catherine Bocquet' };
export const montier = { personId: countedUuid(12, 0xa), name: 'Patrick Montier' };

const half = { numerator: 1, denominator: 2 };
const ordinary = { quorum: { numerator: 1, denominator: 4 }, majority: half, majorityOf: 'votes-cast', strict: true };
const dissolution = { ...ordinary, quorum: half, majority: { numerator: 2, denominator: 3 }, strict: false };
export const clauses = { ordinary, amendment: dissolution, dissolution };
export const tally = { members: 220, present: 118, represented: 41, for: 152, against: 3, abstentions: 4 };

export const createBoard = {
  id: board,
  clusterId: numelink,
  kind: 'board',
  name: 'Conseil d’administration',
  size: 24,
  effectiveAt: '2006-06-29',
};
export const createPresidency = {
  id: presidency,
  bodyId: board,
  kind: 'president',
  title: 'Présidence',
  effectiveAt: '2006-06-29',
};
export const startBocquet = { mandateId: mandateOfBocquet, person: bocquet, how: 'elected', effectiveAt: '2014-06-20' };
export const startMontier = {
  mandateId: mandateOfMontier,
  person: montier,
  how: 'transitional',
  limit: '2016-06-23',
  tiedToClusterId: rhoneAlley,
  effectiveAt: '2015-06-24',
};
export const createAssembly = {
  id: assembly,
  clusterId: numelink,
  kind: 'assembly',
  name: 'Assemblée générale',
  effectiveAt: '2006-06-29',
};
export const convene = {
  id: meeting,
  bodyId: assembly,
  scheduledFor: '2016-03-31',
  agenda: ['Fusion'],
  effectiveAt: '2016-03-01',
};
export const table = {
  id: resolution,
  meetingId: meeting,
  clause: 'dissolution',
  subject: 'Fusion',
  effectiveAt: '2016-03-31',
};
export const hold = { members: 220, present: 118, represented: 41, effectiveAt: '2016-03-31' };

export class Governance {
  constructor(readonly app: TestApplication) {}

  /** Sends a command that has to be accepted. */
  async does(path: string, body: object, request: TestRequest = {}): Promise<TestAnswer> {
    const answer = await this.app.post(`governance/${path}`, body, request);
    if (answer.status >= 300) throw new Error(`${path}: ${JSON.stringify(answer.body)}`);
    return answer;
  }
  async tries(path: string, body: object, request: TestRequest = {}): Promise<TestAnswer> {
    return await this.app.post(`governance/${path}`, body, request);
  }
  async sees(path: string, request: TestRequest = {}): Promise<TestAnswer> {
    return await this.app.get(`governance/${path}`, request);
  }
  /** The names of those who held the presidency on a day. */
  async presidents(on: string): Promise<readonly string[]> {
    const { body } = await this.sees(`offices/${presidency}/holders?validAt=${on}`);
    return (body['holders'] as readonly { person: { name: string } }[]).map(({ person }) => person.name);
  }
  /** As the register has published them. */
  async hasClusters(): Promise<void> {
    await publish(this.app.store, ...[numelink, rhoneAlley].map((id) => registeredCluster(id)));
  }
  async hasBoard(): Promise<void> {
    await this.does('bodies', createBoard);
    await this.does('offices', createPresidency);
  }
  async hasMeeting(): Promise<void> {
    await this.does('bodies', createAssembly);
    await this.does('meetings', convene);
    await this.does('resolutions', table);
  }
}

/** The fact that a command has recorded. */
export function factIn({ body }: TestAnswer): string {
  const [first] = body['events'] as readonly { readonly id: string }[];
  return first?.id ?? '';
}
