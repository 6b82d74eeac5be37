import type { KubernetesObject } from '../../lib/manifest/kubernetes';
import type { Outcome } from './command';
import { eventually } from './eventually';
import { images } from './images';
import { apply, execute, kubectl, type Pod, statusOf } from './kubectl';

/**
 * A Pod without a lock, with a web server on port 80 that answers with the address that asks. It shows that what
 * the client cannot reach can be reached.
 */
export class Bystander {
  private constructor(
    private readonly namespace: string,
    private readonly name: string,
    readonly address: string,
  ) {}

  static async start(
    namespace: string,
    options: { readonly name?: string; readonly labels?: Record<string, string> } = {},
  ): Promise<Bystander> {
    const { name = 'bystander', labels = { app: 'bystander' } } = options;
    const pod: KubernetesObject = {
      apiVersion: 'v1',
      kind: 'Pod',
      metadata: { name, namespace, labels },
      spec: {
        terminationGracePeriodSeconds: 1,
        containers: [{ name: 'web', image: images.gluetun, args: ['web', ':80'] }],
      },
    };
    await apply([pod]);
    const address = await eventually(`the Pod ${name}`, 30, async () => {
      const seen = JSON.parse(await kubectl(['get', 'pod', '-n', namespace, name, '-o', 'json'])) as Pod;
      return statusOf(seen, 'web')?.state.running === undefined ? undefined : seen.status.podIP;
    });
    return new Bystander(namespace, name, address);
  }

  run(...command: string[]): Promise<Outcome> {
    return execute({ namespace: this.namespace, pod: this.name, container: 'web' }, ...command);
  }
}
