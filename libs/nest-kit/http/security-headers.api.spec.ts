import { afterAll, describe, expect, it } from '@jest/globals';
import { incubationContext } from '../../../apps/incubation/src/incubation.context.ts';
import { TestApplication } from '../testing/test-application.ts';

const PATHS = ['/docs', '/docs/swagger-ui-bundle.js', '/openapi.json', '/nowhere', '/api/v1/incubation/incubators'];

describe('the policy of a page', () => {
  const started: TestApplication[] = [];
  afterAll(() => Promise.all(started.map((app) => app.stop())));

  async function policies(settings: Readonly<Record<string, string>>, headers: Readonly<Record<string, string>>) {
    const app = await TestApplication.start([incubationContext], settings, { docsPath: 'docs' });
    started.push(app);
    const answers = await Promise.all(PATHS.map((path) => app.get(path, { headers })));
    return answers.map((answer) => String(answer.headers['content-security-policy']));
  }

  it.each([
    ['over http', {}, {}, false],
    ['over http from another host', {}, { host: '192.0.2.2:18303' }, false],
    ['for a caller that only says https', {}, { 'x-forwarded-proto': 'https' }, false],
    ['over https, as a trusted proxy says', { TRUST_PROXY: 'loopback' }, { 'x-forwarded-proto': 'https' }, true],
  ])('%s', async (_how, settings, headers, upgrades) => {
    for (const policy of await policies(settings, headers)) {
      expect(policy).toContain("default-src 'self'");
      expect(policy.includes('upgrade-insecure-requests')).toBe(upgrades);
    }
  });
});
