import CausalCore
import DeviceIdentity
import Testing

@Suite("Keys and names")
struct DeviceKeyTests {
    @Test("A signature verifies with its key, over its bytes, and with nothing else")
    func signing() throws {
        let key = DeviceKey()
        let bytes = Array("checkpoint".utf8)
        let signature = try key.sign(bytes)
        #expect(signature.count == DeviceKey.signatureBytes)
        #expect(key.publicKey.count == DeviceKey.publicKeyBytes)
        let (publicKey, other) = try (
            #require(DevicePublicKey(key.publicKey)),
            #require(DevicePublicKey(DeviceKey().publicKey))
        )
        #expect(publicKey.verifies(signature, of: bytes))
        #expect(!other.verifies(signature, of: bytes))
        #expect(!publicKey.verifies(signature, of: bytes + [0]))
        for index in signature.indices {
            var altered = signature
            altered[index] ^= 1
            #expect(!publicKey.verifies(altered, of: bytes))
        }
    }

    @Test("Keys and signatures of any other length or shape verify nothing and trap nowhere")
    func foreignBytes() throws {
        let publicKey = try #require(DevicePublicKey(DeviceKey().publicKey))
        for count in [0, 1, 32, 33, 34, 64, 65] {
            let zeros = [UInt8](repeating: 0, count: count)
            #expect(DevicePublicKey(zeros) == nil)
            #expect(!publicKey.verifies(zeros, of: [1]))
            if count != 32 {
                #expect(throws: IdentityError.malformed(.key)) { try DeviceKey(rawBytes: zeros) }
            }
        }
    }

    @Test("A stored key is the same key")
    func storing() throws {
        let key = DeviceKey()
        #expect(try DeviceKey(rawBytes: key.rawBytes).publicKey == key.publicKey)
    }

    @Test("No description or dump shows a private key")
    func masking() {
        let key = DeviceKey()
        var text = ""
        dump(key, to: &text)
        #expect(text.contains(key.device.text))
        #expect("\(key)" == "DeviceKey(\(key.device))")
        #expect(Mirror(reflecting: key).children.isEmpty)
    }

    @Test("A name is 26 letters, read only in the form in which it is written")
    func names() throws {
        let device = DeviceKey().device
        #expect(device.text.utf8.count == DeviceID.textLength)
        #expect(DeviceID(device.text) == device)
        #expect(DeviceID(device.text.uppercased()) == nil)
        #expect(DeviceID(device.text + "0") == nil)
        #expect(DeviceID(device.text.dropLast()) == nil)
        #expect(DeviceID(String(repeating: "z", count: 26)) == nil)
        #expect(HubID(device.text)?.text == device.text)
    }

    @Test("A key has another replica in each epoch, and a fixed one in the same")
    func replicas() {
        let key = DeviceKey().publicKey
        let replicas = Set(
            (0..<100 as Range<UInt64>).map { ReplicaID.of(publicKey: key, epoch: $0) })
        #expect(replicas.count == 100)
        // Written down so that no later version changes the name of a replica in the field.
        let fixed = ReplicaID.of(publicKey: [UInt8](repeating: 2, count: 33), epoch: 7)
        #expect(fixed.description == "6e8cb383b4dca583f1d6b05145f9de77")
        #expect(
            DeviceID.of(publicKey: [UInt8](repeating: 2, count: 33)).text
                == "337bhewb51vw14hzwxzms2yr06")
    }
}
