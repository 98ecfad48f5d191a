#!/bin/sh
# Run one line of the Procfile as the container's main process: one place says how each role starts.
set -eu
ligne=$(sed -n "s/^$1: //p" Procfile)
test -n "$ligne" || { echo "Rôle inconnu : $1 (voir Procfile)" >&2; exit 1; }
eval "$ligne"
