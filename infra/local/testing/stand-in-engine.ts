import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { createServer as createTcpServer, type AddressInfo } from 'node:net';

/** What a container of the stand-in engine runs: a server on this machine. */
export interface StandIn {
  /** Ports of the container, e.g. 5432, with the ports of this machine at which they are reached. */
  readonly ports: ReadonlyMap<number, number>;
  /** What the container would log. */
  readonly log?: readonly string[] | undefined;
  stop(): Promise<void>;
}

/** What was asked of a container when it was made. */
export interface ContainerPlan {
  readonly image: string;
  readonly command: readonly string[];
  readonly environment: Readonly<Record<string, string>>;
  /** Ports of this machine that were asked for, by ports of the container. */
  readonly wantedPorts: ReadonlyMap<number, number>;
}

/** Starts what stands in for an image, by the image's name without tag. */
export type StandIns = Readonly<Record<string, (plan: ContainerPlan) => Promise<StandIn>>>;

export interface StandInEngine {
  /** For DOCKER_HOST. */
  readonly url: string;
  /** The plans of all containers that were started, in their order. */
  readonly started: readonly ContainerPlan[];
  /** How many of them run now. */
  running(): number;
  close(): Promise<void>;
}

interface Container {
  readonly id: string;
  readonly plan: ContainerPlan;
  readonly labels: Readonly<Record<string, string>>;
  readonly bindings: unknown;
  standIn?: StandIn;
}

/** Of the reaper it is enough that it listens: it acknowledges every message. */
const RYUK = 'testcontainers/ryuk';
const RYUK_PORT = 8080;

/**
 * As much of the Docker Engine API (1.4x) as testcontainers asks of one, over HTTP on loopback. Its containers are servers that run on this
 * machine: what is tested is the choice of servers and the way to them, on machines that have no engine.
 */
