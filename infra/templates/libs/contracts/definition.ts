/** Stands where the file of the real package is; what `npm run new` writes imports that one. */
export { event } from '#libs/contracts';
