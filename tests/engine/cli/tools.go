//go:build tools

// Package cli names the Pulumi engine that the tests run: `go build` needs a module of its own for it.
package cli

import _ "github.com/pulumi/pulumi/pkg/v3/cmd/pulumi"
