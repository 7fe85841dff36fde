import HTTPTypes
import Hummingbird
import RecordModel
import ReplicaStore
import SyncAgent
import SyncEngine

/// Who works here, in which language and size; and what this device is.
struct SettingsPages {
    let desk: Desk

    private static let nameField = Field(
        name: "actor", label: Phrase.actor.label, type: .text(bytesMax: 120))
    private static let yearSeconds = 365 * 86_400

    func add(to router: RouterGroup<PageContext>) {
        router.get("/settings") { request, context in
            try await page(View(desk, request, context))
        }
        router.post("/settings") { request, context in
            try await change(View(desk, request, context), context.form)
        }
    }

    private func page(_ view: View) async throws -> Response {
        try await view.page { replica in
            let status = try ReplicaStatus(replica)
            var facts = [
                (view.say(.device), status.label + "  " + status.device),
                (view.say(Words.site), status.siteName + "  " + status.site),
                (
                    view.say(.roles),
                    status.roles.compactMap { Role(rawValue: $0).map { view.say($0.label) } }
                        .joined(separator: view.say("、", ", "))
                ),
                (
                    view.say(.savedHere),
                    view.say(
                        "\(status.changes) 条变更，其中本机录入 \(status.own) 条",
                        "\(status.changes) changes, \(status.own) of them made here")
                ),
            ]
            if !status.isHub {
                facts += [
                    (view.say(.atHub), "\(status.acknowledged) / \(status.own)"),
                    (
                        view.say(.lastContact),
                        status.contactedAt == nil ? view.say(.never) : status.contact
                    ),
                ]
            }
            return View.Content(
                template: .settings, title: view.say(.settings),
                model: [
                    "facts": .models(facts.map { ["label": .text($0.0), "text": .text($0.1)] })
                ])
        }
    }

    private func change(_ view: View, _ form: Form) async throws -> Response {
        var response = Answer.see(form["_back"] ?? "/")
        if let language = form["lang"] {
            response.setCookie(Self.cookie("zssync-lang", language == "en" ? "en" : "zh"))
        }
        if let size = form["size"] {
            response.setCookie(Self.cookie("zssync-size", size == "large" ? "large" : "normal"))
        }
        if let actor = form["actor"]?.trimmed {
            let input = FieldInput(today: Day(millisecondsSince1970: WallClock.now))
            guard case .text(let name)? = try? input.value(text: actor, for: Self.nameField) else {
                view.session.say(Session.Note(tone: .attention, text: Phrase.badActor.label))
                return Answer.see("/settings")
            }
            try await desk.host.writing { try $0.store.set(Desk.actorSetting, to: name) }
            view.session.say(Session.Note(tone: .good, text: Phrase.actorSaved.label))
        }
        return response
    }

    /// How somebody reads; nothing personal, and kept for the next time.
    private static func cookie(_ name: String, _ value: String) -> Cookie {
        Cookie(
            name: name, value: value, maxAge: yearSeconds, path: "/", secure: false, httpOnly: true,
            sameSite: .strict)
    }
}

extension Role {
    /// What people call it.
    fileprivate var label: Label {
        switch self {
        case .clerk: Label(chinese: "村务员", english: "clerk")
        case .worker: Label(chinese: "社工", english: "social worker")
        case .reviewer: Label(chinese: "审批人", english: "reviewer")
        case .sealKeeper: Label(chinese: "用印人", english: "seal keeper")
        case .townReviewer: Label(chinese: "镇街审核人", english: "town reviewer")
        case .hub: Label(chinese: "中心", english: "hub")
        }
    }
}
