import { setTimeout as pause } from 'node:timers/promises';
import { ApiProblem, SomethingWrong } from '../failures.ts';
import { parkedText } from '../output/parked.ts';
import type { Progress } from '../output/progress.ts';
import type { Api } from '../system/api.ts';
import { readModelNames, rebuildReadModel, type Rebuilt } from '../system/read-models.ts';
import type { Problem } from './problem.ts';

const ATTEMPTS = 5;
const BETWEEN_MS = 500;
const NAMED_KEYS = 5;

/** Rebuilds every read model beside the live one, and compares them. Gives how many there are. */
export async function verifyReadModels(
  api: Api,
  progress: Progress,
  onProblem: (problem: Problem) => void,
): Promise<number> {
  const names = await readModelNames(api);
  for (const name of names) {
    for (const problem of await problemsOf(name, () => comparable(api, name, progress))) onProblem(problem);
  }
  return names.length;
}

/** A model that has just begun, or moves on at this moment, can be compared a little later. */
async function comparable(api: Api, readModel: string, progress: Progress): Promise<Rebuilt> {
  for (let attempt = 1; ; attempt += 1) {
    const rebuilt = await rebuildReadModel(api, { readModel, switchOver: false }, progress);
    if (rebuilt.comparison !== undefined || attempt === ATTEMPTS) return rebuilt;
    await pause(BETWEEN_MS, undefined, { signal: api.signal });
  }
}

async function problemsOf(name: string, rebuild: () => Promise<Rebuilt>): Promise<readonly Problem[]> {
  try {
    const rebuilt = await rebuild();
    return [differenceOf(name, rebuilt), parkedOf(name, rebuilt)].filter((problem) => problem !== undefined);
  } catch (error) {
    const told = error instanceof SomethingWrong || (error instanceof ApiProblem && error.status >= 500);
    if (told) return [{ check: 'read-model', message: `${name} cannot be rebuilt: ${error.message}` }];
    throw error;
  }
}

/** Nothing when the live model is what its events make of it. */
export function differenceOf(name: string, { comparison, point, digest }: Rebuilt): Problem | undefined {
  const position = BigInt(point.position);
  if (comparison === undefined) {
    return { check: 'read-model', message: `${name} cannot be compared: it stands elsewhere than its rebuild` };
  }
  if (comparison.same) return undefined;
  const { live, differingKeys } = comparison;
  const more = differingKeys.length > NAMED_KEYS ? ', …' : '';
  const message =
    `${name} is not what its events below position ${String(position)} make of it: ${String(live.documents)} documents, rebuilt ` +
    `${String(digest.documents)}; different are ${differingKeys.slice(0, NAMED_KEYS).join(', ')}${more}`;
  return { check: 'read-model', message };
}

/** Documents of parked keys stand where they stand: no fault of the model, and not what its events make of them either. */
export function parkedOf(name: string, { comparison }: Rebuilt): Problem | undefined {
  if (comparison === undefined || comparison.parked.keys === 0) return undefined;
  const message =
    `${name} has ${parkedText(comparison.parked)} parked, in the live model or in its rebuild: their documents stand at events ` +
    'that cannot be applied to them (dead-letters list says why)';
  return { check: 'parked', message };
}
