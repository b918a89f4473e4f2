import { setTimeout as delay } from 'node:timers/promises';

/** What an engine answered when it was asked what it is, or why none is used. */
export type ContainerEngine =
  { readonly answers: true; readonly version: string } | { readonly answers: false; readonly why: string };

const LIMIT_MS = 5_000;

/**
 * Asks the container engine of this machine what it is: DOCKER_HOST, or the usual sockets. The presence of a `docker` command or of a
 * socket file is no answer: on many machines both are there, and nobody listens.
 */
export async function askEngine(limitMs = LIMIT_MS): Promise<ContainerEngine> {
  const tooLong = new AbortController();
  const silence = delay(limitMs, undefined, { signal: tooLong.signal }).then(
    () => none(`no answer within ${String(limitMs)} ms`),
    () => none('the wait was ended'),
  );
  try {
    return await Promise.race([ask(), silence]);
  } finally {
    tooLong.abort();
  }
}

async function ask(): Promise<ContainerEngine> {
  try {
    const { getContainerRuntimeClient } = await import('testcontainers');
    const { info } = await getContainerRuntimeClient();
    return { answers: true, version: String(info.containerRuntime.serverVersion) };
  } catch (error) {
    return none(error instanceof Error ? error.message : String(error));
  }
}

function none(said: string): ContainerEngine {
  const where = process.env['DOCKER_HOST'];
  const asked = where === undefined ? 'at the usual sockets' : `at DOCKER_HOST=${where}`;
  return { answers: false, why: `no container engine answers ${asked} (${said})` };
}
