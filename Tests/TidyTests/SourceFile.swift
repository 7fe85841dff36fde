import Foundation

/// One file of Swift, as far as tidiness looks at it.
struct SourceFile {
    /// The module whose folder it lies in.
    let module: String
    /// Its path from the top of the repository.
    let path: String
    /// Its lines as they are.
    let lines: [Substring]

    init(module: String, path: String, text: String) {
        self.module = module
        self.path = path
        lines = text.split(separator: "\n", omittingEmptySubsequences: false)
    }

    /// The lines with their numbers, comments left out.
    var code: [(number: Int, text: Substring)] {
        lines.enumerated().map { number, line in
            (number + 1, line.range(of: "//").map { line[..<$0.lowerBound] } ?? line)
        }
    }

    /// The modules that it imports.
    var imports: [String] {
        code.compactMap { _, line in
            let words = line.split(separator: " ").drop { $0 == "public" || $0.hasPrefix("@") }
            guard words.first == "import", words.count > 1 else { return nil }
            return words[words.startIndex + 1].split(separator: ".").first.map { String($0) }
        }
    }
}

extension SourceFile {
    private static let root = URL(filePath: #filePath).deletingLastPathComponent()
        .deletingLastPathComponent().deletingLastPathComponent()

    /// The files of `folder`, those that a program wrote left out, sorted by path.
    static func all(in folder: String) throws -> [SourceFile] {
        let top = root.appending(path: folder).resolvingSymlinksInPath().path
        guard let paths = FileManager.default.enumerator(atPath: top) else { return [] }
        return try paths.compactMap { $0 as? String }.sorted()
            .filter { $0.hasSuffix(".swift") && !$0.contains("Generated/") }
            .map { path in
                let text = try String(contentsOfFile: top + "/" + path, encoding: .utf8)
                return SourceFile(
                    module: String(path.prefix { $0 != "/" }), path: folder + "/" + path,
                    text: text)
            }
    }
}
