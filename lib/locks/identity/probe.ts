import { closed, type Evidence, judge, open, type Probe } from '../../live/evidence';
import type { ContainerLook } from '../../live/look';

export const probe: Probe = (survey) => [
  ...judge(survey.gluetun, 'what identifies gluetun', (look) => identityOf('gluetun', look)),
  ...survey.companions.flatMap(({ name, look }) =>
    judge(look, `what identifies ${name}`, (seen) => identityOf(name, seen)),
  ),
];

function identityOf(name: string, { tokens, variables, firstProcess }: ContainerLook): readonly Evidence[] {
  const links = variables.filter(
    (variable) => /_SERVICE_HOST$/.test(variable) && variable !== 'KUBERNETES_SERVICE_HOST',
  );
  return [
    tokens.length > 0
      ? open(`${name} has a service-account token: ${tokens.join(', ')}`)
      : closed(`${name} has no /var/run/secrets/kubernetes.io/serviceaccount`),
    links.length > 0
      ? open(`${name} is told of Services by ${links.join(', ')}`)
      : closed(`${name} is told of no Service but the API server's`),
    firstProcess === 'pause'
      ? open(`process 1 of ${name} is pause: the containers share their processes`)
      : closed(`process 1 of ${name} is its own: ${firstProcess}`),
  ];
}
