// Written by `npm run generate` from the definitions of the contexts.
import type { ContextRow } from './services.ts';

export const CONTEXTS: readonly ContextRow[] = [
  {"name":"membership","port":8101,"serves":["membership"],"publishes":true,"reads":["membership","mergers"]},
  {"name":"governance","port":8102,"serves":["governance"],"publishes":true,"reads":["governance","membership","mergers"]},
  {"name":"mergers","port":8103,"serves":["mergers"],"publishes":true,"reads":["events","governance","incubation","membership","mergers"]},
  {"name":"incubation","port":8104,"serves":["incubation"],"publishes":true,"reads":["incubation","membership","mergers"]},
  {"name":"audit","port":8105,"serves":["audit","privacy"],"publishes":false,"reads":["events","governance","incubation","membership","mergers"]},
  {"name":"events","port":8107,"serves":["events"],"publishes":true,"reads":["events","membership","mergers"]},
];
