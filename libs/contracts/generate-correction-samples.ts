import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { correctedType } from './corrections.ts';
import { catalog, DAYS } from './event-catalog.ts';

/** Writes the golden samples of the corrections that have none yet, from those of their facts. */
const folder = join(import.meta.dirname, 'golden');

type Data = Readonly<Record<string, unknown>>;

/** The same fact a day before or after. */
function otherDay(data: Data): Data {
  const { figure } = data;
  if (typeof figure === 'object') return { ...data, figure: otherDay(figure as Data) };
  const name = DAYS.find((each) => each in data);
  const day = name === undefined ? undefined : String(data[name]);
  if (name === undefined || day === undefined) return data;
  return { ...data, [name]: `${day.slice(0, -2)}${day.endsWith('02') ? '01' : '02'}` };
}

function sampleOf(type: string, fact: string): Data {
  const was = JSON.parse(readFileSync(join(folder, `${fact}.v1.json`), 'utf8')) as Data;
  const said = { fact: '0198f3a5-2c40-7d18-9a60-0000000000fa', was };
  const isCorrected = type.endsWith('Corrected');
  const now = isCorrected ? otherDay(was) : was;
  const on = catalog.legalDay(fact, now) ?? '2016-03-31';
  return isCorrected ? { ...said, now, reason: 'Jour mal saisi', on } : { ...said, reason: 'Saisi deux fois', on };
}

for (const type of catalog.eventTypes()) {
  const fact = correctedType(type);
  const file = join(folder, `${type}.v1.json`);
  if (fact !== undefined && !existsSync(file))
    writeFileSync(file, `${JSON.stringify(sampleOf(type, fact), undefined, 2)}\n`);
}
