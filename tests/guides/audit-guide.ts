import { expect, it } from '@jest/globals';
import { derivedId } from '#libs/kernel';
import { Api } from '../../apps/cli/src/system/api.ts';
import type { ApiClient } from '../stories/api-client.ts';
import { printedAs, printedBy, typedIn } from './console.ts';
import { exchangesIn, guide, Reading, type Desk } from './exchanges.ts';

/** Reads everything anew, which the suite of the command line does on a smaller history. */
const ELSEWHERE = 'grappe verify';

/** The guide for auditors, on a system on which the story of Digital League was played. It corrects one fact of it. */
export function auditGuide(client: () => ApiClient): void {
  const text = guide('audit.md');
  const reading = new Reading(() => deskOf(client()));

  it.each(exchangesIn(text))('$method $path is answered as printed', (exchange) =>
    reading.isAnsweredAsPrinted(exchange),
  );

  it.each(typedIn(text).filter(({ command }) => command !== ELSEWHERE))(
    '$command prints what the guide says',
    async ({ command, printed }) => {
      const { baseUrl, token } = client();
      const api = new Api(baseUrl, new AbortController().signal, token);
      const [, ...words] = command.split(' ');
      expect(await printedBy(words, api)).toEqual(printedAs(printed));
    },
  );
}

function deskOf(client: ApiClient): Desk {
  return {
    clock: {
      set: () => {
        throw new TypeError('a story that was played has the clock of the machine');
      },
    },
    get: async (path) => ({ body: await client.get(path) }),
    post: async (path, body) => ({ body: await client.post(path, body, derivedId('guide', path)) }),
  };
}
