import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { hostOf, METRICS } from '#libs/hosting/telemetry';
import { derivedId } from '#libs/kernel';
import { eventually } from '#libs/kernel/testing';
import { describeWithKafka } from '#libs/messaging/kafka/testing';
import { describeWithPython, findPython } from '../contracts/support/python.ts';
import type { Answer } from './support/api.ts';
import { PARSER, scrape } from './support/scraped.ts';
import { TracedSystem, type FoundSpan } from './support/traced-system.ts';

const id = (kind: string, name: string) => derivedId('telemetry', kind, name);
const absorbing = id('cluster', 'Numélink');
const absorbed = id('cluster', 'RhôneAlley');
const operationId = id('operation', '1');

const half = { numerator: 1, denominator: 2 };
const clause = { quorum: half, majority: half, majorityOf: 'votes-cast', strict: true };
const tally = { members: 120, present: 90, represented: 10, for: 100, against: 0, abstentions: 0 };
const plan = {
  motives: 'One network.',
  successor: { clusterId: absorbing, name: 'Numélink', nameKind: 'final', seat: 'Lyon', departments: ['42'] },
  newAntennas: [],
  antennaMapping: [],
  transitionalGovernance: { bodies: [] },
  conditions: [],
  contributionsEuros: null,
  openPoints: [],
};

const python = await findPython(PARSER);
const TRACE = '4bf92f3577b34da6a3ce929d0e0e4736';
const CALLER = '00f067aa0ba902b7';

