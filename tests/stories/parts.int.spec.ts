import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { createTestDatabase, type TestDatabase } from '#libs/postgres/testing';
import type { ApiClient } from './api-client.ts';
import { oneProcessStage } from './one-process-stage.ts';
import { parts } from './parts.ts';
import { playScript } from './play-script.ts';
import type { Stage } from './stage.ts';

/** Parts of the acceptance stories, through the public API alone. */
describe('parts of stories in one process', () => {
  let database: TestDatabase;
  let folder: string;
  let stage: Stage;

  beforeAll(async () => {
    database = await createTestDatabase();
    folder = await mkdtemp(path.join(tmpdir(), 'grappe-parts-'));
    const environment = { AUTH: 'development', DATABASE_URL: database.url, DATA_FOLDER: folder, PORT: '0' };
    stage = await oneProcessStage({ environment });
  });
  afterAll(async () => {
    await stage.stop();
    await database.drop();
    await rm(folder, { recursive: true, force: true });
  });

  describe.each(parts.map((part) => [part.name, part] as const))('%s', (_name, { key, script, answers }) => {
    let api: ApiClient;
    beforeAll(async () => {
      ({ api } = await playScript(stage, script, key));
    });

    it.each(Object.entries(answers))('says %s', async (_question, { ask, expected }) => {
      expect({ answer: await ask(api) }).toMatchObject({ answer: expected });
    });
  });
});
