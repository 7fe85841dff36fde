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
public func fuzzOneInput(_ start: UnsafePointer<UInt8>?, _ count: Int) -> CInt {
    do {
        try target.run(Array(UnsafeBufferPointer(start: start, count: count)))
    } catch {
        fatalError("\(target.rawValue): \(error)")
    }
    return 0
}

/// What libFuzzer calls first: writes the seeds instead where the environment names a folder for them.
@_cdecl("LLVMFuzzerInitialize")
public func fuzzInitialize(
    _ count: UnsafeMutablePointer<CInt>?,
    _ arguments: UnsafeMutablePointer<UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>?>?
) -> CInt {
    guard let folder = getenv("ZSSYNC_FUZZ_SEEDS") else { return 0 }
    do { try Seed.writeAll(to: String(cString: folder)) } catch {
        fatalError("the seeds: \(error)")
    }
    exit(0)
}
