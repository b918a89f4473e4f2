import { startDistributed, type Distributed, type DistributedOptions } from '#infra/distributed';
import { ApiClient } from './api-client.ts';
import { systemSettled } from './settled.ts';
import type { Stage } from './stage.ts';
import { SharedStoryClock } from './story-clock.ts';

/** All services as processes of their own on a Kafka and a PostgreSQL of their own, both empty. */
export async function distributedStage(
  options: Omit<DistributedOptions, 'issuer'>,
): Promise<Stage & { readonly system: Distributed }> {
  const system = await startDistributed({ ...options, issuer: 'development', fresh: true });
  try {
    const api = await ApiClient.withDevelopmentToken(system.url, ['admin', 'auditor']);
    return {
      system,
      url: system.url,
      databaseUrl: system.databaseUrl,
      clock: new SharedStoryClock(system.clockFile),
      settled: () => systemSettled(api),
      stop: () => system.stop(),
    };
  } catch (error) {
    await system.stop();
    throw error;
  }
}
