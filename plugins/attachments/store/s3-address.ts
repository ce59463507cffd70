/** Where an S3-compatible store is, and who asks there. */
export interface S3Address {
  /** With the bucket, and without a slash at its end; the bucket stands in the path, as every such store takes it. */
  readonly url: string;
  /** What everything is kept below: empty, or with a slash at its end. */
  readonly prefix: string;
  readonly region: string;
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
}

/** Reads `s3://key:secret@host[:port]/bucket[/prefix][?region=…&tls=off]`, which the environment has checked. */
export function s3AddressIn(text: string): S3Address {
  const { host, pathname, username, password, searchParams } = new URL(text);
  const [bucket, ...below] = pathname.split('/').filter(Boolean);
  return {
    url: `${searchParams.get('tls') === 'off' ? 'http' : 'https'}://${host}/${bucket}`,
    prefix: below.map((part) => `${part}/`).join(''),
    region: searchParams.get('region') ?? 'us-east-1',
    accessKeyId: decodeURIComponent(username),
    secretAccessKey: decodeURIComponent(password),
  };
}
