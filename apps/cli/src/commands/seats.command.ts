import { readFile } from 'node:fs/promises';
import { explain } from '#libs/apportionment';
import { terminalText } from '#libs/kernel';
import { WrongUse } from '../failures.ts';
import { settingsOf, type SeatsOptions } from '../seats/options.ts';
import { readQuestion } from '../seats/read-file.ts';
import { answerTable } from '../seats/table-question.ts';
import { seatsText } from '../seats/text.ts';
import { asJson, type LocalContext, type Verdict } from './console.ts';

/**
 * Shares the seats of a house by the figures of a file, and says why; no system is needed. 1 where a tie is left to lots, and where the question has no answer.
 * @throws WrongUse for a file that cannot be read as a question
 */
export async function seats(context: LocalContext, file: string, options: SeatsOptions): Promise<Verdict> {
  const { json, print } = context;
  const name = file === '-' ? 'standard input' : file;
  const question = await readQuestion(name, await bytesOf(context, file), settingsOf(options));
  if (question.kind === 'table') {
    const { outcome, text } = answerTable(question.input);
    print(json ? asJson({ outcome }) : text);
    return outcome.kind === 'apportioned' ? 0 : 1;
  }
  const { outcome, explanation } = explain(question.input);
  if (json) print(asJson({ outcome, explanation }));
  else if (outcome.kind === 'refused')
    for (const { code, of, found, required } of outcome.refusals)
      print(terminalText(`${code}${of === undefined ? '' : `: ${of}`}: found ${found}; required ${required}`));
  else if (explanation !== null) print(seatsText(question.input, outcome, explanation));
  return outcome.kind === 'apportioned' ? 0 : 1;
}

async function bytesOf({ standardInput }: LocalContext, file: string): Promise<Uint8Array> {
  if (file === '-') {
    const chunks: Uint8Array[] = [];
    for await (const chunk of standardInput()) chunks.push(chunk);
    return Buffer.concat(chunks);
  }
  try {
    return await readFile(file);
  } catch {
    throw new WrongUse(`${file}: file not found, or not readable`);
  }
}
