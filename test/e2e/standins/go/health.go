package main

import (
	"errors"
	"fmt"
	"io"
	"log"
	"net"
	"net/http"
	"strings"
	"sync"
	"time"
)

const healthAddress = "127.0.0.1:9999"

// health is what `gluetun-entrypoint healthcheck` is told.
type health struct {
	mutex sync.Mutex
	err   error
}

func (h *health) set(err error) {
	h.mutex.Lock()
	defer h.mutex.Unlock()
	h.err = err
}

func (h *health) ServeHTTP(w http.ResponseWriter, _ *http.Request) {
	h.mutex.Lock()
	defer h.mutex.Unlock()
	if h.err != nil {
		http.Error(w, h.err.Error(), http.StatusInternalServerError)
	}
}

var errNotRun = errors.New("healthcheck did not run yet")

// check connects to the target through the tunnel, as gluetun's first check does.
func (h *health) check(target string) {
	connection, err := net.DialTimeout("tcp", target, 6*time.Second)
	if err != nil {
		h.set(fmt.Errorf("dialing %s: %w", target, err))
		return
	}
	connection.Close()
	log.Printf("INFO [healthcheck] healthy!")
	h.set(nil)
}

func askHealth() error {
	client := http.Client{Timeout: time.Second}
	response, err := client.Get("http://" + healthAddress)
	if err != nil {
		return err
	}
	defer response.Body.Close()
	if response.StatusCode != http.StatusOK {
		text, _ := io.ReadAll(response.Body)
		return fmt.Errorf("HTTP response status: %s: %s", response.Status, strings.TrimSpace(string(text)))
	}
	return nil
}

// controlServer lets whoever holds the key (or everybody, if there is none) look at the VPN, stop it and start it.
func controlServer(s settings, status func() string, setStatus func(running bool)) http.Handler {
	mux := http.NewServeMux()
	mux.HandleFunc("/v1/vpn/status", func(w http.ResponseWriter, r *http.Request) {
		if r.Method == http.MethodPut {
			body, _ := io.ReadAll(io.LimitReader(r.Body, 1000))
			setStatus(strings.Contains(string(body), "running"))
		}
		fmt.Fprintf(w, "{\"status\":%q}\n", status())
	})
	mux.HandleFunc("/v1/publicip/ip", func(w http.ResponseWriter, _ *http.Request) {
		fmt.Fprintf(w, "{\"public_ip\":%q}\n", s.endpoint.Addr())
	})
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if s.apiKey != "" && r.Header.Get("X-API-Key") != s.apiKey {
			http.Error(w, "Unauthorized", http.StatusUnauthorized)
			return
		}
		mux.ServeHTTP(w, r)
	})
}
