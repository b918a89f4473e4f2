import { describe, expect, it } from '@jest/globals';
import type { ContainerEngine } from './container-engine.ts';
import { chooseSource, engineSetting, type EngineSetting, type ServerSource } from './server-source.ts';

const engine: ContainerEngine = { answers: true, version: '29.0.1' };
const silence: ContainerEngine = { answers: false, why: 'no container engine answers at the usual sockets (refused)' };
const asked = (answer: ContainerEngine) => () => Promise.resolve(answer);
const never = (): Promise<ContainerEngine> => Promise.reject(new Error('the engine was asked'));

describe('where a server of a run comes from', () => {
  it.each<readonly [string, string | undefined, EngineSetting, () => Promise<ContainerEngine>, ServerSource]>([
    ['a variable names it, and nobody asks for an engine', 'postgres://one', undefined, never, 'variable'],
    ['a variable names it, whatever is set', 'postgres://one', 'container', never, 'variable'],
    ['an engine answers', undefined, undefined, asked(engine), 'container'],
    ['a variable is empty', '', undefined, asked(engine), 'container'],
    ['an engine answers as it was asked to', undefined, 'container', asked(engine), 'container'],
    ['no engine answers', undefined, undefined, asked(silence), 'embedded'],
    ['embedded is set, and nobody asks for an engine', undefined, 'embedded', never, 'embedded'],
  ])('%s', async (_name, given, setting, ask, source) => {
    expect(await chooseSource(given, setting, ask)).toBe(source);
  });

  it('containers were asked for and no engine answers: the refusal says what was asked and what helps', async () => {
    await expect(chooseSource(undefined, 'container', asked(silence))).rejects.toMatchObject({
      name: 'InvalidTestEngine',
      message:
        'GRAPPE_TEST_ENGINE is "container", and no container engine answers at the usual sockets (refused). ' +
        'Start an engine (DOCKER_HOST names it), or leave the variable out.',
    });
  });
});

describe('GRAPPE_TEST_ENGINE', () => {
  it.each([
    [undefined, undefined],
    ['', undefined],
    ['container', 'container'],
    ['embedded', 'embedded'],
  ])('%s', (value, setting) => {
    expect(engineSetting({ GRAPPE_TEST_ENGINE: value })).toBe(setting);
  });

  it.each(['docker', 'Container', 'none'])('of %s says what it may be', (value) => {
    expect(() => engineSetting({ GRAPPE_TEST_ENGINE: value })).toThrow(
      `GRAPPE_TEST_ENGINE is "${value}": it is "container", "embedded" or not set`,
    );
  });
});
