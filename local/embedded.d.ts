// Neither package ships types. Only what is used here.

declare module 'kinesalite' {
  import type { Server } from 'node:http';

  /** @see https://github.com/mhart/kinesalite */
  function kinesalite(options: { path?: string; createStreamMs?: number; shardLimit?: number }): Server;
  export default kinesalite;
}

declare module 'dynalite' {
  import type { Server } from 'node:http';

  /** @see https://github.com/architect/dynalite */
  function dynalite(options: { path?: string; createTableMs?: number }): Server;
  export default dynalite;
}
