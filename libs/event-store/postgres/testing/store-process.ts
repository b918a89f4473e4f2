import { catalog } from '#libs/contracts';
import { openPostgresEventStore } from '../index.ts';

/** A store in a process of its own, for tests that stop it: `<url> <holder> <leaseMs>`; ends when its standard input does. */
const [url = '', holder = '', leaseMs = ''] = process.argv.slice(2);
const say = (line: string): void => {
  process.stdout.write(`${line}\n`);
};
const store = await openPostgresEventStore({
  url,
  catalog,
  holder,
  leaseMs: Number(leaseMs),
  pollMs: 20,
  onSequenced: (head) => {
    say(`sequenced ${String(head)}`);
  },
  onError: (error) => {
    say(`fault ${error instanceof Error ? error.name : String(error)}`);
  },
});
say('open');
process.stdin.on('end', () => {
  void store.close().then(() => process.exit(0));
});
process.stdin.resume();
