import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { countedUuid } from '#libs/kernel/testing';
import { TestApplication } from '#libs/nest-kit/testing';
import { mergersContext } from '../../apps/mergers/src/mergers.context.ts';
import { publish, registeredCluster } from '../support/published.ts';
import { exchangesIn, guide, Reading } from './exchanges.ts';

const exchanges = exchangesIn(guide('mergers.md'));
const [numelink, auvergneTic] = [countedUuid(1, 0xa), countedUuid(2, 0xa)];

describe('the guide to a merger', () => {
  let app: TestApplication;
  const reading = new Reading(() => app);
  beforeAll(async () => {
    app = await TestApplication.start([mergersContext]);
    const shares = { quorum: { numerator: 1, denominator: 2 }, majority: { numerator: 2, denominator: 3 } };
    const clause = { ...shares, majorityOf: 'votes-cast', strict: false } as const;
    const clauses = { ordinary: clause, amendment: clause, dissolution: clause };
    for (const clusterId of [numelink, auvergneTic]) {
      await publish(app.store, registeredCluster(clusterId), {
        type: 'governance.StatutesAdopted',
        data: { clusterId, statutesVersion: 1, inForceFrom: '2010-01-01', clauses },
      });
    }
    await publish(app.store, {
      type: 'membership.OrganisationRegistered',
      data: { organisationId: countedUuid(9, 0xc), name: 'A start-up', kind: 'company', since: '2012-01-01' },
    });
    // Two members each, one of them in both.
    for (const [index, [clusterId, organisation]] of [
      ...[1, 2].map((number) => [numelink, number] as const),
      ...[2, 3].map((number) => [auvergneTic, number] as const),
    ].entries()) {
      const ids = { membershipId: countedUuid(index, 0xe), organisationId: countedUuid(organisation, 0xc) };
      await publish(app.store, { type: 'membership.MemberAdmitted', data: { ...ids, clusterId, since: '2012-01-01' } });
    }
  });
  afterAll(() => app.stop());

  it('sends the same requests in French, and prints the same answers', () => {
    expect(exchanges.length).toBeGreaterThan(20);
    expect(exchangesIn(guide('mergers.fr.md'))).toEqual(exchanges);
  });

  it.each(exchanges)('$method $path is answered as printed', (exchange) => reading.isAnsweredAsPrinted(exchange));
});
