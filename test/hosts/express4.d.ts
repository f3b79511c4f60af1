/** Version 4 is there under another name, and has the types of version 5 for all that is used of it. */
declare module 'express4' {
  export { default } from 'express';
}
