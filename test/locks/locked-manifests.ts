import type { ManifestDocument } from '../../lib/manifest/document';
import { readManifests } from '../../lib/manifest/read-manifests';

// biome-ignore lint/suspicious/noExplicitAny: mutations write into manifests as freely as people do
export type Loose = any;

/** Manifests with every lock closed, for a mutation to change. */
export class LockedManifests {
  readonly documents: ManifestDocument[];

  constructor(yaml: string, file = 'locked.yaml') {
    this.documents = readOnce(yaml, file).map((document) => ({
      ...document,
      object: structuredClone(document.object),
    }));
  }

  get deployment(): Loose {
    return this.object('Deployment');
  }

  get pod(): Loose {
    return this.deployment.spec.template.spec;
  }

  get policy(): Loose {
    return this.object('NetworkPolicy');
  }

  get service(): Loose {
    return this.object('Service');
  }

  get guard(): Loose {
    return this.container('guard');
  }

  get gluetun(): Loose {
    return this.container('gluetun');
  }

  get configure(): Loose {
    return this.container('configure');
  }

  get client(): Loose {
    return this.container('qbittorrent');
  }

  object(kind: string): Loose {
    const found = this.documents.find(({ object }) => object.kind === kind);
    if (found === undefined) throw new Error(`the manifests have no ${kind}`);
    return found.object;
  }

  container(name: string): Loose {
    const found = [...this.pod.initContainers, ...this.pod.containers].find((each: Loose) => each.name === name);
    if (found === undefined) throw new Error(`the Pod has no container ${name}`);
    return found;
  }

  /** The volume that holds the VPN keys. */
  get keys(): Loose {
    return this.pod.volumes.find(({ secret }: Loose) => secret?.secretName === 'airvpn-wireguard');
  }

  add(yaml: string): void {
    this.documents.push(...readManifests(yaml, 'added.yaml').documents);
  }

  addConfigMap(name: string, data: Readonly<Record<string, string>>): void {
    this.addObject({ apiVersion: 'v1', kind: 'ConfigMap', metadata: { name, namespace: 'downloads' }, data });
  }

  addSecret(name: string, stringData: Readonly<Record<string, string>>): void {
    this.addObject({ apiVersion: 'v1', kind: 'Secret', metadata: { name, namespace: 'downloads' }, stringData });
  }

  addObject(object: Loose): void {
    this.add(JSON.stringify(object));
  }

  remove(kind: string): void {
    const at = this.documents.findIndex(({ object }) => object.kind === kind);
    this.documents.splice(at, 1);
  }
}

const known = new Map<string, readonly ManifestDocument[]>();

/** Reading takes longer than a check; nearly all tests begin with the same few texts. */
function readOnce(yaml: string, file: string): readonly ManifestDocument[] {
  const documents = known.get(yaml) ?? readManifests(yaml, file).documents;
  known.set(yaml, documents);
  return documents;
}

export function setVariable(container: Loose, name: string, value: string): void {
  container.env = [...(container.env ?? []).filter((entry: Loose) => entry.name !== name), { name, value }];
}

export function unsetVariable(container: Loose, name: string): void {
  container.env = container.env.filter((entry: Loose) => entry.name !== name);
}

/**
 * Changes the script of a container. The two bases spell their scripts differently, so a change may know several forms;
 * one of them must fit.
 */
export function editScript(container: Loose, ...forms: readonly (readonly [string | RegExp, string])[]): void {
  const field = container.args === undefined ? 'command' : 'args';
  const before: readonly string[] = container[field];
  const after = before.map((word) => forms.reduce((text, [from, to]) => text.replaceAll(all(from), to), word));
  if (after.join() === before.join()) throw new Error(`no form of the change fits the script of ${container.name}`);
  container[field] = after;
}

function all(pattern: string | RegExp): string | RegExp {
  return typeof pattern === 'string' ? pattern : new RegExp(pattern.source, `${pattern.flags.replace('g', '')}g`);
}

export function set(target: Loose, field: string, value: unknown): void {
  target[field] = value;
}

export function drop(target: Loose, field: string): void {
  delete target[field];
}
