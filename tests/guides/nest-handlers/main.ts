import 'reflect-metadata';
import { catalog } from '#libs/contracts';
import { InvalidConfig, runProgram } from '#libs/hosting';
import { messagingSchema } from '#libs/messaging';
import { KafkaSource } from '#libs/messaging/kafka';
import { ledgerMicroservice, LedgerTransport } from '#libs/nest-transport';
import { connectPool, migrate } from '#libs/postgres';
import { lettersModule, lettersSchema } from './letters.ts';

/** The service of the guide: letters of welcome, on a database and a place in the ledger of its own. */
runProgram(async ({ config, log }) => {
  const {
    DATABASE_URL: url,
    KAFKA_BROKERS: brokers,
    KAFKA_TOPIC_PREFIX: topicPrefix,
    LEASE_TTL_MS: leaseTtlMs,
  } = config;
  if (url === undefined || brokers === undefined) throw new InvalidConfig('DATABASE_URL and KAFKA_BROKERS are needed');
  const pool = connectPool(url);
  for (const schema of [messagingSchema, lettersSchema]) await migrate(pool, schema);
  const settings = { brokers, clientId: 'letters', topicPrefix };
  const source = new KafkaSource({ settings, catalog, publicOnly: true });
  const transport = new LedgerTransport({ source, pool, holder: `letters ${String(process.pid)}`, leaseTtlMs });
  transport.on('fault', (error, name) => {
    log.error({ err: error, consumer: name }, 'an event could not be handled');
  });
  const service = await ledgerMicroservice(lettersModule(pool), transport, false);
  await service.listen();
  return {
    stop: async () => {
      await service.close();
      await source.close();
      await pool.end();
    },
  };
});
