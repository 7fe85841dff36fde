import CLibFuzzer

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#elseif canImport(Darwin)
    import Darwin
#endif

/// The target that the environment names.
private let target: MalformedTarget = {
    guard let name = getenv("ZSSYNC_FUZZ_TARGET").map({ String(cString: $0) }),
        let target = MalformedTarget(rawValue: name)
    else {
        let known = MalformedTarget.allCases.map(\.rawValue).joined(separator: " ")
        fatalError("ZSSYNC_FUZZ_TARGET names one of: \(known)")
    }
    return target
}()

/// What libFuzzer calls with each input.
@_cdecl("LLVMFuzzerTestOneInput")
func fuzzOneInput(_ start: UnsafePointer<UInt8>?, _ count: Int) -> CInt {
    do {
        try target.run(Array(UnsafeBufferPointer(start: start, count: count)))
    } catch {
        fatalError("\(target.rawValue): \(error)")
    }
    return 0
}

/// Hands the program to libFuzzer, with its flags; or writes the seeds where the environment names a
/// folder for them. It has a `main`, as the package manager puts an executable's own in the place of any
/// that a library brings.
@main
enum FuzzEntry {
    static func main() throws {
        if let folder = getenv("ZSSYNC_FUZZ_SEEDS") {
            return try Seed.writeAll(to: String(cString: folder))
        }
        var count = CommandLine.argc
        var arguments: UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>? = CommandLine.unsafeArgv
        exit(LLVMFuzzerRunDriver(&count, &arguments, fuzzOneInput))
    }
}
