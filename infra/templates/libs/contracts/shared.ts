/** Stands where the file of the real package is; what `npm run new` writes imports that one. */
export { dateSchema, nameSchema, uuidSchema } from '#libs/contracts';
