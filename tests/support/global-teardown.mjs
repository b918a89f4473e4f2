import { endServers } from './servers-on-demand.mjs';
import { endServer } from './server-process.mjs';

export default async function tearDown() {
  await endServers(globalThis.grappeTestServers);
  await endServer(globalThis.grappeTestServer);
}
