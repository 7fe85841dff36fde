import RecordModel
import Synchronization

/// One browser that came by a one-time link: what it may do, and what it was in the middle of.
///
/// It lives in memory only, as long as the program runs. What people search for and what a page has to
/// say next stand here and not in the address, where others could read it over a shoulder or in a log.
final class Session: Sendable {
    /// What the cookie holds.
    let cookie = Secret.make()
    /// What every form holds, so that no other page can send one.
    let formToken = Secret.make()

    private struct State {
        var searches: [(key: String, text: String)] = []
        var notes: [Note] = []
        var upload: Upload?
        var undos: [(key: String, undo: Undo)] = []
        var closedForms: [(name: String, content: String)] = []
        var storedUploads: [String] = []
    }

    /// A sentence for the next page.
    struct Note: Sendable {
        enum Tone: String, Sendable {
            case good
            case attention
        }

        let tone: Tone
        let text: Label
        /// The key of what takes back what was done; nil where nothing does.
        var undo: String?
    }

    /// What takes a decision back, and what the decision had seen.
    struct Undo: Sendable {
        let record: RecordID
        let kind: String
        let scope: Scope
        let step: Step
        let base: String

        /// A field's value before it, or the opposite of having deleted or kept the record.
        enum Step: Sendable {
            case set(field: String, Value)
            case keep
            case delete
        }
    }

    /// A file that was checked and waits for a yes.
    struct Upload: Sendable {
        let key = Secret.make()
        let kind: String
        let name: String
        let bytes: [UInt8]
    }

    private static let searchesMax = 50
    private static let notesMax = 5
    private static let closedFormsMax = 100
    private static let undosMax = 20
    private let state = Mutex(State())

    /// Keeps what a person looks for, and returns what stands for it in an address.
    func keep(search text: String) -> String {
        state.withLock { state in
            if let known = state.searches.first(where: { $0.text == text }) { return known.key }
            let key = String(Secret.make().prefix(8))
            state.searches.append((key, text))
            if state.searches.count > Self.searchesMax { state.searches.removeFirst() }
            return key
        }
    }

    /// What `key` stands for; nil for a key that was forgotten.
    func search(_ key: String) -> String? {
        state.withLock { $0.searches.first { $0.key == key }?.text }
    }

    /// Says `note` on the next page.
    func say(_ note: Note) {
        state.withLock { state in
            state.notes.append(note)
            if state.notes.count > Self.notesMax { state.notes.removeFirst() }
        }
    }

    /// What the page now drawn is to say; each once.
    func takeNotes() -> [Note] {
        state.withLock { state in
            defer { state.notes = [] }
            return state.notes
        }
    }

    /// Keeps what takes a decision back, and returns its key.
    func keep(_ undo: Undo) -> String {
        let key = Secret.make()
        state.withLock { state in
            state.undos.append((key, undo))
            if state.undos.count > Self.undosMax { state.undos.removeFirst() }
        }
        return key
    }

    /// What `key` takes back, once.
    func takeUndo(_ key: String) -> Undo? {
        state.withLock { state in
            guard let place = state.undos.firstIndex(where: { Secret.isSame($0.key, key) }) else {
                return nil
            }
            return state.undos.remove(at: place).undo
        }
    }

    /// The form is saved, or thrown away.
    func close(_ form: Form) {
        guard let name = form["_form"], !name.isEmpty else { return }
        state.withLock { state in
            state.closedForms.append((name, form.encoded))
            if state.closedForms.count > Self.closedFormsMax { state.closedForms.removeFirst() }
        }
    }

    /// What was saved of the form is not on the disk after all.
    func reopen(_ form: Form) {
        state.withLock { state in state.closedForms.removeAll { $0.name == form["_form"] } }
    }

    /// Whether the form is closed, so that no draft of it is kept any more.
    func isClosed(_ form: Form) -> Bool {
        state.withLock { state in state.closedForms.contains { $0.name == form["_form"] } }
    }

    /// Whether just this was saved already: the second of two clicks.
    func isSaved(_ form: Form) -> Bool {
        let content = form.encoded
        return state.withLock { state in
            state.closedForms.contains { $0.name == form["_form"] && $0.content == content }
        }
    }

    /// Keeps a file until the person has looked at the check; one at a time.
    func keep(_ upload: Upload) {
        state.withLock { $0.upload = upload }
    }

    /// The file that `key` names, which is then forgotten; nil where another came since.
    func takeUpload(_ key: String, of kind: String) -> Upload? {
        state.withLock { state in
            guard let upload = state.upload, Secret.isSame(upload.key, key), upload.kind == kind
            else { return nil }
            state.upload = nil
            return upload
        }
    }

    /// The file that `key` names is stored.
    func noteStored(_ key: String) {
        state.withLock { state in
            state.storedUploads.append(key)
            if state.storedUploads.count > Self.undosMax { state.storedUploads.removeFirst() }
        }
    }

    /// Whether the file that `key` names is stored already: the second of two clicks.
    func isStored(_ key: String) -> Bool {
        state.withLock { state in state.storedUploads.contains { Secret.isSame($0, key) } }
    }
}
