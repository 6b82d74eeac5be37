import { closed, type Evidence, judge, open, type Probe, unknown } from '../../live/evidence';
import type { GluetunLook } from '../../live/look';
import { formatSocket, isLoopback } from '../../live/sockets';
import type { CompanionSurvey, Survey } from '../../live/survey';
import { describeTry } from '../../live/tries';

export const probe: Probe = (survey) => [
  ...judge(survey.gluetun, "gluetun's listening sockets", controlSocket),
  ...survey.companions.flatMap(control),
  ...fromOutside(survey),
];

function controlSocket({ sockets }: GluetunLook): readonly Evidence[] {
  const found = sockets.filter(({ protocol, port }) => protocol === 'TCP' && port === 8000);
  if (found.length === 0) return [closed('nobody listens on port 8000, where the control server would be')];
  return found.map((socket) =>
    (isLoopback(socket) ? closed : open)(`the control server listens on ${formatSocket(socket)}`),
  );
}

/** GET /v1/vpn/status without a key. */
function control({ name, tries }: CompanionSurvey): readonly Evidence[] {
  return judge(tries, `the control server, asked by ${name}`, (found) =>
    judge(found.control, `the control server, asked by ${name}`, (status) => {
      const text = `the control server, asked by ${name} without a key`;
      if (status === 0) return [closed(`${text}: nobody listens on 127.0.0.1:8000`)];
      if (status === 401 || status === 403) return [closed(`${text}: ${status}`)];
      return [
        status === 200
          ? open(`${text}, tells (200): whoever takes over ${name} stops the VPN`)
          : unknown(`${text}: ${status}`),
      ];
    }),
  );
}

function fromOutside({ canary }: Survey): readonly Evidence[] {
  return judge(canary, "gluetun's servers from another Pod", ({ inbound }) =>
    inbound.map((each) =>
      (each.outcome === 'connected' ? open : each.outcome === 'unclear' ? unknown : closed)(
        `from another Pod, ${describeTry(each)}`,
      ),
    ),
  );
}
