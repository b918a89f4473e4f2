/** What a service said of its health; `unreachable` when it said nothing. */
export interface ServiceHealth {
  readonly status: string;
  readonly consumers?: readonly { readonly name: string; readonly healthy: boolean }[];
  readonly [more: string]: unknown;
}

export interface SystemHealth {
  readonly ready: boolean;
  readonly services: Readonly<Record<string, ServiceHealth>>;
}

const PATIENCE_MS = 3_000;

/** Asks every service whether it is ready; one that does not answer in time is not. */
export async function systemHealth(addresses: ReadonlyMap<string, string>): Promise<SystemHealth> {
  const asked = [...addresses].map(async ([name, address]) => [name, await healthOf(address)] as const);
  const services = await Promise.all(asked);
  return {
    ready: services.every(([, { status }]) => status === 'ready'),
    services: Object.fromEntries(services),
  };
}

async function healthOf(address: string): Promise<ServiceHealth> {
  try {
    const answer = await fetch(`${address}/health/ready`, { signal: AbortSignal.timeout(PATIENCE_MS) });
    return (await answer.json()) as ServiceHealth;
  } catch {
    return { status: 'unreachable' };
  }
}
