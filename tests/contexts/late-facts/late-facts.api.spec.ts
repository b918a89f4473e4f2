import { afterAll, beforeAll, describe, it } from '@jest/globals';
import { TestApplication } from '#libs/nest-kit/testing';
import { contexts } from '../../../apps/platform/src/contexts.ts';
import { lateCases } from './cases.ts';
import { expectPlayed, playAll, type Played } from './play.ts';

describe('facts that are recorded late, ahead or wrong, in one process', () => {
  let app: TestApplication;
  let played: readonly Played[];

  beforeAll(async () => {
    app = await TestApplication.start(contexts, { RATE_LIMIT_PER_SECOND: '100000' });
    const desk = {
      post: (path: string, body: object) => app.post(path, body),
      get: (path: string) => app.get(path),
      settled: () => app.react(),
    };
    played = await playAll(desk, lateCases);
  });
  afterAll(() => app.stop());

  it.each(lateCases.map((each) => [each.name, each] as const))('%s', (name, each) => {
    expectPlayed(
      each,
      played.find((one) => one.name === name),
    );
  });
});
