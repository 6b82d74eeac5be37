import type { Path } from './document';
import { fieldsOf, itemsOf, textOf, wholeNumberOf } from './plain-value';
import type { PodContainer } from './pod-container';

/** A port that a container declares. Declaring opens nothing; only `hostPort` does. */
export interface ContainerPort {
  readonly container: PodContainer;
  readonly name: string | undefined;
  readonly port: number;
  /** @default - TCP where the manifest leaves it out, as in Kubernetes */
  readonly protocol: string;
  /** The port of the node that leads here. @default - none */
  readonly hostPort: number | undefined;
  readonly path: Path;
}

/** The ports that containers declare. */
export function containerPortsOf(containers: readonly PodContainer[]): readonly ContainerPort[] {
  return containers.flatMap((container) =>
    itemsOf(container.fields['ports']).flatMap((item, index): ContainerPort[] => {
      const fields = fieldsOf(item);
      const port = wholeNumberOf(fields['containerPort']);
      if (port === undefined) return [];
      return [
        {
          container,
          name: textOf(fields['name']),
          port,
          protocol: textOf(fields['protocol']) ?? 'TCP',
          hostPort: wholeNumberOf(fields['hostPort']) || undefined,
          path: [...container.path, 'ports', index],
        },
      ];
    }),
  );
}

/** The number of a port that a Service or a policy names by number or by name; undefined when no container has the name. */
export function resolvePort(port: number | string | undefined, ports: readonly ContainerPort[]): number | undefined {
  if (typeof port === 'number') return port;
  return wholeNumberOf(port) ?? ports.find(({ name }) => name !== undefined && name === port)?.port;
}
