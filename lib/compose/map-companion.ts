import type { SourceObject } from '../main-file/main-file';
import { mapEnvironment } from './container-environment';
import { probeOf, resourcesOf, runAsOf, timezoneOf, wordsOf } from './container-parts';
import type { Conversion } from './conversion';
import { imageOf, label } from './map-image';
import type { CompanionVolumes } from './map-volumes';
import { scratchOf } from './mounts';
import type { Service } from './service';
import type { EnvironmentVariable } from './service-environment';

/** A member of a gate that is not the client. */
export function mapCompanion(
  service: Service,
  conversion: Conversion,
  parts: {
    readonly path: string;
    readonly variables: ReadonlyMap<string, EnvironmentVariable>;
    readonly volumes: CompanionVolumes;
    readonly webPort: number | undefined;
    /** The Secret with the secret variables of all companions of the Pod. */
    readonly secret: string;
  },
): SourceObject {
  const { path: to, secret, variables, volumes, webPort } = parts;
  const name = label(service.name, 30);
  const { environment, secretEnvironment } = mapEnvironment(variables.values(), conversion, {
    to,
    name: service.name,
    secret,
  });
  const scratch = scratchOf(service);
  if (scratch.length > 0) conversion.ledger.map(`${service.path}.tmpfs`, `${to}.scratch`);
  return {
    name,
    image: imageOf(service, conversion, `${to}.image`),
    runAs: runAsOf(service, variables, conversion, to),
    timezone: timezoneOf(variables, conversion),
    webUi: webPort === undefined ? undefined : { port: webPort },
    environment,
    secretEnvironment,
    command: wordsOf(service, 'entrypoint', conversion, `${to}.command`),
    arguments: wordsOf(service, 'command', conversion, `${to}.arguments`),
    probe: probeOf(service, webPort, conversion, to),
    storage: volumes.storage.length === 0 ? undefined : volumes.storage,
    shared: volumes.shared.length === 0 ? undefined : volumes.shared,
    scratch: scratch.length === 0 ? undefined : [...new Set([...scratch, '/run'])].sort(),
    resources: resourcesOf(service, conversion, to),
  };
}
