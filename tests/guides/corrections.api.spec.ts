import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { TestApplication } from '#libs/nest-kit/testing';
import { countedUuid } from '#libs/kernel/testing';
import { auditContext } from '../../apps/audit/src/audit.context.ts';
import { governanceContext } from '../../apps/governance/src/governance.context.ts';
import { planHash } from '../../apps/mergers/src/domain/operation/plan-hash.ts';
import { mergersContext } from '../../apps/mergers/src/mergers.context.ts';
import {
  absorption,
  absorptionPlan,
  auvergneTic,
  clause,
  inFavour,
  numelink,
  operationId,
} from '../../apps/mergers/test/sample-operation.ts';
import { publish, registeredCluster } from '../support/published.ts';
import { exchangesIn, guide, Reading } from './exchanges.ts';

const exchanges = exchangesIn(guide('corrections.md'));

/** A merger whose treaty sets its day, adopted by both boards and by the first assembly. */
async function prepareMerger(app: TestApplication): Promise<void> {
  const { kind: _kind, statutesVersion, ...dissolution } = clause;
  const clauses = { ordinary: dissolution, amendment: dissolution, dissolution };
  for (const clusterId of [numelink, auvergneTic])
    await publish(app.store, registeredCluster(clusterId), {
      type: 'governance.StatutesAdopted',
      data: { clusterId, statutesVersion, inForceFrom: '2010-01-01', clauses },
    });
  app.clock.set('2016-04-30T10:00:00Z');
  const plan = absorptionPlan({ effectDate: '2017-03-31' });
  const started = { id: operationId, kind: 'fusion-absorption', title: 'Fusion', participants: absorption };
  await app.post('mergers/operations', { ...started, effectiveAt: '2015-11-02' });
  const does = (verb: string, body: object) => app.post(`mergers/operations/${operationId}/${verb}`, body);
  await does('draft-plan', { plan, effectiveAt: '2015-12-01' });
  for (const clusterId of [numelink, auvergneTic])
    await does('adopt-plan', { clusterId, planHash: planHash(plan), effectiveAt: '2016-01-15' });
  for (const clusterId of [numelink, auvergneTic])
    for (const verb of ['open-documents', 'publish-notice'])
      await does(verb, { clusterId, where: 'seat', effectiveAt: '2016-02-01' });
  await does('record-vote', { clusterId: numelink, tally: inFavour, effectiveAt: '2016-03-31' });
}

describe('the guide to corrections', () => {
  let app: TestApplication;
  const reading = new Reading(() => app);
  beforeAll(async () => {
    app = await TestApplication.start([governanceContext, mergersContext, auditContext]);
    await publish(app.store, registeredCluster(countedUuid(1, 0xa)));
    await prepareMerger(app);
  });
  afterAll(() => app.stop());

  it('sends the same requests in French, and prints the same answers', () => {
    expect(exchanges.length).toBeGreaterThan(8);
    expect(exchangesIn(guide('corrections.fr.md'))).toEqual(exchanges);
  });

  it.each(exchanges)('$method $path is answered as printed', (exchange) => reading.isAnsweredAsPrinted(exchange));
});