export async function startStandInEngine(standIns: StandIns): Promise<StandInEngine> {
  const engine = new Engine({ ...standIns, [RYUK]: reaper });
  const server = createServer((request, response) => {
    engine.answer(request, response).catch((error: unknown) => {
      reply(response, 500, { message: String(error) });
    });
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    url: `tcp://127.0.0.1:${String(portOf(server))}`,
    started: engine.started,
    running: () => engine.running(),
    close: async () => {
      await engine.stopAll();
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
}

class Engine {
  readonly started: ContainerPlan[] = [];
  readonly #containers = new Map<string, Container>();

  constructor(private readonly standIns: StandIns) {}

  running(): number {
    return [...this.#containers.values()].filter(({ plan, standIn }) => standIn && nameOf(plan.image) !== RYUK).length;
  }

  async stopAll(): Promise<void> {
    for (const container of this.#containers.values()) await stop(container);
  }

  async answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const { pathname } = new URL(request.url ?? '/', 'http://engine');
    const [kind = '', ...rest] = pathname.split('/').filter((part) => part !== '' && !/^v[\d.]+$/.test(part));
    const verb = rest.pop() ?? '';
    const id = rest.join('/');
    const body = request.method === 'POST' ? await bodyOf(request) : {};
    if (kind === 'info') reply(response, 200, { ServerVersion: 'stand-in', OSType: 'linux', OperatingSystem: 'none' });
    else if (kind === 'images') this.#image(verb, response);
    else if (kind === 'exec') exec(verb, response);
    else if (kind !== 'containers') reply(response, 404, { message: `the stand-in has no ${pathname}` });
    else if (id === '' && verb === 'json') reply(response, 200, []);
    else if (id === '' && verb === 'create') reply(response, 201, { Id: this.#create(body), Warnings: [] });
    else await this.#container(this.#containers.get(id === '' ? verb : id), id === '' ? '' : verb, request, response);
  }

  /** No image is here until it was pulled, and every one can be. */
  #image(verb: string, response: ServerResponse): void {
    if (verb === 'create') reply(response, 200, { status: 'Pull complete' });
    else reply(response, 404, { message: 'No such image' });
  }

  #create(body: Readonly<Record<string, unknown>>): string {
    const id = randomBytes(32).toString('hex');
    const { PortBindings: bindings = {} } = (body['HostConfig'] ?? {}) as { PortBindings?: Bindings };
    const wanted = Object.entries(bindings).map(([port, [first]]) => [Number.parseInt(port), Number(first?.HostPort)]);
    const pairs = ((body['Env'] ?? []) as readonly string[]).map((pair) => pair.split(/=(.*)/s).slice(0, 2));
    const plan: ContainerPlan = {
      image: String(body['Image']),
      command: (body['Cmd'] ?? []) as readonly string[],
      environment: Object.fromEntries(pairs) as Record<string, string>,
      wantedPorts: new Map(wanted as [number, number][]),
    };
    const labels = (body['Labels'] ?? {}) as Record<string, string>;
    this.#containers.set(id, { id, plan, labels, bindings });
    return id;
  }

  async #container(
    container: Container | undefined,
    verb: string,
    { method }: IncomingMessage,
    response: ServerResponse,
  ): Promise<void> {
    if (container === undefined) reply(response, 404, { message: 'No such container' });
    else if (verb === 'start') await this.#start(container, response);
    else if (verb === 'json') reply(response, 200, inspected(container));
    else if (verb === 'logs') sendLog(container, response);
    else if (verb === 'exec') reply(response, 201, { Id: container.id });
    else if (verb === 'stop' || method === 'DELETE') {
      await stop(container);
      reply(response, 204);
    } else reply(response, 404, { message: `the stand-in has no ${verb}` });
  }

  async #start(container: Container, response: ServerResponse): Promise<void> {
    const start = this.standIns[nameOf(container.plan.image)];
    if (start === undefined) {
      reply(response, 500, { message: `nothing stands in for ${container.plan.image}` });
      return;
    }
    container.standIn = await start(container.plan);
    if (nameOf(container.plan.image) !== RYUK) this.started.push(container.plan);
    reply(response, 204);
  }
}

type Bindings = Readonly<Record<string, readonly { readonly HostPort?: string }[]>>;

async function reaper(): Promise<StandIn> {
  const server = createTcpServer((socket) =>
    socket.on('data', () => socket.write('ACK\n')).on('error', () => undefined),
  );
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    ports: new Map([[RYUK_PORT, portOf(server)]]),
    log: ['Started'],
    stop: () => {
      server.close();
      return Promise.resolve();
    },
  };
}

/** Whatever is run in a container succeeds: testcontainers asks there whether a port is open, and the stand-in's is. */
function exec(verb: string, response: ServerResponse): void {
  if (verb === 'json') reply(response, 200, { Running: false, ExitCode: 0 });
  else response.writeHead(200, { 'content-type': 'application/vnd.docker.raw-stream' }).end();
}

function inspected({ id, plan, labels, bindings, standIn }: Container): object {
  const ports = [...(standIn?.ports ?? [])].map(([inside, outside]) => [
    `${String(inside)}/tcp`,
    [{ HostIp: '127.0.0.1', HostPort: String(outside) }],
  ]);
  return {
    Id: id,
    Name: `/${id.slice(0, 12)}`,
    Config: { Hostname: id.slice(0, 12), Image: plan.image, Labels: labels },
    HostConfig: { PortBindings: bindings },
    State: { Status: 'running', Running: standIn !== undefined, StartedAt: '2026-01-01T00:00:00Z', FinishedAt: '' },
    NetworkSettings: { Ports: Object.fromEntries(ports) as object, Networks: {} },
  };
}

/** A frame of Docker's stream: kind (1 is standard output), three empty bytes, length, text. It stays open, as that of a running container. */
function sendLog({ standIn }: Container, response: ServerResponse): void {
  response.writeHead(200, { 'content-type': 'application/vnd.docker.raw-stream' });
  for (const line of standIn?.log ?? []) {
    const text = Buffer.from(`${line}\n`);
    const head = Buffer.from([1, 0, 0, 0, 0, 0, 0, 0]);
    head.writeUInt32BE(text.length, 4);
    response.write(Buffer.concat([head, text]));
  }
}

async function stop(container: Container): Promise<void> {
  const { standIn } = container;
  delete container.standIn;
  await standIn?.stop();
}

async function bodyOf(request: IncomingMessage): Promise<Readonly<Record<string, unknown>>> {
  const isJson = request.headers['content-type']?.startsWith('application/json') === true;
  // What is executed is sent as a stream that stays open.
  if (!isJson || request.url?.includes('/exec/') === true) return {};
  let text = '';
  for await (const chunk of request) text += String(chunk);
  return text === '' ? {} : (JSON.parse(text) as Record<string, unknown>);
}

function reply(response: ServerResponse, status: number, body?: object): void {
  response.writeHead(status, { 'content-type': 'application/json' });
  response.end(body === undefined ? undefined : JSON.stringify(body));
}

function nameOf(image: string): string {
  return image.replace(/:[^/]*$/, '');
}

function portOf(server: Pick<Server, 'address'>): number {
  return (server.address() as AddressInfo).port;
}
