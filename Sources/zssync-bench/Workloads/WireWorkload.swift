import CZlib
import Foundation
import RecordModel
import SyncEngine

/// Workload W: bytes that two replicas exchange, everything included, by what there is to tell.
struct WireWorkload {
    let visits: VisitRows

    func once() throws -> [Step] {
        let city = try BenchCity(devices: 1)
        let exchange = Exchange(device: city.devices[0], hub: city.hub)
        var steps: [Step] = []
        let sync = { (name: String, rows: Int) in
            var step = Step(.wire, name, rows: rows)
            step.bytes = try exchange.run().bytes
            steps.append(step)
        }
        _ = try exchange.run()
        for batch in visits.rows.batches { try exchange.device.add(batch, kind: visits.kind) }
        try sync("new visits", visits.rows.count)
        steps[0].floorBytes = try compressedCSV()

        try sync("nothing", 1)
        try exchange.device.edit(visits.rows.prefix(1), kind: visits.kind) { _ in
            ["duration_minutes": .integer(61), "health": .text("concern")]
        }
        try sync("edit of two fields", 1)
        for batch in visits.rows.batches {
            try exchange.device.edit(batch, kind: visits.kind) { _ in
                ["duration_minutes": .integer(62), "mind": .text("concern")]
            }
        }
        try sync("edits of two fields", visits.rows.count)
        for (replica, finding) in [(exchange.device, "concern"), (exchange.hub, "urgent")] {
            try replica.edit(visits.rows.prefix(1), kind: visits.kind) { _ in
                ["safety": .text(finding)]
            }
        }
        try sync("conflict", 1)
        try exchange.device.edit(visits.rows.prefix(1), kind: visits.kind) { _ in
            ["safety": .text("normal")]
        }
        try sync("resolution", 1)
        return steps
    }

    /// Bytes of `gzip -6` over the rows as CSV.
    private func compressedCSV() throws -> Int {
        let writer = CSVWriter(style: .plain)
        var csv: [UInt8] = []
        writer.append(["id", "site"] + visits.kind.fields.map(\.name), to: &csv)
        for row in visits.rows {
            let cells = visits.kind.fields.map { row.values[$0.name]?.cell ?? "" }
            writer.append([row.id.text, row.site.text] + cells, to: &csv)
        }
        return try gzipCount(csv)
    }

    private func gzipCount(_ plain: [UInt8]) throws -> Int {
        var stream = z_stream()
        // 16 more than the window asks for gzip's frame; level and memory are gzip's own.
        let code = deflateInit2_(
            &stream, 6, Z_DEFLATED, MAX_WBITS + 16, 8, Z_DEFAULT_STRATEGY, ZLIB_VERSION,
            Int32(MemoryLayout<z_stream>.size))
        guard code == Z_OK else { throw NotMeasured(what: "gzip", found: Int(code)) }
        defer { deflateEnd(&stream) }
        var plain = plain
        var packed = [UInt8](repeating: 0, count: Int(deflateBound(&stream, UInt(plain.count))))
        return try plain.withUnsafeMutableBufferPointer { plain in
            try packed.withUnsafeMutableBufferPointer { packed in
                stream.next_in = plain.baseAddress
                stream.avail_in = UInt32(plain.count)
                stream.next_out = packed.baseAddress
                stream.avail_out = UInt32(packed.count)
                guard deflate(&stream, Z_FINISH) == Z_STREAM_END else {
                    throw NotMeasured(what: "gzip", found: packed.count)
                }
                return Int(stream.total_out)
            }
        }
    }
}

extension Value {
    /// The value as one cell of a table.
    fileprivate var cell: String {
        switch self {
        case .text(let text): text
        case .null: ""
        default: json
        }
    }
}
