import { describe } from '@jest/globals';
import { openingContract } from './support/opening-contract.ts';
import { builtSubscriber } from './support/subscriber.ts';

const PROGRAM = `
import { keysOf, learntInClear } from './dist/personal-texts.js';
const [url, token, records] = process.argv.slice(1);
const opened = [];
for (const { id, type, data } of JSON.parse(records)) {
  const { data: clear } = await learntInClear({ id, type, body: JSON.stringify(data) }, keysOf(url, token));
  opened.push(clear);
}
console.log(JSON.stringify(opened));
`;

describe('personal texts for a subscriber in TypeScript', () => {
  openingContract(builtSubscriber, ['--input-type=module', '-e', PROGRAM, '--']);
});
