import { countedUuid } from '#libs/kernel/testing';
import type { TestAnswer, TestApplication, TestRequest } from '#libs/nest-kit/testing';
import { publish, registeredCluster, registeredOrganisation } from '../../../tests/support/published.ts';

export const callId = countedUuid(1, 0x81);
export const incubatorId = countedUuid(2, 0x81);
export const runner = countedUuid(1, 0x82);
export const stranger = countedUuid(2, 0x82);
export const absorber = countedUuid(3, 0x82);
export const organisationOf = (number: number) => countedUuid(number, 0x83);
export const personOf = (number: number) => countedUuid(number, 0x84);
export const reviewer = (number: number) => ({ personId: personOf(number), name: `Reviewer ${String(number)}` });

export const whole = (numerator: number, denominator = 1) => ({ numerator, denominator });
export const RUBRIC = [
  { criterion: 'Innovation', maximum: whole(20), weight: whole(2) },
  { criterion: 'Market', maximum: whole(10), weight: whole(1) },
];

export const CALL = {
  ...{ id: callId, incubatorId, clusterId: runner, title: 'Appel 2016', zone: 'Europe/Paris' },
  ...{ opens: '2016-02-01T09:00', closes: '2016-03-27', rubric: RUBRIC, places: 1, ties: 'decision' },
};

export const applicationTo = (number: number) => ({
  ...{ organisationId: organisationOf(number), title: `Project ${String(number)}` },
  contact: { personId: personOf(100 + number), name: `Contact ${String(number)}` },
});

export const asOrganisation = (number: number): TestRequest => ({
  as: 'subscriber',
  organisations: [organisationOf(number)],
});
export const asPerson = (number: number): TestRequest => ({ as: 'subscriber', person: personOf(number) });
export const asRunner: TestRequest = { as: 'operator', clusters: [runner] };

/** What somebody writes who gives an application so many points. */
export const remarkOf = (number: number, points: number) => `Remark of ${String(number)}, ${String(points)} points`;

/** A call of an incubator, through the API. */
export class CallDesk {
  constructor(
    readonly app: TestApplication,
    readonly id: string = callId,
  ) {}

  /** The clusters and organisations of the register, and the incubator. */
  async begin(): Promise<void> {
    const organisations = Array.from({ length: 12 }, (_, index) => registeredOrganisation(organisationOf(index + 1)));
    const clusters = [runner, stranger, absorber].map((id) => registeredCluster(id));
    await publish(this.app.store, ...clusters, ...organisations);
    this.app.clock.set('2016-01-20T10:00:00.000Z');
    const opened = { id: incubatorId, name: 'Le Bivouac', site: 'La Pardieu', effectiveAt: '2015-06-01' };
    await this.accepted('incubation/incubators', opened);
  }

  async publishes(changes: object = {}): Promise<TestAnswer> {
    return await this.accepted('incubation/calls', { ...CALL, id: this.id, ...changes }, asRunner);
  }

  async accepted(path: string, body: object, request: TestRequest = {}): Promise<TestAnswer> {
    const answer = await this.app.post(path, body, request);
    if (answer.status >= 300) throw new Error(`${path}: ${JSON.stringify(answer.body)}`);
    return answer;
  }

  tries(verb: string, body: object, request: TestRequest = asRunner): Promise<TestAnswer> {
    return this.app.post(`incubation/selections/${this.id}/${verb}`, body, request);
  }

  async does(verb: string, body: object, request: TestRequest = asRunner): Promise<TestAnswer> {
    return await this.accepted(`incubation/selections/${this.id}/${verb}`, body, request);
  }

  /** The id of the application of an organisation. */
  async applies(number: number, changes: object = {}): Promise<string> {
    const { body } = await this.does('apply', { ...applicationTo(number), ...changes }, asOrganisation(number));
    return (body['recorded'] as { readonly applicationId: string }).applicationId;
  }

  async assigns(number: number, applicationId: string, of: object): Promise<TestAnswer> {
    return await this.tries('assign-reviewer', { applicationId, reviewer: reviewer(number), of });
  }

  async reviews(number: number, applicationId: string, innovation: number, market?: number): Promise<TestAnswer> {
    const scores = [
      { criterion: 'Innovation', points: whole(innovation) },
      ...(market === undefined ? [] : [{ criterion: 'Market', points: whole(market) }]),
    ];
    const review = { applicationId, reviewerId: personOf(number), scores, remark: remarkOf(number, innovation) };
    return await this.tries('record-review', review, asPerson(number));
  }
}
