#!/usr/bin/env bash
# Makes Sources/SyncProtocol/Generated from Protocol/*.proto. Needs protoc (Debian: protobuf-compiler)
# and a resolved checkout (swift package resolve).
set -euo pipefail
cd "$(dirname "$0")/.."
build=.build/protoc-gen-swift
swift build --package-path .build/checkouts/swift-protobuf --scratch-path "$build" \
    --product protoc-gen-swift
protoc --plugin="$build/debug/protoc-gen-swift" --proto_path=Protocol \
    --swift_opt=Visibility=Public --swift_opt=UseAccessLevelOnImports=true \
    --swift_out=Sources/SyncProtocol/Generated Protocol/*.proto
