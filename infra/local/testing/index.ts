export { askForKurrent, askForServer, runFolder, type RunServer } from './run-servers.ts';
export { askEngine, type ContainerEngine } from './container-engine.ts';
export { images } from './images.ts';
export { startStandInEngine, type ContainerPlan, type StandIn, type StandInEngine } from './stand-in-engine.ts';
