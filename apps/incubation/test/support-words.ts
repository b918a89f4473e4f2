import { countedUuid } from '#libs/kernel/testing';
import type { TestAnswer, TestApplication, TestRequest } from '#libs/nest-kit/testing';
import { publish, registeredOrganisation } from '../../../tests/support/published.ts';
import { admissionOf, companyOf, incubatorId, OccupancyDesk, TRACKS } from './occupancy-words.ts';

export type Answer = Readonly<Record<string, unknown>>;
export const person = (number: number, name: string) => ({ personId: countedUuid(number, 0x74), name });
export const sessionOf = (number: number) => countedUuid(number, 0x75);
export const [funder, training] = [companyOf(50), companyOf(51)];

/** An incubator of two places with three companies: the first one has left, the second is inside, the third waits. */
export class SupportDesk {
  constructor(private readonly app: TestApplication) {}

  async begins(): Promise<void> {
    this.app.clock.set('2020-03-10T10:00:00Z');
    const registered = [1, 2, 3, 4, 50, 51].map((number) => registeredOrganisation(companyOf(number)));
    await publish(this.app.store, ...registered);
    const opened = { id: incubatorId, name: 'Quartier numérique', site: 'La Pardieu', effectiveAt: '2015-06-01' };
    await this.does('incubators', opened);
    const places = new OccupancyDesk(this.app);
    await places.does('decide-capacity', { places: 2, effectiveAt: '2015-06-01' });
    for (const number of [1, 2]) await places.admits(number, TRACKS['start-up'](), '2015-09-01');
    await places.does('leave', { admissionId: admissionOf(1), cause: 'graduated', effectiveAt: '2016-05-02' });
    await places.does('decide-capacity', { places: 1, effectiveAt: '2016-05-02' });
    await places.admits(3, TRACKS['start-up'](), '2016-05-03');
  }

  tries(path: string, body: object, as: TestRequest = {}): Promise<TestAnswer> {
    return this.app.post(`incubation/${path}`, body, as);
  }

  async does(path: string, body: object): Promise<Answer> {
    const answer = await this.tries(path, body);
    if (answer.status >= 300) throw new Error(`${path}: ${JSON.stringify(answer.body)}`);
    return answer.body;
  }

  async reads(path: string, as: TestRequest = {}): Promise<Answer> {
    return (await this.app.get(`incubation/${path}`, as)).body;
  }
}

export const factOf = (answer: Answer): string => {
  const [first] = answer['events'] as readonly { readonly id: string }[];
  return first?.id ?? '';
};
