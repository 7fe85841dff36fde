import RecordModel

/// Foreign bytes made the program do what it must never do, short of a trap.
struct BrokenLaw: Error, CustomStringConvertible {
    let description: String

    init(_ description: String) {
        self.description = description
    }
}

/// The laws that every target holds the program to.
enum Law {
    /// What `work` returns; nil where it threw an `Expected`, which is all that it may throw.
    static func typed<Expected: Error, Result>(
        _ expected: Expected.Type, _ what: String, _ work: () throws -> Result
    ) throws -> Result? {
        do { return try work() } catch is Expected { return nil } catch {
            throw BrokenLaw("\(what) threw \(type(of: error)): \(error)")
        }
    }

    /// What `work` returns; it may not throw at all.
    static func certain<Result>(_ what: String, _ work: () throws -> Result) throws -> Result {
        do { return try work() } catch let broken as BrokenLaw { throw broken } catch {
            throw BrokenLaw("\(what) threw \(type(of: error)): \(error)")
        }
    }

    /// What `read` makes of `bytes`, in one piece and in several alike; nil where they are no such file.
    static func sameInPieces<File: Equatable>(
        _ bytes: [UInt8], _ read: ([[UInt8]]) throws -> File
    ) throws -> File? {
        func result(_ pieces: [[UInt8]]) throws -> Result<File, InputMistake> {
            do { return .success(try read(pieces)) } catch let mistake as InputMistake {
                return .failure(mistake)
            } catch { throw BrokenLaw("a file threw \(type(of: error)): \(error)") }
        }
        let whole = try result([bytes])
        let inPieces = try result(bytes.pieces)
        try holds(whole == inPieces, "in one piece \(whole), in several \(inPieces)")
        return try? whole.get()
    }

    /// Says that `what` does not hold unless `holds`.
    static func holds(_ holds: Bool, _ what: @autoclosure () -> String) throws {
        guard holds else { throw BrokenLaw(what()) }
    }
}
