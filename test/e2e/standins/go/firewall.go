package main

import (
	"bufio"
	"fmt"
	"log"
	"os"
	"os/exec"
	"strings"
)

// gluetun's WireGuard sockets carry this mark; everything without it is routed by the table of the same number.
const (
	tunnelMark  = 51820
	tunnelTable = "51820"
)

// uplink is where the default route of the Pod's network goes.
type uplink struct{ device, gateway, address, subnet string }

// valueAfter returns the word after a name, as ip prints its attributes.
func valueAfter(fields []string, name string) string {
	for i := 0; i+1 < len(fields); i++ {
		if fields[i] == name {
			return fields[i+1]
		}
	}
	return ""
}

func readUplink() (u uplink, err error) {
	output, err := exec.Command("ip", "-4", "route", "show").Output()
	if err != nil {
		return u, fmt.Errorf("reading routes: %w", err)
	}
	for _, line := range strings.Split(string(output), "\n") {
		fields := strings.Fields(line)
		switch {
		case strings.HasPrefix(line, "default via"):
			u.device, u.gateway = valueAfter(fields, "dev"), valueAfter(fields, "via")
		case strings.Contains(line, "scope link") && valueAfter(fields, "src") != "":
			u.subnet, u.address = fields[0], valueAfter(fields, "src")
		}
	}
	if u.device == "" || u.address == "" {
		return u, fmt.Errorf("no default route or no subnet on it:\n%s", output)
	}
	return u, nil
}

// enableFirewall sets gluetun's filter rules, holes included: live flows on
// every interface, and everything between the Pod and its uplink's own subnet.
// Rules pile up when it runs again in the same namespace, as gluetun's do. Where
// a rule cannot be set it falls back to ACCEPT, as v3.41.3 does.
func enableFirewall(s settings, u uplink) error {
	err := setFirewall(s, u)
	if err != nil {
		log.Printf("ERROR [firewall] falling back to accept: %v", err)
		runAll("iptables", "--policy INPUT ACCEPT", "--policy OUTPUT ACCEPT", "--policy FORWARD ACCEPT")
		return fmt.Errorf("enabling firewall: %w", err)
	}
	return nil
}

func setFirewall(s settings, u uplink) error {
	common := []string{
		"--policy INPUT DROP", "--policy OUTPUT DROP", "--policy FORWARD DROP",
		"--append INPUT -i lo -j ACCEPT", "--append OUTPUT -o lo -j ACCEPT",
		"--append INPUT -m conntrack --ctstate ESTABLISHED,RELATED -j ACCEPT",
		"--append OUTPUT -m conntrack --ctstate ESTABLISHED,RELATED -j ACCEPT",
		"--append OUTPUT -o " + s.vpnInterface + " -j ACCEPT",
	}
	for _, port := range s.vpnInputPorts {
		for _, protocol := range []string{"tcp", "udp"} {
			common = append(common, fmt.Sprintf("--append INPUT -i %s -p %s --dport %d -j ACCEPT", s.vpnInterface, protocol, port))
		}
	}
	for _, port := range s.inputPorts {
		for _, protocol := range []string{"tcp", "udp"} {
			common = append(common, fmt.Sprintf("--append INPUT -i %s -p %s --dport %d -j ACCEPT", u.device, protocol, port))
		}
	}
	if err := runAll("iptables", common...); err != nil {
		return err
	}
	if hasIPv6() {
		if err := runAll("ip6tables", common...); err != nil {
			return err
		}
	}
	if err := runAll("iptables",
		fmt.Sprintf("--append OUTPUT -o %s -d %s -p udp --dport %d -j ACCEPT", u.device, s.endpoint.Addr(), s.endpoint.Port()),
		fmt.Sprintf("--append OUTPUT -o %s -s %s -d %s -j ACCEPT", u.device, u.address, u.subnet),
		fmt.Sprintf("--append INPUT -i %s -d %s -j ACCEPT", u.device, u.subnet)); err != nil {
		return err
	}
	for _, subnet := range s.outbound {
		if err := run("iptables", strings.Fields(fmt.Sprintf("--append OUTPUT -o %s -s %s -d %s -j ACCEPT", u.device, u.address, subnet))...); err != nil {
			return err
		}
	}
	return runPostRules("/iptables/post-rules.txt")
}

// runPostRules runs the user's own iptables commands, one a line.
func runPostRules(path string) error {
	file, err := os.Open(path)
	if err != nil {
		return nil // there are none
	}
	defer file.Close()
	for lines := bufio.NewScanner(file); lines.Scan(); {
		fields := strings.Fields(lines.Text())
		if len(fields) == 0 || !strings.HasPrefix(fields[0], "ip") {
			continue
		}
		if err := run(fields[0], fields[1:]...); err != nil {
			return fmt.Errorf("running user defined post firewall rules: %w", err)
		}
	}
	return nil
}

// addRouting keeps answers to what came in by the uplink on the uplink. Unlike
// the tunnel's own rule, these are tolerated when a killed gluetun left them.
// Outbound subnets have a table of their own (gluetun: 199, priority 99).
func addRouting(s settings, u uplink) error {
	lines := []string{
		"-4 route replace default via " + u.gateway + " dev " + u.device + " table 200",
		"-4 rule add from " + u.address + " table 200 pref 100",
		"-4 rule add to " + u.subnet + " table 254 pref 98",
	}
	for _, subnet := range s.outbound {
		lines = append(lines,
			"-4 route replace "+subnet+" via "+u.gateway+" dev "+u.device+" table 199",
			"-4 rule add to "+subnet+" table 199 pref 99")
	}
	for _, line := range lines {
		if err := run("ip", strings.Fields(line)...); err != nil && !strings.HasSuffix(err.Error(), "file exists") {
			return fmt.Errorf("setting up routing: %w", err)
		}
	}
	return nil
}
