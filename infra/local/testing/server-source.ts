import type { ContainerEngine } from './container-engine.ts';

/** Where a server of a test run comes from: one that is named by a variable, a container, or one that the run starts itself. */
export type ServerSource = 'variable' | 'container' | 'embedded';

/** `container`: a missing engine is a failure. `embedded`: no engine is looked for. Undefined: a container where an engine answers. */
export type EngineSetting = 'container' | 'embedded' | undefined;

/** GRAPPE_TEST_ENGINE, or the engine that it asks for, cannot be used; the message says what was found and what is needed. */
export class InvalidTestEngine extends Error {
  override readonly name = 'InvalidTestEngine';
}

/** The setting of GRAPPE_TEST_ENGINE. @throws InvalidTestEngine */
export function engineSetting(environment: NodeJS.ProcessEnv): EngineSetting {
  const value = environment['GRAPPE_TEST_ENGINE'];
  if (value === undefined || value === '') return undefined;
  if (value === 'container' || value === 'embedded') return value;
  throw new InvalidTestEngine(`GRAPPE_TEST_ENGINE is "${value}": it is "container", "embedded" or not set`);
}

/**
 * The first of variable, container and embedded that there is. The engine is asked only where its answer matters.
 * @throws InvalidTestEngine when the setting asks for containers and no engine answers
 */
export async function chooseSource(
  given: string | undefined,
  setting: EngineSetting,
  engine: () => Promise<ContainerEngine>,
): Promise<ServerSource> {
  if (given !== undefined && given !== '') return 'variable';
  if (setting === 'embedded') return 'embedded';
  const found = await engine();
  if (found.answers) return 'container';
  if (setting === undefined) return 'embedded';
  throw new InvalidTestEngine(
    `GRAPPE_TEST_ENGINE is "container", and ${found.why}. Start an engine (DOCKER_HOST names it), or leave the variable out.`,
  );
}
