import { METHODS, type ApportionmentInput, type BiproportionalInput } from '#libs/apportionment';
import { WrongUse } from '../failures.ts';
import { questionOfCsv } from './csv-question.ts';
import { jsonOf, parsed, unitsQuestionSchema } from './json-question.ts';
import type { Draft, Settings } from './options.ts';
import { tableQuestionSchema } from './table-question.ts';

/** Seats between units, or in a table of rows and columns. */
export type Question =
  | { readonly kind: 'units'; readonly input: ApportionmentInput }
  | { readonly kind: 'table'; readonly input: BiproportionalInput };

/** The question that a file and the options ask together. @throws WrongUse for a file that asks none: what was found, and what is needed */
export async function readQuestion(name: string, bytes: Uint8Array, settings: Settings): Promise<Question> {
  const begin = new TextDecoder('utf-8').decode(bytes.subarray(0, 64)).trimStart();
  if (!/\.json$/i.test(name) && !begin.startsWith('{')) {
    return { kind: 'units', input: complete(name, await questionOfCsv(name, bytes, settings)) };
  }
  const value = jsonOf(name, bytes);
  if (typeof value === 'object' && value !== null && 'rows' in value)
    return { kind: 'table', input: parsed(name, tableQuestionSchema, value) };
  return { kind: 'units', input: complete(name, { ...parsed(name, unitsQuestionSchema, value), ...settings }) };
}

function complete(name: string, { house, method, criteria, ...rest }: Draft): ApportionmentInput {
  if (house === undefined) throw new WrongUse(`${name}: how many seats are there: --house <seats>`);
  if (method === undefined) throw new WrongUse(`${name}: by which method: --method ${METHODS.join('|')}`);
  if (criteria === undefined) throw new WrongUse(`${name}: criteria are needed, each with a name and a weight`);
  return { house, method, criteria, ...rest };
}
