import { createHash } from 'node:crypto';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { run } from '../command';

const manifestType = 'application/vnd.oci.image.manifest.v1+json';

/** An OCI registry on loopback, as far as pulling one artifact needs it (OCI distribution spec 1.1, "Pull"). */
export class Registry {
  private readonly blobs = new Map<string, Buffer>();
  private manifest = '';

  private constructor(private readonly server: Server) {}

  static async serve(): Promise<Registry> {
    const server = createServer();
    const registry = new Registry(server);
    server.on('request', ({ url = '' }, response) => {
      const found = registry.find(url);
      if (found === undefined) response.writeHead(url === '/v2/' ? 200 : 404).end();
      else {
        const { digest, type, content } = found;
        response.writeHead(200, {
          'content-type': type,
          'content-length': content.length,
          'docker-content-digest': digest,
        });
        response.end(content);
      }
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    return registry;
  }

  get url(): string {
    return `oci://127.0.0.1:${(this.server.address() as AddressInfo).port}/podlock`;
  }

  /** Makes the artifact these files, as `flux push artifact` does. @returns the digest, without its algorithm */
  async push(files: ReadonlyMap<string, string>): Promise<string> {
    const folder = mkdtempSync(join(tmpdir(), 'podlock-e2e-artifact-'));
    try {
      for (const [path, content] of files) {
        mkdirSync(dirname(join(folder, 'dist', path)), { recursive: true });
        writeFileSync(join(folder, 'dist', path), content);
      }
      await run('tar', ['-czf', join(folder, 'dist.tgz'), '-C', join(folder, 'dist'), '.']);
      const layer = this.keep('application/vnd.cncf.flux.content.v1.tar+gzip', readFileSync(join(folder, 'dist.tgz')));
      const config = this.keep('application/vnd.cncf.flux.config.v1+json', Buffer.from('{}'));
      const manifest = { schemaVersion: 2, mediaType: manifestType, config, layers: [layer] };
      this.manifest = this.keep(manifestType, Buffer.from(JSON.stringify(manifest))).digest;
      return this.manifest.replace('sha256:', '');
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  }

  async stop(): Promise<void> {
    this.server.closeAllConnections();
    await new Promise((resolve) => this.server.close(resolve));
  }

  private keep(mediaType: string, content: Buffer) {
    const digest = `sha256:${createHash('sha256').update(content).digest('hex')}`;
    this.blobs.set(digest, content);
    return { mediaType, digest, size: content.length };
  }

  private find(url: string): { digest: string; type: string; content: Buffer } | undefined {
    const [, kind, reference = ''] = /^\/v2\/podlock\/(manifests|blobs)\/([^/?]+)/.exec(url) ?? [];
    const digest = reference === 'latest' ? this.manifest : reference;
    const content = this.blobs.get(digest);
    const type = kind === 'manifests' ? manifestType : 'application/octet-stream';
    return content === undefined ? undefined : { digest, type, content };
  }
}
