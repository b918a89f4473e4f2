import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { startDroppingPooler, type TestDatabase } from '#libs/postgres/testing';
import type { Runtime } from './runtime.ts';
import { openReadModels } from './read-models-typeorm.ts';
import { knownAtContract, knownNames, recordHistory } from './test/known-at-contract.ts';
import { readModelsContract, registerSamples } from './test/read-models-contract.ts';
import { Register, startRuntime } from './testing/register.ts';

readModelsContract('over TypeORM', async () => {
  const register = new Register();
  const { runtime, database } = await startRuntime([register.context()]);
  const ids = await registerSamples(register, runtime.store);
  await runtime.untilSettled();
  return {
    query: runtime.readModels.of(register.model),
    ids,
    close: async () => {
      await runtime.stop();
      await database.drop();
    },
  };
});

knownAtContract('over TypeORM', async () => {
  const context = { ...new Register().context(), projections: [knownNames] };
  const { runtime, database } = await startRuntime([context]);
  await recordHistory(runtime.store);
  await runtime.untilSettled();
  return {
    readModels: runtime.readModels,
    close: async () => {
      await runtime.stop();
      await database.drop();
    },
  };
});

describe('read models of a runtime', () => {
  const register = new Register();
  let database: TestDatabase;
  let runtime: Runtime;
  beforeAll(async () => {
    ({ runtime, database } = await startRuntime([register.context()]));
    await registerSamples(register, runtime.store);
  });
  afterAll(async () => {
    await runtime.stop();
    await database.drop();
  });

  it('are not read as somebody else, where a pooler drops the role', async () => {
    const pooler = await startDroppingPooler(database.url);
    const opened = openReadModels({
      databaseUrl: pooler.url,
      role: 'grappe_app',
      poolSize: 1,
      projections: [register.model],
      waitFor: () => Promise.resolve(),
    });
    await expect(opened).rejects.toMatchObject({ name: 'SessionDiffers' });
    await pooler.close();
  });

  it('wait for a position, bounded', async () => {
    await runtime.readModels.waitFor(register.model, 4n);
    await expect(runtime.readModels.waitFor(register.model, 5n)).rejects.toMatchObject({
      name: 'ReadModelBehind',
      readModel: register.model.name,
      position: 5n,
    });
  });
});
