// Command standin plays gluetun, the VPN endpoint with the internet behind it,
// and what a client in the Pod may try. Only the standard library, so that it
// builds offline.
package main

import (
	"fmt"
	"os"
	"path/filepath"
)

// commands are the subcommands by name; each gets its own arguments.
var commands = map[string]func(arguments []string) error{
	"healthcheck": func([]string) error { return askHealth() },
	"internet":    runInternet,
	"flow":        runFlow,
	"connect":     runConnect,
	"raw-frame":   runRawFrame,
	"send":        runSend,
	"marked":      runMarked,
	"web":         runWeb,
	"forward":     runForward,
}

func main() {
	if len(os.Args) < 2 {
		if filepath.Base(os.Args[0]) != "gluetun-entrypoint" {
			fail(fmt.Errorf("usage: standin COMMAND …; without one only as gluetun-entrypoint"))
		}
		fail(runGluetun())
		return
	}
	command, known := commands[os.Args[1]]
	if !known {
		fail(fmt.Errorf("unknown command %q", os.Args[1]))
	}
	fail(command(os.Args[2:]))
}

// fail ends the program with the error's text, if there is one.
func fail(err error) {
	if err != nil {
		fmt.Fprintln(os.Stderr, "ERROR", err)
		os.Exit(1)
	}
}
