export { CONTEXTS } from './contexts.ts';
export {
  addressVariable,
  EVERYWHERE,
  INTERNAL_RATE_LIMIT,
  passwordVariable,
  PROVISION,
  SERVICES,
  topicsText,
  type ContextRow,
  type ServiceRow,
} from './services.ts';
