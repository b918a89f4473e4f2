import { InvalidConfig } from '#libs/hosting';
import { addressVariable, CONTEXTS } from '#infra/topology';

/** Requests that go to a service, by the beginning of their path. */
export interface Route {
  readonly prefix: string;
  readonly service: string;
  /** The path at the service itself. */
  readonly rewrite: string;
}

const CONTEXT_NAMES = CONTEXTS.map(({ name }) => name);

/**
 * Every service that has a health, with the environment variable of its address: the contexts, and the relay, which has its metrics and
 * nothing else to route to.
 */
export const UPSTREAMS = [...CONTEXT_NAMES, 'relay'].map((name) => ({
  name,
  variable: addressVariable(name),
}));

/** All services take the same tokens; one of them is asked to give them, where the development issuer was chosen. */
export const TOKENS_ROUTE: Route = {
  prefix: '/development/tokens',
  service: 'membership',
  rewrite: '/development/tokens',
};

/** The whole routing, the tokens of development aside: a path belongs to the route with the longest prefix of it. */
export const ROUTES: readonly Route[] = [
  // The events of all contexts are one document, which every service has.
  { prefix: '/asyncapi.json', service: 'audit', rewrite: '/asyncapi.json' },
  ...CONTEXTS.flatMap(({ name: service, serves }) => [
    ...serves.map((name) => ({ prefix: `/api/v1/${name}`, service, rewrite: `/api/v1/${name}` })),
    { prefix: adminPathOf(service), service, rewrite: '/api/v1/admin' },
    { prefix: `/docs/${service}`, service, rewrite: `/docs/${service}` },
  ]),
  ...UPSTREAMS.map(({ name: service }) => ({ prefix: `/metrics/${service}`, service, rewrite: '/metrics' })),
];

/** The path of the admin routes of a service, seen from outside. */
export function adminPathOf(service: string): string {
  return `/api/v1/services/${service}/admin`;
}

/** What `GET /api/v1/services` answers. */
export const SERVICES = CONTEXT_NAMES.map((name) => ({
  name,
  contexts: [name],
  admin: adminPathOf(name),
}));

/** @throws InvalidConfig that names every variable in question */
export function addressesOf(environment: Readonly<Record<string, string | undefined>>): ReadonlyMap<string, string> {
  const wrong = UPSTREAMS.filter(({ variable }) => !isAddress(environment[variable]));
  if (wrong.length > 0) {
    const lines = wrong.map(({ variable, name }) => `  ${variable}: the http address of ${name} is needed`);
    throw new InvalidConfig(`the environment is not usable:\n${lines.join('\n')}`);
  }
  return new Map(UPSTREAMS.map(({ name, variable }) => [name, new URL(environment[variable] ?? '').origin]));
}

function isAddress(text = ''): boolean {
  return URL.canParse(text) && /^https?:/.test(text);
}
