import Hummingbird
import Logging
import NIOCore
import RecordModel

/// What is known of one request: whose it is, and how that person reads.
struct PageContext: RequestContext {
    var coreContext: CoreRequestContextStorage
    /// Set once the session's cookie is checked.
    var session: Session?
    /// What a POST carried, its token checked.
    var form = Form()
    var language = Language.chinese
    /// Whether the page is drawn for elders.
    var isLarge = false

    init(source: Source) {
        coreContext = .init(source: source)
    }
}
