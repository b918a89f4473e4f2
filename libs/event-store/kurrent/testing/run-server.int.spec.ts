import { expect, it } from '@jest/globals';
import { askForKurrent } from '#infra/local/testing';
import { KurrentLog } from '../kurrent-log.ts';
import { startKurrentDouble } from './kurrent-double.ts';

const server = await askForKurrent();

/** Only read: suites that need an empty server may be given the same one. */
it(`the KurrentDB of this run answers (${server.kind})`, async () => {
  const double = await startKurrentDouble();
  for (const url of [double.url, ...(server.url === undefined ? [] : [server.url])]) {
    const log = new KurrentLog(url);
    await expect(log.lastRevision('membership-nobody')).resolves.toBeUndefined();
    await log.close();
  }
  await double.close();
});
