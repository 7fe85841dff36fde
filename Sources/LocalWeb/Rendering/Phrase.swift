import RecordModel

/// What the page itself says, by the name under which templates ask for it: `{{t.save}}`.
enum Phrase: String, CaseIterable, Sendable {
    // The frame.
    case skip, menu, actor, colon, undo, footer
    case sizeLarge = "size_large"
    case sizeNormal = "size_normal"
    case syncNow = "sync_now"
    case syncCancel = "sync_cancel"

    // Today.
    case today, person, level, due, action, drafts
    case dueVisits = "due_visits"
    case noDueVisits = "no_due_visits"
    case addVisit = "add_visit"
    case nothingWaits = "nothing_waits"
    case dueDisclosures = "due_disclosures"
    case noDueDisclosures = "no_due_disclosures"
    case openConflicts = "open_conflicts"
    case noConflicts = "no_conflicts"
    case lastVisit = "last_visit"

    // Lists.
    case add, search, filter, all, pages, newer, older
    case showAll = "show_all"
    case noneFits = "none_fits"

    // A record.
    case content, history, edit, delete, reason, settle, reveal
    case conflictHere = "conflict_here"
    case nextSteps = "next_steps"
    case revealAudited = "reveal_audited"
    case deleteExplained = "delete_explained"
    case deleteReally = "delete_really"

    // Conflicts.
    case conflicts, was
    case conflictsExplained = "conflicts_explained"
    case settledConflicts = "settled_conflicts"
    case settleChosen = "settle_chosen"
    case shownNow = "shown_now"
    case bothStay = "both_stay"
    case bothStayExplained = "both_stay_explained"
    case ownValue = "own_value"
    case ownValueLabel = "own_value_label"
    case nothingChosen = "nothing_chosen"
    case settledByOthers = "settled_by_others"
    case undone
    case undoneNote = "undone_note"

    // Forms.
    case save, back, required, choose, find, discard, yes, no
    case notSaved = "not_saved"
    case notFilled = "not_filled"
    case formHint = "form_hint"
    case madeBefore = "made_before"
    case moreFields = "more_fields"
    case moreLines = "more_lines"
    case settleFirst = "settle_first"
    case saveDistinct = "save_distinct"
    case saveDistinctExplained = "save_distinct_explained"
    case referenceHint = "reference_hint"
    case logHint = "log_hint"
    case setHint = "set_hint"
    case moneyHint = "money_hint"
    case residentNumberHint = "resident_number_hint"
    case savedNote = "saved_note"
    case deletedNote = "deleted_note"

    // Files.
    case `import`, export, file, row, column, columns, purpose
    case importNow = "import_now"
    case checkFile = "check_file"
    case fileHint = "file_hint"
    case whatIsWrong = "what_is_wrong"
    case noFile = "no_file"
    case fileForgotten = "file_forgotten"
    case exportNow = "export_now"
    case exportExplained = "export_explained"
    case exportMasked = "export_masked"
    case exportRevealed = "export_revealed"
    case personalValues = "personal_values"
    case purposeHint = "purpose_hint"
    case purposeMissing = "purpose_missing"

    // Settings.
    case settings, device, roles, never
    case actorName = "actor_name"
    case actorHint = "actor_hint"
    case actorSaved = "actor_saved"
    case badActor = "bad_actor"
    case thisDevice = "this_device"
    case savedHere = "saved_here"
    case atHub = "at_hub"
    case lastContact = "last_contact"

    // What is refused.
    case failed
    case notDone = "not_done"
    case notFound = "not_found"
    case notAtHub = "not_at_hub"
    case settleStateFirst = "settle_state_first"
    case deletedRecord = "deleted_record"
    case noSession = "no_session"
    case linkUsed = "link_used"
    case staleForm = "stale_form"
    case badForm = "bad_form"
    case tooLarge = "too_large"
    case wrongHost = "wrong_host"
    case wrongOrigin = "wrong_origin"
    case wrongMethod = "wrong_method"

    /// All phrases in one language, as templates read them.
    static func words(_ language: Language) -> Model {
        language == .chinese ? chinese : english
    }

    private static let chinese = words { $0.chinese }
    private static let english = words { $0.english }

    private static func words(_ text: (Label) -> String) -> Model {
        Dictionary(uniqueKeysWithValues: allCases.map { ($0.rawValue, .text(text($0.label))) })
    }
}
