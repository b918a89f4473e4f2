import { KafkaUnavailable } from '../kafka/index.ts';
import { startTestServer, type TestServerName } from './test-server.ts';

/**
 * `run.mjs infra/local/testing/serve.ts postgres|kafka|kurrentdb`: a server of one test run as a process of its own, because jest
 * cannot load TypeScript in its set-up. Prints one line of JSON: `{ url, kind }`, `{ missing, kind }` where it should have started and did
 * not, `{ kind }` where there is none to start. It ends (server stopped, data removed) when its standard input does, so that a killed run
 * leaves nothing behind.
 */
const started = startTestServer(process.argv[2] as TestServerName);
started.then(
  (server) => say(server ?? { kind: 'none' }),
  (error: unknown) => {
    const why = error instanceof KafkaUnavailable ? error.explanation : String(error);
    say({ missing: String(error), kind: `none (${why.split('\n')[0] ?? ''})` });
  },
);
process.stdin.on('end', () => {
  const stopped = started.then(
    (server) => server?.stop(),
    () => undefined,
  );
  void stopped.then(() => process.exit(0));
});
process.stdin.resume();

function say(answer: object): void {
  process.stdout.write(`${JSON.stringify(answer)}\n`);
}
