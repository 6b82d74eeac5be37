import { at, entriesOf, itemsOf, keyPath, type Mapping, type Tree, textAt, textsOf } from './tree';
import { withoutMarks } from './unset';

/** One service of a project, canonical. */
export interface Service {
  readonly name: string;
  /** `services.NAME` */
  readonly path: string;
  readonly tree: Mapping;
}

export function servicesOf(document: Tree): readonly Service[] {
  return entriesOf(at(document, 'services')).flatMap(([name, tree]) =>
    tree.kind === 'mapping' ? [{ name, path: keyPath('services', name), tree }] : [],
  );
}

/** A text of the service, with unset variables empty. */
export function plainText({ tree }: Service, ...keys: readonly string[]): string | undefined {
  const text = textAt(tree, ...keys);
  return text === undefined ? undefined : withoutMarks(text);
}

/** The last part of an image's name, in lower case: `lscr.io/linuxserver/qBittorrent:5` is `qbittorrent`. */
export function programOf(service: Service): string {
  const image = plainText(service, 'image') ?? '';
  return (
    image
      .replace(/@.*$/, '')
      .replace(/:[^/]*$/, '')
      .split('/')
      .at(-1) ?? ''
  ).toLowerCase();
}

/** The names that a service answers to. */
export function containerNames(service: Service): readonly string[] {
  return [service.name, plainText(service, 'container_name') ?? ''].filter((name) => name !== '');
}

export function isEnabled(service: Service, profiles: readonly string[]): boolean {
  const own = textsOf(at(service.tree, 'profiles'));
  return own.length === 0 || profiles.includes('*') || own.some((profile) => profiles.includes(profile));
}

/** Everything that a service runs: command and entrypoint in one text. */
export function commandLine({ tree }: Service): string {
  return ['entrypoint', 'command'].map((key) => textsOf(at(tree, key)).join(' ')).join(' ');
}

export interface PublishedPort {
  readonly path: string;
  readonly tree: Tree;
  readonly target: string;
  readonly published: string | undefined;
  readonly protocol: string;
  readonly hostIp: string | undefined;
}

export function portsOf({ path, tree }: Service): readonly PublishedPort[] {
  return itemsOf(at(tree, 'ports')).map((port, index) => ({
    path: `${path}.ports[${index}]`,
    tree: port,
    target: textAt(port, 'target') ?? '',
    published: textAt(port, 'published'),
    protocol: (textAt(port, 'protocol') ?? 'tcp').toLowerCase(),
    hostIp: textAt(port, 'host_ip'),
  }));
}
