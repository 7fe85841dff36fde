import DeviceIdentity
import Foundation
import Testing

@Suite("Key files")
struct KeyFileTests {
    private let folder: String

    init() throws {
        folder = NSTemporaryDirectory() + "zssync-keyfile-\(UUID().uuidString)"
        try FileManager.default.createDirectory(
            atPath: folder, withIntermediateDirectories: true)
    }

    @Test("A key file is readable by its owner only, whatever was there before")
    func mode() throws {
        defer { try? FileManager.default.removeItem(atPath: folder) }
        let path = folder + "/device.key"
        #expect(
            FileManager.default.createFile(
                atPath: path, contents: Data([9]), attributes: [.posixPermissions: 0o644]))
        try KeyFile.save([1, 2, 3], to: path)
        let mode = try FileManager.default.attributesOfItem(atPath: path)[.posixPermissions]
        #expect(mode as? Int == 0o600)
        #expect(try KeyFile.load(path) == [1, 2, 3])
        #expect(try FileManager.default.contentsOfDirectory(atPath: folder) == ["device.key"])
    }

    @Test("A file that cannot be written leaves the old one as it was")
    func failure() throws {
        defer { try? FileManager.default.removeItem(atPath: folder) }
        #expect(throws: KeyFileError.self) { try KeyFile.save([1], to: folder + "/no/such") }
        #expect(throws: KeyFileError.self) { try KeyFile.load(folder + "/none") }
    }

    @Test("A file too large to be a key is refused")
    func tooLarge() throws {
        defer { try? FileManager.default.removeItem(atPath: folder) }
        let path = folder + "/large"
        try KeyFile.save([UInt8](repeating: 0, count: KeyFile.bytesMax), to: path)
        #expect(try KeyFile.load(path).count == KeyFile.bytesMax)
        try KeyFile.save([UInt8](repeating: 0, count: KeyFile.bytesMax + 1), to: path)
        #expect(throws: KeyFileError.tooLarge) { try KeyFile.load(path) }
    }
}
