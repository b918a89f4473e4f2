import { MergersWorld, voteOf } from '../../../../apps/mergers/test/world.ts';
import { auvergneTic, numelink, operationId } from '../../../../apps/mergers/test/sample-operation.ts';
import { CallTrace } from './call-trace.ts';

/** Two assemblies vote over HTTP: the first vote, then the last one, which is the effect. Prints the trace of each as a line of JSON. */
const trace = new CallTrace();
const world = await MergersWorld.start();
await world.statutes();
await world.adoptPlan(operationId);
await world.call(operationId);
for (const clusterId of [numelink, auvergneTic]) {
  const calls = await trace.during(() => world.sendAccepted(operationId, 'record-vote', voteOf(clusterId)));
  process.stdout.write(`${JSON.stringify(calls)}\n`);
}
await world.stop();
