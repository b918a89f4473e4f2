import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { countedUuid } from '#libs/kernel/testing';
import { TestApplication } from '#libs/nest-kit/testing';
import { governanceContext } from '../../apps/governance/src/governance.context.ts';
import { publish, registeredCluster } from '../support/published.ts';
import { exchangesIn, guide, Reading } from './exchanges.ts';

const exchanges = exchangesIn(guide('governance.md'));

describe('the guide to governance', () => {
  let app: TestApplication;
  const reading = new Reading(() => app);
  beforeAll(async () => {
    app = await TestApplication.start([governanceContext]);
    await publish(app.store, registeredCluster(countedUuid(1, 0xa)));
  });
  afterAll(() => app.stop());

  it('sends the same requests in French, and prints the same answers', () => {
    expect(exchanges.length).toBeGreaterThan(20);
    expect(exchangesIn(guide('governance.fr.md'))).toEqual(exchanges);
  });

  it.each(exchanges)('$method $path is answered as printed', (exchange) => reading.isAnsweredAsPrinted(exchange));
});
