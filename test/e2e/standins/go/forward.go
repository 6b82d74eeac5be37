package main

import (
	"fmt"
	"log"
	"os"
	"strconv"
)

// firstForwarded is the port that the provider hands out first; each start of the tunnel gets the next one.
const firstForwarded = 40001

// forwarding is gluetun's port forwarding: one port, opened in the firewall and written to a file.
type forwarding struct {
	statusFile   string // "" is off
	vpnInterface string
	puid, pgid   int
	starts       int
}

// readForwarding refuses providers that hand out no port, as gluetun does.
func readForwarding(s settings, provider string) (*forwarding, error) {
	f := &forwarding{vpnInterface: s.vpnInterface, puid: s.puid, pgid: s.pgid}
	if env("VPN_PORT_FORWARDING", "off") != "on" {
		return f, nil
	}
	switch named := env("VPN_PORT_FORWARDING_PROVIDER", provider); named {
	case "perfect privacy", "private internet access", "privatevpn", "protonvpn":
	default:
		return nil, fmt.Errorf("port forwarding cannot be enabled: value is not one of the possible choices: %s", named)
	}
	f.statusFile = env("VPN_PORT_FORWARDING_STATUS_FILE", "/tmp/gluetun/forwarded_port")
	return f, nil
}

// start is what gluetun does when the tunnel is up.
func (f *forwarding) start() {
	if f.statusFile == "" {
		return
	}
	port := firstForwarded + f.starts
	f.starts++
	if err := f.write(port); err != nil {
		log.Printf("ERROR [port forwarding] %v", err)
		return
	}
	log.Printf("INFO [port forwarding] port forwarded is %d", port)
}

// stop is what it does when the tunnel goes down in order.
func (f *forwarding) stop() {
	if f.statusFile != "" {
		os.Remove(f.statusFile)
	}
}

// write needs CHOWN, and like gluetun opens the port before it tells anyone.
func (f *forwarding) write(port int) error {
	for _, protocol := range []string{"tcp", "udp"} {
		if err := run("iptables", "--append", "INPUT", "-i", f.vpnInterface, "-p", protocol,
			"--dport", strconv.Itoa(port), "-j", "ACCEPT"); err != nil {
			return fmt.Errorf("allowing port in firewall: %w", err)
		}
	}
	if err := os.WriteFile(f.statusFile, []byte(strconv.Itoa(port)), 0o644); err != nil {
		return fmt.Errorf("writing port file: writing file: %w", err)
	}
	if err := os.Chown(f.statusFile, f.puid, f.pgid); err != nil {
		return fmt.Errorf("writing port file: chowning file: %w", err)
	}
	return nil
}

// runForward plays a provider that hands out another port while the tunnel is up.
func runForward(arguments []string) error {
	port, err := strconv.Atoi(arguments[0])
	if err != nil {
		return err
	}
	s, err := readSettings()
	if err != nil {
		return err
	}
	s.forwarding.stop()
	return s.forwarding.write(port)
}
