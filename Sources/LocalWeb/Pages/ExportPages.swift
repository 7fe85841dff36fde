import HTTPTypes
import Hummingbird
import NIOCore
import RecordModel
import ReplicaStore
import SyncAgent
import SyncEngine

/// Taking records out for a spreadsheet: masked, or in full with a purpose that is written down.
struct ExportPages {
    let desk: Desk

    private static let rowsAtOnce = 2_000

    func add(to router: RouterGroup<PageContext>) {
        router.get("/export/:kind") { request, context in
            try await page(View(desk, request, context), try ListPages.kind(context))
        }
        router.post("/export/:kind") { request, context in
            let view = try View(desk, request, context)
            let name = try ListPages.kind(context)
            let isRevealed = context.form["personal"] == "revealed"
            let purpose = (context.form["purpose"] ?? "").trimmed
            guard !isRevealed || !purpose.isEmpty else {
                return try await page(view, name, isWrong: true)
            }
            let kind = try await desk.host.writing { replica in
                let kind = try desk.kind(name, replica)
                try replica.store.audit(
                    actor: try desk.actor(replica),
                    action: isRevealed ? "page export revealed" : "page export",
                    detail: "\(kind.name): \(purpose)", at: WallClock.now)
                return kind
            }
            return file(kind, isRevealed: isRevealed)
        }
    }

    private func page(_ view: View, _ name: String, isWrong: Bool = false) async throws -> Response
    {
        try await view.page { replica in
            let kind = try desk.kind(name, replica)
            return View.Content(
                template: .export, title: view.say(.export) + view.say(kind.label),
                section: kind.name, status: isWrong ? .unprocessableContent : .ok,
                model: [
                    "kind": .text(kind.name), "kind_label": .text(view.say(kind.label)),
                    "has_errors": .flag(isWrong),
                ])
        }
    }

    /// A table that Excel opens with its Chinese right, sent as it is read: some thousand rows at a
    /// time, each from one state of the replica.
    private func file(_ kind: Kind, isRevealed: Bool) -> Response {
        let day = Day(millisecondsSince1970: WallClock.now).text
        let table = RecordWriter(kind: kind, isMasked: !isRevealed, style: .spreadsheet)
        let host = desk.host
        return Response(
            status: .ok,
            headers: [
                .contentType: "text/csv; charset=utf-8",
                .contentDisposition: "attachment; filename=\"\(kind.name)-\(day).csv\"",
            ],
            body: ResponseBody { writer in
                var header: [UInt8] = []
                table.appendHeader(to: &header)
                try await writer.write(ByteBuffer(bytes: header))
                var last: RecordID?
                while true {
                    let (bytes, end) = try await host.reading { [last] replica in
                        try Self.piece(of: kind, after: last, table, replica)
                    }
                    if !bytes.isEmpty { try await writer.write(ByteBuffer(bytes: bytes)) }
                    guard let end else { break }
                    last = end
                }
                try await writer.finish(nil)
            })
    }

    /// The rows after `last`, and the last of them; nil where these are the last there are.
    private static func piece(
        of kind: Kind, after last: RecordID?, _ table: RecordWriter, _ replica: Replica
    ) throws -> ([UInt8], RecordID?) {
        let conflicts = try replica.store.openConflictCounts()
        var bytes: [UInt8] = []
        var count = 0
        var end: RecordID?
        try replica.store.forEachRow(of: kind, RecordQuery(beyond: last, limit: rowsAtOnce)) {
            row in
            table.appendCSV(row, conflicts: conflicts[row.id.text] ?? 0, to: &bytes)
            count += 1
            end = row.id
        }
        return (bytes, count == rowsAtOnce ? end : nil)
    }
}
