package main

import (
	"crypto/sha256"
	"encoding/json"
	"fmt"
	"net/netip"
	"os"
	"strconv"
	"strings"
)

// servers is the little of gluetun's server list that the tests declare.
var servers = map[string]map[string]string{"airvpn": {"Alderamin": "185.10.10.10"}}

// defaultPorts are the providers' WireGuard ports where WIREGUARD_ENDPOINT_PORT is unset.
var defaultPorts = map[string]uint16{"airvpn": 1637, "mullvad": 51820}

// settings is gluetun's environment, read once.
type settings struct {
	firewall      bool
	vpnInterface  string
	addresses     []netip.Prefix
	endpoint      netip.AddrPort
	key           [32]byte
	vpnInputPorts []uint16
	inputPorts    []uint16
	outbound      []string
	controlServer string
	apiKey        string // "" lets everybody in, as v3.41 does without a default role
	healthTarget  string
	puid, pgid    int
	forwarding    *forwarding
}

func env(name, fallback string) string {
	if value := os.Getenv(name); value != "" {
		return value
	}
	return fallback
}

// secret reads a key from its variable, else from the file that NAME_SECRETFILE points at.
func secret(name, defaultFile string) string {
	if value := os.Getenv(name); value != "" {
		return value
	}
	content, _ := os.ReadFile(env(name+"_SECRETFILE", defaultFile))
	return strings.TrimSpace(string(content))
}

func ports(name string) (list []uint16, err error) {
	for _, text := range strings.FieldsFunc(os.Getenv(name), func(r rune) bool { return r == ',' || r == ' ' }) {
		port, err := strconv.ParseUint(text, 10, 16)
		if err != nil {
			return nil, fmt.Errorf("environment variable %s: %w", name, err)
		}
		list = append(list, uint16(port))
	}
	return list, nil
}

func readSettings() (s settings, err error) {
	provider := env("VPN_SERVICE_PROVIDER", "private internet access")
	if vpnType := env("VPN_TYPE", "openvpn"); vpnType != "wireguard" {
		return s, fmt.Errorf("the stand-in plays WireGuard only, not %s", vpnType)
	}
	s.firewall = env("FIREWALL_ENABLED_DISABLING_IT_SHOOTS_YOU_IN_YOUR_FOOT", "on") != "off"
	s.vpnInterface = env("VPN_INTERFACE", "tun0")
	s.controlServer = env("HTTP_CONTROL_SERVER_ADDRESS", ":8000")
	s.healthTarget = env("HEALTH_TARGET_ADDRESS", "1.1.1.1:443")
	s.puid, _ = strconv.Atoi(env("PUID", "1000"))
	s.pgid, _ = strconv.Atoi(env("PGID", "1000"))
	if s.vpnInputPorts, err = ports("FIREWALL_VPN_INPUT_PORTS"); err != nil {
		return s, err
	}
	if s.inputPorts, err = ports("FIREWALL_INPUT_PORTS"); err != nil {
		return s, err
	}
	for _, subnet := range strings.Split(os.Getenv("FIREWALL_OUTBOUND_SUBNETS"), ",") {
		if subnet == "" {
			continue
		}
		if _, err := netip.ParsePrefix(subnet); err != nil {
			return s, fmt.Errorf("environment variable FIREWALL_OUTBOUND_SUBNETS: %w", err)
		}
		s.outbound = append(s.outbound, subnet)
	}
	if s.apiKey, err = readRole(os.Getenv("HTTP_CONTROL_SERVER_AUTH_DEFAULT_ROLE")); err != nil {
		return s, err
	}
	for _, text := range strings.Split(secret("WIREGUARD_ADDRESSES", "/run/secrets/wireguard_addresses"), ",") {
		address, err := netip.ParsePrefix(strings.TrimSpace(text))
		if err != nil {
			return s, fmt.Errorf("interface address is not valid: %w", err)
		}
		s.addresses = append(s.addresses, address)
	}
	if s.endpoint, err = readEndpoint(provider); err != nil {
		return s, err
	}
	if s.forwarding, err = readForwarding(s, provider); err != nil {
		return s, err
	}
	s.key, err = readKey(provider)
	return s, err
}

// readRole knows the default roles of gluetun's JSON that the tests use.
func readRole(text string) (apiKey string, err error) {
	if text == "" {
		return "", nil
	}
	var role struct{ Auth, APIKey string }
	if err := json.Unmarshal([]byte(text), &role); err != nil {
		return "", fmt.Errorf("control server default role: %w", err)
	}
	switch {
	case role.Auth == "none":
		return "", nil
	case role.Auth == "apikey" && role.APIKey != "":
		return role.APIKey, nil
	}
	return "", fmt.Errorf("control server default role: authentication method %q, or its key, is not valid", role.Auth)
}

func readEndpoint(provider string) (netip.AddrPort, error) {
	name := strings.Split(os.Getenv("SERVER_NAMES"), ",")[0]
	address := env("WIREGUARD_ENDPOINT_IP", servers[provider][name])
	ip, err := netip.ParseAddr(address)
	if err != nil {
		return netip.AddrPort{}, fmt.Errorf("no server found: for VPN %s; name %q", provider, name)
	}
	if os.Getenv("WIREGUARD_ENDPOINT_PORT") != "" {
		list, err := ports("WIREGUARD_ENDPOINT_PORT")
		if err != nil {
			return netip.AddrPort{}, err
		}
		return netip.AddrPortFrom(ip, list[0]), nil
	}
	return netip.AddrPortFrom(ip, defaultPorts[provider]), nil
}

// readKey folds what a provider gives into the one key of the stand-in's handshake.
func readKey(provider string) (key [32]byte, err error) {
	private := secret("WIREGUARD_PRIVATE_KEY", "/run/secrets/wireguard_private_key")
	preshared := secret("WIREGUARD_PRESHARED_KEY", "/run/secrets/wireguard_preshared_key")
	if private == "" {
		return key, fmt.Errorf("WireGuard private key is not set")
	}
	if provider == "airvpn" && preshared == "" {
		return key, fmt.Errorf("WireGuard pre-shared key is not set")
	}
	return sha256.Sum256([]byte(private + "\n" + preshared)), nil
}
