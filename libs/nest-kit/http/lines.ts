/** Lines of JSON (`application/x-ndjson`). */
export async function* linesOf(items: AsyncIterable<unknown>): AsyncGenerator<string> {
  for await (const item of items) yield `${JSON.stringify(item, bigintsAsNumbers)}\n`;
}

/** Positions in JSON answers are far below 2^53; a larger one is written as text. */
export function bigintsAsNumbers(_key: string, value: unknown): unknown {
  if (typeof value !== 'bigint') return value;
  const number = Number(value);
  return Number.isSafeInteger(number) ? number : String(value);
}
