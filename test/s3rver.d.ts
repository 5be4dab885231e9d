// The package ships no types. Only what is used here.

declare module 's3rver' {
  /** @see https://github.com/jamhall/s3rver */
  export default class S3rver {
    constructor(options: {
      port: number;
      address: string;
      silent: boolean;
      directory: string;
      configureBuckets: { name: string }[];
    });
    run(): Promise<{ port: number }>;
    close(): Promise<void>;
  }
}
