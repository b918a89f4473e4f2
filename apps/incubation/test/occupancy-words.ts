import { countedUuid } from '#libs/kernel/testing';
import type { TestAnswer, TestApplication } from '#libs/nest-kit/testing';

export const incubatorId = countedUuid(1, 0x61);
export const admissionOf = (number: number) => countedUuid(number, 0x62);
export const companyOf = (number: number) => countedUuid(number, 0x63);

/** What an admission by each track rests on. */
export const TRACKS = {
  call: (reference: string, on: string) => ({ kind: 'call', basis: { reference, on } }),
  'start-up': () => ({
    ...{ kind: 'start-up', basis: { reference: 'Avis sur l’innovation', on: '2015-07-01' } },
    foundedOn: '2014-03-01',
  }),
  'existing-company': () => ({
    ...{ kind: 'existing-company', basis: { reference: 'Plateforme de vente', on: '2013-01-01' } },
    foundedOn: '1998-01-01',
  }),
} as const;

/** The occupancy of one incubator, through the API. */
export class OccupancyDesk {
  readonly #path = `incubation/occupancies/${incubatorId}`;

  constructor(private readonly app: TestApplication) {}

  async does(verb: string, body: object): Promise<TestAnswer> {
    const answer = await this.tries(verb, body);
    if (answer.status >= 300) throw new Error(`${verb}: ${JSON.stringify(answer.body)}`);
    return answer;
  }

  tries(verb: string, body: object): Promise<TestAnswer> {
    return this.app.post(`${this.#path}/${verb}`, body);
  }

  async admits(number: number, track: object, effectiveAt: string): Promise<TestAnswer> {
    const admission = { admissionId: admissionOf(number), organisationId: companyOf(number), track, effectiveAt };
    return await this.does('admit', admission);
  }

  async on(day: string, more = ''): Promise<TestAnswer['body']> {
    return (await this.app.get(`${this.#path}?validAt=${day}${more}`)).body;
  }
}
