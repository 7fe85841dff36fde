import SyncProtocol

/// What goes over the simulated network: the real messages of the protocol, as bytes.
struct Message {
    /// What a dialing replica asks.
    enum Request {
        case frontiers([UInt8])
        case fetch([UInt8])
        /// A stream; not `isWhole` where the connection ended in it.
        case changes([[UInt8]], isWhole: Bool)
    }

    /// What is answered.
    enum Answer {
        case frontiers([UInt8])
        /// A stream; not `isWhole` where the connection ended in it.
        case frames([[UInt8]], isWhole: Bool)
        case changes([UInt8])
        case refused(Refusal)
    }

    enum Content {
        case request(Request)
        case answer(Answer)
    }

    let from: Int
    let to: Int
    let session: Int
    /// Which step of the session this belongs to, so that what comes late is known as such.
    let step: Int
    /// How often the sender's disk had been put back or copied: a word given before that is no longer one.
    let disk: Int
    let content: Content
}

extension Message {
    /// The same message that says something else.
    func saying(_ content: Content) -> Message {
        Message(
            from: from, to: to, session: session, step: step, disk: disk, content: content)
    }
}
