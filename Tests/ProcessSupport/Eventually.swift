import Foundation
package import Testing

/// Waits until `condition` holds; fails after `seconds`.
package func eventually(
    within seconds: Double = 20, sourceLocation: SourceLocation = #_sourceLocation,
    _ condition: () throws -> Bool
) throws {
    let deadline = Date().addingTimeInterval(seconds)
    while try !condition() {
        try #require(Date() < deadline, "waited in vain", sourceLocation: sourceLocation)
        usleep(20_000)
    }
}