describeWithKafka('a system of services, as its operators see it', () => {
  let system: TracedSystem;
  let vote: Answer;

  beforeAll(async () => {
    system = await TracedSystem.start();
    for (const [clusterId, name] of [
      [absorbing, 'Numélink'],
      [absorbed, 'RhôneAlley'],
    ] as const) {
      await send('membership/clusters', { id: clusterId, name, seat: 'Lyon', effectiveAt: '2006-01-01' });
      const clauses = { ordinary: clause, amendment: clause, dissolution: clause };
      await send(`governance/statutes/${clusterId}/adopt`, { clauses, effectiveAt: '2010-01-01' });
    }
    await system.untilSettled();
    const participants = [
      { clusterId: absorbing, role: 'absorbing' },
      { clusterId: absorbed, role: 'absorbed' },
    ];
    const start = { id: operationId, kind: 'fusion-absorption', title: 'A merger', participants };
    await send('mergers/operations', { ...start, effectiveAt: '2015-11-02' });
    await act('draft-plan', { plan, effectiveAt: '2015-12-01' });
    await system.untilSettled();
    const { body } = await system.api.get(`mergers/operations/${operationId}`);
    const { hash: planHash } = body['plan'] as { readonly hash: string };
    for (const clusterId of [absorbing, absorbed])
      await act('adopt-plan', { clusterId, planHash, effectiveAt: '2016-01-15' });
    for (const clusterId of [absorbing, absorbed])
      for (const verb of ['open-documents', 'publish-notice'])
        await act(verb, { clusterId, where: 'seat', effectiveAt: '2016-02-01' });
    await act('record-vote', { clusterId: absorbed, tally, effectiveAt: '2016-03-31' });
    // The last vote is the effect: what every other context does then follows from this one request.
    vote = await act(
      'record-vote',
      { clusterId: absorbing, tally, effectiveAt: '2016-03-31' },
      `00-${TRACE}-${CALLER}-01`,
    );
    await system.untilSettled();
  });
  afterAll(async () => {
    await system.stop();
  });

  async function send(path: string, body: object, traceparent?: string): Promise<Answer> {
    const answer = await system.api.post(path, body, traceparent === undefined ? {} : { headers: { traceparent } });
    if (answer.status >= 300) throw new Error(`${path}: ${JSON.stringify(answer.body)}`);
    return answer;
  }

  const act = (verb: string, body: object, traceparent?: string) =>
    send(`mergers/operations/${operationId}/${verb}`, body, traceparent);

  const inTrace = () => system.spans().filter(({ traceId }) => traceId === TRACE);
  const spans = (name: string | RegExp, process?: string): readonly FoundSpan[] =>
    inTrace()
      .filter((span) => (typeof name === 'string' ? span.name === name : name.test(span.name)))
      .filter((span) => process === undefined || span.process === process);

  const tableOf = (process: string) => {
    const kind = process === 'relay' ? 'relay' : 'service';
    return Object.entries(METRICS).filter(([name]) => ['every', kind].includes(hostOf(name)));
  };

  const parsed = async (process: string) => {
    const families = await scrape(system.urlOf(process), python.python ?? '');
    return new Map(families.map((family) => [family.name, family]));
  };

  /** The sum of all samples of a metric. */
  async function valueOf(process: string, metric: string): Promise<number> {
    const text = await (await fetch(`${system.urlOf(process)}/metrics`)).text();
    const values = [...text.matchAll(new RegExp(`^${metric}(?:{.*})? (\\S+)$`, 'gm'))].map(([, value]) =>
      Number(value),
    );
    return values.reduce((sum, value) => sum + value, 0);
  }

  /** The names of the spans by which a span came, from near to far, up to the caller. */
  function causes(span: FoundSpan | undefined): readonly string[] {
    if (span === undefined) return ['no span'];
    if (span.parentId === CALLER) return [];
    const parent = inTrace().find(({ spanId }) => spanId === span.parentId);
    return parent === undefined ? ['an unknown span'] : [parent.name, ...causes(parent)];
  }

  it('one trace goes from the request through the append, the relay, Kafka and a process manager into the command it causes', async () => {
    const route = 'POST /api/v1/mergers/operations/{id}/record-vote';
    const [server] = spans(route, 'mergers');
    expect(server).toMatchObject({ kind: 'SERVER', parentId: CALLER, failed: false });
    const [command] = spans('grappe.command', 'mergers');
    expect(command).toMatchObject({ parentId: server?.spanId, attributes: { 'grappe.outcome': 'accepted' } });
    const decided = ['grappe.command', route];
    expect(causes(spans('grappe.append', 'mergers')[0])).toEqual(decided);
    await eventually('the relay has reported what it sent', () => spans('send grappe.mergers.v1', 'relay').length > 0);
    const [sent] = spans('send grappe.mergers.v1', 'relay');
    expect(causes(sent)).toEqual(decided);
    expect(sent).toMatchObject({
      kind: 'PRODUCER',
      attributes: { 'messaging.system': 'kafka', 'messaging.destination.name': 'grappe.mergers.v1' },
    });
    const [process] = spans('process grappe.mergers.v1', 'incubation');
    expect(causes(process)).toEqual(decided);
    expect(process).toMatchObject({
      kind: 'CONSUMER',
      attributes: { 'grappe.consumer': 'incubation.succession', 'grappe.event': 'mergers.SuccessionTookEffect' },
    });
    const caused = spans('grappe.append', 'incubation');
    expect(caused.length).toBeGreaterThan(0);
    for (const each of caused)
      expect(causes(each)).toEqual(['grappe.command', 'process grappe.mergers.v1', ...decided]);
  });

  it('the trace comes back from the contexts that had work by it, and each of their read models is in it', () => {
    const processes = new Set(inTrace().map((span) => span.process));
    // Events keep a copy of the clusters.
    const named = ['audit', 'events', 'governance', 'incubation', 'membership', 'mergers', 'relay'];
    expect([...processes].sort()).toEqual(named);
    expect(spans(/^grappe\.project mergers\.operations$/, 'mergers').length).toBeGreaterThan(0);
    expect(spans('process grappe.incubation.v1', 'mergers').length).toBeGreaterThan(0);
    expect(vote.status).toBe(200);
  });

  it('nothing that waits or is asked how it is makes a span', async () => {
    const spansMade = () => system.spans().length;
    const beats = async () => await valueOf('mergers', 'grappe_consumer_heartbeat_timestamp_seconds');
    const [before, beat] = [spansMade(), await beats()];
    for (const path of ['health/live', 'health/ready', 'metrics']) await fetch(`${system.urlOf('mergers')}/${path}`);
    // Every consumer has polled again by then, and their status is polled every few seconds.
    await eventually('the consumers give a sign of life', async () => (await beats()) > beat);
    expect(spansMade()).toBe(before);
  });

  it.each(['mergers', 'relay'] as const)('%s has /metrics as its table says', async (name) => {
    const response = await fetch(`${system.urlOf(name)}/metrics`);
    expect(response.headers.get('content-type')).toBe('text/plain; version=0.0.4; charset=utf-8');
    const types = [...(await response.text()).matchAll(/^# TYPE (grappe_\w+) (\w+)$/gm)];
    expect(types.map(([, metric, type]) => [metric, type])).toEqual(
      tableOf(name).map(([each, { type }]) => [each, type]),
    );
  });

  it('/metrics is for this machine alone, and for nobody who comes through a proxy', async () => {
    for (const header of ['x-forwarded-for', 'forwarded', 'via']) {
      const response = await fetch(`${system.urlOf('mergers')}/metrics`, { headers: { [header]: '203.0.113.7' } });
      expect(response.status).toBe(403);
      expect(await response.json()).toMatchObject({ code: 'API_FORBIDDEN' });
    }
  });

  describeWithPython(python)('read by the parser of Prometheus', () => {
    it.each(['mergers', 'incubation', 'relay'] as const)('%s has the types and labels of the table', async (name) => {
      const found = await parsed(name);
      for (const [metric, spec] of tableOf(name)) {
        const family = found.get(metric.replace(/_total$/, ''));
        expect(family).toMatchObject({ type: spec.type, help: spec.help });
        const labels = family!.samples.map((sample) => Object.keys(sample.labels).filter((label) => label !== 'le'));
        for (const each of labels) expect(each.sort()).toEqual([...spec.labels].sort());
      }
      const ours = [...found.keys()].filter((metric) => metric.startsWith('grappe_'));
      expect(ours).toHaveLength(tableOf(name).length);
      expect([...found.keys()]).toEqual(
        expect.arrayContaining(['process_cpu_seconds', 'nodejs_eventloop_lag_seconds']),
      );
    });

    it('after a refusal and a question each of them has a value', async () => {
      const again = { id: absorbing, name: 'Another', seat: 'Lyon', effectiveAt: '2007-01-01' };
      expect((await system.api.post('membership/clusters', again)).status).toBe(409);
      expect((await system.api.get(`membership/clusters/${absorbing}`)).status).toBe(200);
      for (const name of ['membership', 'relay']) {
        const ours = [...(await parsed(name)).values()].filter((family) => family.name.startsWith('grappe_'));
        expect(ours.filter(({ samples }) => samples.length === 0).map((family) => family.name)).toEqual([]);
      }
    });

    it('who has handled everything lags behind by nothing, and the relay too', async () => {
      await eventually('the gauges have seen that nothing waits', async () => {
        const lags = [...(await parsed('mergers')).values(), ...(await parsed('relay')).values()].filter(
          ({ name }) => /_lag_(events|seconds)$/.test(name) && name.startsWith('grappe'),
        );
        expect(lags.flatMap(({ samples }) => samples).filter(({ value }) => Number(value) !== 0)).toEqual([]);
        expect(lags.map(({ name }) => name).sort()).toEqual([
          'grappe_consumer_lag_events',
          'grappe_consumer_lag_seconds',
          'grappe_relay_lag_events',
          'grappe_relay_lag_seconds',
        ]);
      });
    });
  });
});
