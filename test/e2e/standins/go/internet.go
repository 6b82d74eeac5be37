package main

import (
	"encoding/json"
	"flag"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/netip"
	"os"
	"path/filepath"
	"sync"
	"time"
)

// internet is everything beyond the node: the VPN's endpoint, a web server, a
// resolver, and a watch on what arrives from the node outside the tunnel.
type internet struct {
	mutex    sync.Mutex
	endpoint netip.AddrPort
	silent   bool
	report   report
}

// report is what arrived since the last DELETE.
type report struct {
	Handshakes int            `json:"handshakes"` // accepted
	Refused    int            `json:"refused"`    // handshakes by a wrong key
	Others     int            `json:"others"`     // datagrams to the endpoint that are no tunnel's
	Tunnelled  int            `json:"tunnelled"`  // IP packets through the tunnel
	Visits     map[string]int `json:"visits"`     // requests to the web server by source address
	Flows      map[string]int `json:"flows"`      // packets of test flows by source address
	Names      map[string]int `json:"names"`      // names asked of the resolver
	Strays     []string       `json:"strays"`     // packets from the node that are not the tunnel's
	Offline    int            `json:"offline"`    // the tunnel's packets that came while the endpoint was silent
}

func newReport() report {
	return report{Visits: map[string]int{}, Flows: map[string]int{}, Names: map[string]int{}, Strays: []string{}}
}

func (n *internet) note(change func(*report)) {
	n.mutex.Lock()
	defer n.mutex.Unlock()
	change(&n.report)
}

// runInternet runs in the namespace that the harness made, until its standard
// input closes: it never outlives the tests.
func runInternet(arguments []string) error {
	flags := flag.NewFlagSet("internet", flag.ContinueOnError)
	endpoint := flags.String("endpoint", "", "address and port of the VPN server")
	key := flags.String("key", "", "file with the private key, a line feed, and the pre-shared key of the one customer")
	customer := flags.String("customer", "", "the customer's address in the tunnel")
	web := flags.String("web", "", "address of the web server")
	resolver := flags.String("resolver", "", "address of the resolver")
	device := flags.String("device", "eth0", "the interface towards the node")
	control := flags.String("control", "", "path of the socket to ask for the report")
	if err := flags.Parse(arguments); err != nil {
		return err
	}
	address, err := netip.ParseAddrPort(*endpoint)
	if err != nil {
		return err
	}
	n := &internet{endpoint: address, report: newReport()}
	for _, start := range []func() error{
		func() error { return n.watch(*device) },
		func() error { return n.serveEndpoint(*key, *customer) },
		func() error { return n.serveWeb(*web + ":80") },
		func() error { return n.serveFlows(*web + ":9000") },
		func() error { return n.serveResolver(*resolver, net.ParseIP(*web)) },
		func() error { return n.serveControl(*control) },
	} {
		if err := start(); err != nil {
			return err
		}
	}
	fmt.Println("ready")
	io.Copy(io.Discard, os.Stdin)
	return nil
}

// visitor is the request's source address.
func visitor(r *http.Request) string {
	host, _, _ := net.SplitHostPort(r.RemoteAddr)
	return host
}

func (n *internet) serveWeb(address string) error {
	listener, err := net.Listen("tcp", address)
	if err != nil {
		return err
	}
	go http.Serve(listener, http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		n.note(func(report *report) { report.Visits[visitor(r)]++ })
		fmt.Fprintln(w, visitor(r))
	}))
	return nil
}

// serveFlows echoes the packets of a flow and what a connection sends.
func (n *internet) serveFlows(address string) error {
	count := func(source net.Addr) {
		host, _, _ := net.SplitHostPort(source.String())
		n.note(func(report *report) { report.Flows[host]++ })
	}
	listener, err := net.Listen("tcp", address)
	if err != nil {
		return err
	}
	socket, err := net.ListenPacket("udp", address)
	if err != nil {
		return err
	}
	go func() {
		for {
			connection, err := listener.Accept()
			if err != nil {
				return
			}
			go func() {
				defer connection.Close()
				buffer := make([]byte, 2048)
				for {
					read, err := connection.Read(buffer)
					if err != nil {
						return
					}
					count(connection.RemoteAddr())
					connection.Write(buffer[:read])
				}
			}()
		}
	}()
	go func() {
		buffer := make([]byte, 2048)
		for {
			read, source, err := socket.ReadFrom(buffer)
			if err != nil {
				return
			}
			count(source)
			socket.WriteTo(buffer[:read], source)
		}
	}()
	return nil
}

// serveResolver answers every name with the web server's address, and takes the
// connections of gluetun's health check.
func (n *internet) serveResolver(address string, web net.IP) error {
	listener, err := net.Listen("tcp", address+":443")
	if err != nil {
		return err
	}
	go func() {
		for {
			connection, err := listener.Accept()
			if err != nil {
				return
			}
			connection.Close()
		}
	}()
	socket, err := net.ListenPacket("udp", address+":53")
	if err != nil {
		return err
	}
	go func() {
		buffer := make([]byte, 4096)
		for {
			read, source, err := socket.ReadFrom(buffer)
			if err != nil {
				return
			}
			n.note(func(report *report) { report.Names[questionOf(buffer[:read])]++ })
			if answer := answerOf(buffer[:read], web); answer != nil {
				socket.WriteTo(answer, source)
			}
		}
	}()
	return nil
}

// serveControl: GET gives the report, DELETE starts a new one, PUT /silent and PUT /heard switch the endpoint.
func (n *internet) serveControl(path string) error {
	os.Remove(path)
	if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
		return err
	}
	listener, err := net.Listen("unix", path)
	if err != nil {
		return err
	}
	go http.Serve(listener, http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		n.mutex.Lock()
		defer n.mutex.Unlock()
		switch r.Method {
		case http.MethodPut:
			n.silent = r.URL.Path == "/silent"
		case http.MethodDelete:
			n.report = newReport()
		}
		json.NewEncoder(w).Encode(n.report)
	}))
	return nil
}

// runWeb is a web server of the cluster that says who asks: a neighbour of the Pod.
func runWeb(arguments []string) error {
	if len(arguments) != 1 {
		return fmt.Errorf("usage: web ADDRESS")
	}
	server := http.Server{Addr: arguments[0], ReadTimeout: 5 * time.Second, Handler: http.HandlerFunc(
		func(w http.ResponseWriter, r *http.Request) { fmt.Fprintln(w, visitor(r)) })}
	return server.ListenAndServe()
}
