import Hummingbird
import RecordModel
import ReplicaStore
import SyncAgent
import SyncEngine

/// Bringing in many records from a file: checked first, stored after a yes, all or none.
struct ImportPages {
    let desk: Desk

    func add(to router: RouterGroup<PageContext>) {
        router.get("/import/:kind") { request, context in
            try await page(View(desk, request, context), try ListPages.kind(context))
        }
        router.post("/import/:kind") { request, context in
            try await check(
                View(desk, request, context), try ListPages.kind(context), context.form)
        }
        router.post("/import/:kind/confirm") { request, context in
            try await store(
                View(desk, request, context), try ListPages.kind(context), context.form)
        }
    }

    private func page(
        _ view: View, _ name: String, _ extra: Model = [:], isWrong: Bool = false
    ) async throws -> Response {
        try await view.page { replica in
            let kind = try desk.kind(name, replica)
            guard !replica.identity.isHub else { throw PageError(.forbidden, .notAtHub) }
            let model: Model = [
                "kind": .text(kind.name), "kind_label": .text(view.say(kind.label)),
                "failure": false, "checked": false,
                "columns": .models(
                    kind.fields.filter { !Kind.declarations.contains($0.name) }.map {
                        [
                            "label": .text(view.say($0.label)), "name": .text($0.name),
                            "required": .flag($0.isRequired && !$0.isNumber),
                        ]
                    }),
            ]
            return View.Content(
                template: .import, title: view.say(.import) + view.say(kind.label),
                section: kind.name, status: isWrong ? .unprocessableContent : .ok,
                model: model.merging(extra) { $1 })
        }
    }

    private func check(_ view: View, _ name: String, _ form: Form) async throws -> Response {
        guard let file = form.files["file"], !file.bytes.isEmpty else {
            return try await page(view, name, ["failure": .text(view.say(.noFile))], isWrong: true)
        }
        let upload = Session.Upload(kind: name, name: file.name, bytes: file.bytes)
        do {
            let outcome = try await run(upload, isDryRun: true)
            view.session.keep(upload)
            return try await page(
                view, name,
                [
                    "checked": .text(
                        view.say(
                            "\(outcome.rows) 行都没有问题，还没有保存。",
                            "All \(outcome.rows) rows are well; nothing is stored yet.")),
                    "upload": .text(upload.key),
                ])
        } catch let failure as ImportFailure {
            return try await page(view, name, model(failure, upload, view), isWrong: true)
        }
    }

    private func store(_ view: View, _ name: String, _ form: Form) async throws -> Response {
        let key = form["upload"] ?? ""
        if view.session.isStored(key) { return Answer.see("/list/\(name)") }
        guard let upload = view.session.takeUpload(key, of: name) else {
            return try await page(
                view, name, ["failure": .text(view.say(.fileForgotten))], isWrong: true)
        }
        do {
            let outcome = try await run(upload, isDryRun: false)
            view.session.noteStored(key)
            view.session.say(
                Session.Note(
                    tone: .good,
                    text: Label(
                        chinese: "导入了 \(outcome.rows) 条，已保存在本机。",
                        english: "\(outcome.rows) records were imported and saved here.")))
            return Answer.see("/list/\(name)")
        } catch let failure as ImportFailure {
            return try await page(view, name, model(failure, upload, view), isWrong: true)
        }
    }

    /// On a thread that may wait: a file is read in pieces, and its rows on all cores.
    private func run(_ upload: Session.Upload, isDryRun: Bool) async throws -> RecordImport.Outcome
    {
        let actor = try await desk.host.reading { try desk.actor($0) }
        guard let kind = desk.host.kinds[upload.kind], kind.audience != .control else {
            throw PageError.notFound
        }
        let importer = RecordImport(kind: kind, host: desk.host, actor: actor)
        return try await desk.host.waiting {
            let source = BytesSource(upload.bytes)
            let format = try InputFormat.of(upload.name, source)
            return try importer.run(
                RecordRows(source: source, format: format, kind: kind), isDryRun: isDryRun,
                isPartial: false)
        }
    }

    private func model(
        _ failure: ImportFailure, _ upload: Session.Upload, _ view: View
    ) -> Model {
        let kind = desk.host.kinds[upload.kind]
        let label = { (name: String) in kind?[name].map { view.say($0.label) } ?? name }
        return [
            "failure": .text(view.say(failure.heading(file: upload.name))),
            "mistakes": .models(
                failure.mistakes.map {
                    [
                        "row": .text($0.row.map(String.init) ?? ""),
                        "field": .text($0.field.map(label) ?? ""),
                        "reason": .text(view.say($0.reason)),
                    ]
                }),
            "rest": .maybe(
                failure.restCount > 0
                    ? view.say("另有 \(failure.restCount) 处。", "\(failure.restCount) more.") : nil),
        ]
    }
}
