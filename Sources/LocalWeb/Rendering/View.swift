import HTTPTypes
import Hummingbird
import RecordModel
import ReplicaStore
import SyncAgent
import SyncEngine

/// One page for one person: in that person's language, with all that stands around a page.
struct View: Sendable {
    let desk: Desk
    let session: Session
    let language: Language
    let isLarge: Bool
    /// The address of the page, to come back to.
    let path: String
    /// Whether a page that is open draws itself anew: what it has said once it does not say again.
    private let isRefresh: Bool

    init(_ desk: Desk, _ request: Request, _ context: PageContext) throws {
        guard let session = context.session else { throw PageError(.forbidden, .noSession) }
        self.desk = desk
        self.session = session
        language = context.language
        isLarge = context.isLarge
        path = request.method == .get ? request.uri.description : "/"
        isRefresh = HTTPField.Name("X-Refresh").flatMap { request.headers[$0] } != nil
    }

    /// `phrase` in the person's language.
    func say(_ phrase: Phrase) -> String { phrase.label.text(in: language) }

    /// `label` in the person's language.
    func say(_ label: Label) -> String { label.text(in: language) }

    /// A sentence that is made of parts, in the person's language.
    func say(_ chinese: String, _ english: String) -> String {
        language == .chinese ? chinese : english
    }

    /// The values as people read them.
    var text: ValueText { ValueText(language: language) }

    // MARK: The page

    /// What stands within the page.
    struct Content: Sendable {
        let template: Templates.Name
        let title: String
        /// Which entry of the menu it belongs to; empty for none.
        var section = ""
        var status: HTTPResponse.Status = .ok
        var model: Model
    }

    /// Draws a page from what the replica holds at one moment.
    func page(_ make: @escaping @Sendable (Replica) throws -> Content) async throws -> Response {
        let commits = desk.host.movement.count
        let (content, frame) = try await desk.host.reading { replica in
            let content = try make(replica)
            return (content, try self.frame(replica, content))
        }
        var model = content.model.merging(frame) { own, _ in own }
        model["notes"] = .models(isRefresh ? [] : session.takeNotes().map(note))
        model["commits"] = .text(String(commits))
        return Answer.html(desk.templates.render(content.template, model), content.status)
    }

    private func frame(_ replica: Replica, _ content: Content) throws -> Model {
        let status = try ReplicaStatus(replica)
        return [
            "title": .text(content.title), "t": .model(Phrase.words(language)),
            "lang": language == .chinese ? "zh-CN" : "en",
            "lang_other": language == .chinese ? "en" : "zh",
            "lang_other_tag": language == .chinese ? "en" : "zh-CN",
            "lang_other_name": language == .chinese ? "English" : "中文",
            "large": .flag(isLarge), "size_other": isLarge ? "normal" : "large",
            "token": .text(session.formToken), "path": .text(path),
            "site": .text(status.isHub ? status.label : status.siteName),
            "device": .text(status.label),
            "actor": .text(try desk.actor(replica)),
            "bar": .model(SyncBar(status, desk.sync, view: self).model),
            "nav": .models(menu(replica, status, section: content.section)),
        ]
    }

    private func menu(_ replica: Replica, _ status: ReplicaStatus, section: String) -> [Model] {
        var entries: [(section: String, href: String, label: String, count: Int)] = [
            ("today", "/", say(.today), 0)
        ]
        entries += desk.kinds(replica).map {
            ($0.name, "/list/\($0.name)", say($0.label), 0)
        }
        entries.append(("conflicts", "/conflicts", say(.conflicts), status.openConflicts))
        return entries.map { entry in
            [
                "href": .text(entry.href), "label": .text(entry.label),
                "current": .flag(entry.section == section),
                "count": entry.count > 0 ? .number(entry.count) : false,
            ]
        }
    }

    private func note(_ note: Session.Note) -> Model {
        [
            "tone": .text(note.tone.rawValue), "mark": note.tone == .good ? "✓" : "▲",
            "text": .text(say(note.text)),
            "undo": .maybe(note.undo),
        ]
    }

    /// The bar alone, as it is sent while a page stays open.
    func bar() async throws -> String {
        let bar = try await desk.host.reading { replica in
            SyncBar(try ReplicaStatus(replica), desk.sync, view: self).model
        }
        return desk.templates.render(
            .bar,
            [
                "bar": .model(bar), "t": .model(Phrase.words(language)),
                "token": .text(session.formToken), "path": "/",
            ])
    }
}
