import 'reflect-metadata';
import { catalog } from '../../libs/contracts/index.ts';
import { runProgram } from '../../libs/hosting/index.ts';
import { asEventSource } from '../../libs/messaging/index.ts';
import { KafkaSource } from '../../libs/messaging/kafka/index.ts';
import { connectPool } from '../../libs/postgres/index.ts';
import { ProjectionRunner } from '../../libs/projections/index.ts';
import { memberships } from '../../apps/membership/src/read-models/memberships/memberships.projection.ts';
import { openStore } from '../product.ts';

/** The register of members fed from Kafka, in a process of its own. */
runProgram(async ({ config: { DATABASE_URL: url = '', KAFKA_BROKERS: brokers = [] }, log }) => {
  const store = await openStore(url, { holder: 'read model', sequencer: false });
  const pool = connectPool(url, { applicationName: 'grappe read model' });
  const source = new KafkaSource({ settings: { brokers, clientId: 'bench' }, catalog });
  const projections = new ProjectionRunner({
    pool,
    source: asEventSource(source),
    reader: store,
    projections: [memberships],
    holder: 'bench',
  });
  await projections.start();
  log.info('ready');
  return {
    stop: async () => {
      await projections.stop();
      await source.close();
      await pool.end();
      await store.close();
    },
  };
});
