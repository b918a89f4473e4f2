import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { afterEach, describe, expect, it } from '@jest/globals';

const watcher = fileURLToPath(new URL('ends-with-parent.mjs', import.meta.url));
/** Says what happens to it: `up`, then `asked` when it is asked to end. */
const PROGRAM = `process.on('SIGTERM', () => { console.log('asked'); process.exit(0); });
setInterval(() => undefined, 1000); console.log('up ' + process.pid);`;

describe('a process below a shell that does not pass signals on', () => {
  let shell: ChildProcess | undefined;
  let program = 0;
  afterEach(() => {
    shell?.kill('SIGKILL');
    try {
      process.kill(program, 'SIGKILL');
    } catch {
      // It has ended.
    }
  });

  it.each(['npm_lifecycle_event', 'ENDS_WITH_PARENT'])(
    'with %s: when the shell is killed, it is asked to end',
    async (by) => {
      const { npm_lifecycle_event: _event, ...others } = process.env;
      const command = `"${process.execPath}" --import "${watcher}" -e "${PROGRAM}"; true`;
      shell = spawn('sh', ['-c', command], { env: { ...others, [by]: 'true' }, stdio: ['ignore', 'pipe', 'inherit'] });
      let said = '';
      shell.stdout?.setEncoding('utf8').on('data', (text: string) => (said += text));
      while (!said.includes('\n')) await once(shell.stdout!, 'data');
      program = Number(/up (\d+)/.exec(said)?.[1]);
      shell.kill('SIGKILL');
      await once(shell, 'close'); // of the standard output too, which the program holds as long as it lives
      expect(said).toMatch(/^up \d+\nasked\n$/);
    },
  );
});
