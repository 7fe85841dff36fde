#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#elseif canImport(Darwin)
    import Darwin
#endif

/// Why a key file could not be written or read. The code is the system's `errno`.
public enum KeyFileError: Error, Hashable, Sendable {
    /// The old file, if there was one, is as it was.
    case cannotWrite(code: Int32)
    /// The file could not be opened or read.
    case cannotRead(code: Int32)
    /// Larger than ``KeyFile/bytesMax``, so not a key file.
    case tooLarge
}

extension KeyFileError: CustomStringConvertible {
    /// A sentence that says what happened, what was kept and what to do.
    public var description: String {
        switch self {
        case .cannotWrite(let code):
            "密钥文件写不进去（\(reason(code))），原来的文件没有变，请检查磁盘空间和权限。"
                + " The key file cannot be written (\(reason(code))); what was there is unchanged."
                + " Check free space and permissions."
        case .cannotRead(let code):
            "密钥文件读不出来（\(reason(code))），没有改动任何内容，请检查数据目录。"
                + " The key file cannot be read (\(reason(code))); nothing was changed."
                + " Check the data directory."
        case .tooLarge:
            "密钥文件过大，不是本程序写的，没有改动任何内容。"
                + " The key file is too large to be one of ours; nothing was changed."
        }
    }

    private func reason(_ code: Int32) -> String { String(cString: strerror(code)) }
}
